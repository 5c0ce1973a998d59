"""A mail server that takes everything and keeps nothing but when it came: a line for each message."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import cast

import uvloop

OK = b"250 2.0.0 ok\r\n"


class Session(asyncio.Protocol):
    """One client; answers each line, and a message at its final dot."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._transport = cast(asyncio.Transport, transport)
        self._rest, self._in_message = b"", False
        self._transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Take lines or a message."""
        self._rest += data
        while self._rest:
            end = self._rest.find(b"\r\n.\r\n" if self._in_message else b"\r\n")
            if end < 0:
                return
            if self._in_message:
                self._rest = self._rest[end + 5 :]
                self._in_message = False
                sys.stdout.write(f"{time.time():.6f}\n")
                self._transport.write(OK)
            else:
                line, self._rest = self._rest[:end].upper(), self._rest[end + 2 :]
                self._answer(line)

    def _answer(self, line: bytes) -> None:
        if line.startswith(b"EHLO"):
            self._transport.write(b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
        elif line == b"DATA":
            self._in_message = True
            self._transport.write(b"354 go on\r\n")
        elif line == b"QUIT":
            self._transport.write(b"221 bye\r\n")
            self._transport.close()
        else:
            self._transport.write(OK)


async def main(port: int) -> None:
    """Serve until ended."""
    server = await asyncio.get_running_loop().create_server(Session, "127.0.0.1", port)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
