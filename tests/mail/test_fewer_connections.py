"""A mail server that takes fewer connections than a worker would keep: the mail goes over those."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from tests.mail.post import Post

ALLOWED, WANTED, MAILS = 4, 20, 300
IN_HAND = "SELECT count(*) FROM mails WHERE state IN ('QUEUED', 'SENDING')"


@dataclass(slots=True)
class Crowded:
    """A server that turns away whoever comes while ALLOWED are there, and what came of it."""

    port: int = 0
    there: set[asyncio.StreamWriter] = field(default_factory=set)
    taken: int = 0
    turned_away: int = 0
    hold: asyncio.Event | None = None  # messages are answered once this is set
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """How to reach it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen, on the same port again after `stop`."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up on everyone and listen no more."""
        assert self._server is not None
        self._server.close()
        for writer in self.there:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self.there) == ALLOWED:
            self.turned_away += 1
            writer.write(b"421 4.7.0 Too many connections\r\n")
        else:
            self.there.add(writer)
            writer.write(b"220 there\r\n")
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._converse(reader, writer)
            self.there.remove(writer)
        writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            if line.startswith(b"EHLO"):
                writer.write(b"250-there\r\n250 PIPELINING\r\n")
            elif line.startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                if self.hold:
                    await self.hold.wait()
                self.taken += 1
                writer.write(b"250 taken\r\n")
            else:
                writer.write(b"250 yes\r\n")


async def nothing_in_hand(post: Post) -> None:
    """Wait until each mail was put down or has a fate."""
    async with asyncio.timeout(30):
        while await post.owner.fetchval(IN_HAND):  # noqa: ASYNC110 - rows have no event
            await asyncio.sleep(0.02)


@pytest.fixture
async def crowded() -> AsyncIterator[Crowded]:
    """The server, at work."""
    server = Crowded()
    await server.start()
    yield server
    await server.stop()


async def test_what_is_turned_away_goes_over_the_connections_there_are(post: Post, crowded: Crowded) -> None:
    await post.owe(*(f"m{number}" for number in range(MAILS)))
    post.start(post.courier(connections=WANTED, url=crowded.url, scale=1))
    await post.until_all("sample", "SENT")
    assert crowded.taken == MAILS
    assert crowded.turned_away > 0
    assert await post.owner.fetchval("SELECT max(attempts) FROM mails") == 0
    await post.stop()


async def test_who_waits_for_a_connection_is_told_when_all_are_gone(post: Post, crowded: Crowded) -> None:
    crowded.hold = asyncio.Event()
    await post.owe(*(f"m{number}" for number in range(MAILS)))
    post.start(post.courier(connections=WANTED, url=crowded.url))
    async with asyncio.timeout(30):
        while crowded.turned_away < WANTED - ALLOWED:  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.01)
    await crowded.stop()
    await nothing_in_hand(post)
    crowded.hold.set()
    await crowded.start()
    await post.until_all("sample", "SENT")
    await post.stop()


async def test_who_waits_for_a_connection_does_not_hold_up_the_end(post: Post, crowded: Crowded) -> None:
    crowded.hold = asyncio.Event()
    await post.owe(*(f"m{number}" for number in range(MAILS)))
    courier = post.start(post.courier(connections=WANTED, url=crowded.url))
    async with asyncio.timeout(30):
        while crowded.turned_away < WANTED - ALLOWED:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    ending = asyncio.create_task(courier.stop(30))
    await asyncio.sleep(0)
    crowded.hold.set()
    async with asyncio.timeout(10):
        await ending
    assert await post.owner.fetchval(IN_HAND) == 0
    assert crowded.taken <= ALLOWED
    await post.stop()
