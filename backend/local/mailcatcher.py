"""The local mail server: takes every letter over SMTP and files it into a Maildir, and sends none on."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 40_000_000  # bytes


class Filing:
    """aiosmtpd's handler: one file per letter, complete before it has its name."""

    def __init__(self, maildir: Path) -> None:
        self._maildir = maildir
        self._counter = itertools.count()
        for folder in (maildir, maildir / "tmp", maildir / "new", maildir / "cur"):
            folder.mkdir(exist_ok=True, mode=0o700)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """File the letter under the envelope it came in."""
        name = f"{time.time_ns()}.{os.getpid()}_{next(self._counter)}.local"
        delivered = "".join(f"Delivered-To: {address}\r\n" for address in envelope.rcpt_tos)
        head = f"Return-Path: <{envelope.mail_from or ''}>\r\n{delivered}".encode()
        unfinished = self._maildir / "tmp" / name
        unfinished.write_bytes(head + (envelope.original_content or b""))
        unfinished.rename(self._maildir / "new" / name)
        return f"250 2.0.0 Filed as {name}"


@contextlib.asynccontextmanager
async def catching(listening: socket.socket, filing: Filing) -> AsyncIterator[None]:
    """Take letters on a socket that already listens."""
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return SMTP(filing, hostname="localhost", data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop)

    server = await loop.create_server(session, sock=listening)
    try:
        yield
    finally:
        server.close()


async def serve(listening: socket.socket, maildir: Path) -> None:
    """Take letters until SIGTERM."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with catching(listening, Filing(maildir)):
        await ended.wait()


def main(descriptor: str, maildir: str) -> None:
    """Run as a process: the number of an inherited listening socket, and the folder to file into."""
    asyncio.run(serve(socket.socket(fileno=int(descriptor)), Path(maildir)))


if __name__ == "__main__":
    main(*sys.argv[1:])
