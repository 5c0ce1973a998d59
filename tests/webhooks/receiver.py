"""A receiver of webhooks on loopback, as bad as a test wants it; the library's own verifier verifies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from standardwebhooks import Webhook as Verifier


@dataclass(frozen=True, slots=True)
class Told:
    """One request that arrived whole."""

    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        """The id by which duplicates are known."""
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> dict[str, Any]:
        """What it tells, if this secret signed it; raises WebhookVerificationError."""
        found: dict[str, Any] = Verifier(secret).verify(self.body, self.headers)
        return found


Answer = Callable[[int], str | None]  # the number of the request, from 1, to an answer; None hangs


def status(code: int, *headers: str) -> str:
    """An answer without a body."""
    return "\r\n".join([f"HTTP/1.1 {code} X", "content-length: 0", *headers, "", ""])


class Receiver:
    """Listens until `stop`; `answer` says what each request gets."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.connections = 0
        self.answer: Answer = lambda _number: status(204)
        self._arrived = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/hook"

    async def start(self) -> None:
        """Listen on a port of its own."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def stop(self) -> None:
        """Hang up on everybody."""
        assert self._server is not None
        self._server.close()
        for writer in self._open:
            writer.close()

    async def arrived(self, number: int, *, within: float = 20.0) -> list[Told]:
        """Wait until so many requests have arrived."""
        async with asyncio.timeout(within), self._arrived:
            await self._arrived.wait_for(lambda: len(self.told) >= number)
        return list(self.told)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            while await self._take(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = [line.partition(": ") for line in head.split("\r\n")[1:] if line]
        headers = {name.lower(): value for name, _, value in lines}
        body = await reader.readexactly(int(headers["content-length"]))
        async with self._arrived:
            self.told.append(Told(headers, body.decode()))
            number = len(self.told)
            self._arrived.notify_all()
        answer = self.answer(number)
        if answer is None:
            await reader.read()  # until the caller has had enough
            return False
        writer.write(answer.encode())
        await writer.drain()
        return True
