"""The words on an SMTP connection: what is said, and the replies to it, in their order."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import cast

LONGEST = 2**16  # bytes of one reply; RFC 5321 4.5.3.1.5 has lines of 512


class Nonsense(OSError):
    """The server said what is no reply."""


class Talk(asyncio.Protocol):
    """Takes a connection over once the server has greeted; each command has exactly one reply.

    Several commands may be said at once where the server allows it (RFC 2920): their replies come in
    their order. Whatever is wrong on the connection is told to all who wait, as an OSError.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._waiting: deque[asyncio.Future[tuple[int, str]]] = deque()
        self._rest = b""
        self._lines: list[bytes] = []
        transport.set_protocol(self)

    @property
    def is_open(self) -> bool:
        """Whether something can be said."""
        return not self._transport.is_closing()

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is spoken."""
        return self._transport.get_extra_info("ssl_object") is not None

    def say(self, words: bytes, commands: int = 1) -> list[asyncio.Future[tuple[int, str]]]:
        """Send bytes as they are; a reply (its code and its text) is to come for each command in them."""
        if not self.is_open:
            raise ConnectionResetError("the connection has ended")
        loop = asyncio.get_running_loop()
        coming = [loop.create_future() for _ in range(commands)]
        self._waiting.extend(coming)
        self._transport.write(words)
        return coming

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        """Give each reply to whoever waits for it."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._lines.append(line)
            if line[3:4] != b"-":
                self._reply()
        if len(self._rest) + sum(map(len, self._lines)) > LONGEST:
            self._end(Nonsense("a reply without an end"))

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody answers any more."""
        self._end(ConnectionResetError(str(exc or "the server hung up")))

    def _reply(self) -> None:
        lines, self._lines = self._lines, []
        code = lines[-1][:3]
        if not (code.isdigit() and len(code) == 3):
            self._end(Nonsense(f"no reply: {lines[-1][:80]!r}"))
        elif not self._waiting:  # unasked for: the next reply could be taken for another's
            self._end(Nonsense("a reply that nothing asked for"))
        else:
            waiting = self._waiting.popleft()
            text = b"\n".join(line[4:].strip() for line in lines).decode("utf-8", "surrogateescape")
            if not waiting.done():
                waiting.set_result((int(code), text))

    def _end(self, error: OSError) -> None:
        self._transport.close()
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_exception(error)
                waiting.exception()  # whoever waited may have given up: then nobody asks for it


def taken_over(transport: object) -> Talk:
    """A connection on which somebody else has greeted, secured and signed in."""
    return Talk(cast(asyncio.Transport, transport))
