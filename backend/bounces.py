"""The process that listens for reports on mails that came back: `usher bounces`."""

from __future__ import annotations

import asyncio
import logging
import signal
from urllib.parse import urlsplit

import uvloop
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.logs import log_to_stderr
from backend.core.settings import Settings, SettingsError
from backend.mail.bounces import Reports
from backend.models import tortoise_config

log = logging.getLogger(__name__)

LARGEST = 10_000_000  # bytes: a report returns the mail
PROTOCOLS: dict[str, type[SMTP]] = {"smtp": SMTP, "lmtp": LMTP}


def main() -> None:
    """Listen until SIGTERM or SIGINT."""
    current = settings.current()
    log_to_stderr(current.log_level)
    uvloop.run(_run(current))


async def _run(current: Settings) -> None:
    ended = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, ended.set)
    if current.bounce_listen is None or current.bounce_address is None or current.database_url is None:
        raise SettingsError("USHER_BOUNCE_LISTEN, USHER_BOUNCE_ADDRESS and DATABASE_URL must be set.")
    await open_database(tortoise_config(current.database_url, connections=4))
    server = await listen(current.bounce_listen)
    log.info("listening for bounces")
    await ended.wait()
    server.close()
    await close_database()


async def listen(url: str) -> asyncio.Server:
    """Take reports at `smtp://host:port` or `lmtp://host:port`."""
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        protocol = PROTOCOLS[parts.scheme]
        return protocol(Reports(), data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="usher", loop=loop)

    return await loop.create_server(session, parts.hostname, parts.port or 0)
