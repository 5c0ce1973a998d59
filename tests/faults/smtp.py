"""A mail server on loopback that misbehaves as a test tells it to, and notes every byte it is given."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.faults.history import Arrival, History

CUT = "cut"  # hang up instead of answering
STALL = 90.0  # seconds in which nothing happens at all: only then a wait has failed
LARGEST = 2**22
MESSAGE_ID = re.compile(rb"^Message-ID: *(<[^>\r\n]+>)", re.MULTILINE | re.IGNORECASE)
Script = Callable[[str], Awaitable[str | None] | str | None]


def yes(_recipient: str) -> None:
    """The server takes it."""


@dataclass(slots=True)
class SmtpServer:
    """The server. `on_rcpt` and `on_message` map a recipient to an answer, None meaning yes.

    A message is kept where the answer is yes, or where the server takes it and then hangs up (CUT);
    `taken` counts those, `tried` are the recipients that were named, in their order.
    """

    history: History
    on_rcpt: Script = yes
    on_message: Script = yes
    tried: list[str] = field(default_factory=list)
    port: int = 0
    taken: int = 0
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        """How to reach it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen, on the same port again after `stop`."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=LARGEST)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up on everyone and listen no more."""
        if self._server is not None:
            self._server.close()
            for writer in self._writers:
                writer.transport.abort()
            self._server = None

    async def kept(self, count: int, *, stall: float = STALL) -> None:
        """Wait until the server has taken so many messages."""
        await self.until(lambda: self.taken >= count, stall=stall)

    async def until(self, holds: Callable[[], bool], *, stall: float = STALL) -> None:
        """Wait until something holds of what was given or tried, for as long as anything happens here."""
        async with self._changed:
            while not holds():
                try:
                    async with asyncio.timeout(stall):
                        await self._changed.wait()
                except TimeoutError:
                    told = f"{self.taken} messages taken, {len(self.tried)} recipients named"
                    raise AssertionError(f"nothing happened for {stall:g} s: {told}") from None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await self._converse(reader, writer)
        self._writers.discard(writer)
        writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipient = ""
        writer.write(b"220 test.example\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            answer: str | None = "250 2.0.0 OK"
            if verb == b"EHLO":
                answer = "250-test.example\r\n250-PIPELINING\r\n250-SMTPUTF8\r\n250 8BITMIME"
            elif verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                answer = await self._answer_to_recipient(recipient)
            elif verb == b"DATA":
                writer.write(b"354 Go on\r\n")
                message = await reader.readuntil(b"\r\n.\r\n")
                answer = await self._answer_to_message(recipient, message)
            elif verb == b"QUIT":
                answer = "221 2.0.0 Bye"
            if answer == CUT:
                writer.transport.abort()
                return
            writer.write(f"{answer}\r\n".encode())
            await writer.drain()

    async def _answer_to_recipient(self, recipient: str) -> str:
        self.tried.append(recipient)
        await self._tell()
        return await _ask(self.on_rcpt, recipient) or "250 2.1.5 OK"

    async def _answer_to_message(self, recipient: str, message: bytes) -> str:
        given = time.time()
        found = MESSAGE_ID.search(message)
        answer = await _ask(self.on_message, recipient)
        kept = answer is None or answer == CUT or answer.startswith("2")
        self.taken += kept
        self.history.arrivals.append(
            Arrival(
                recipient=recipient,
                message_id=found[1].decode() if found else "",
                digest=hashlib.sha256(message).hexdigest(),
                at=given,
                kept=kept,
            )
        )
        await self._tell()
        return answer or "250 2.6.0 Accepted"

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def _ask(script: Script, recipient: str) -> str | None:
    answer = script(recipient)
    return await answer if isinstance(answer, Awaitable) else answer
