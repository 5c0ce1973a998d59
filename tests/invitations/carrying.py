"""A courier and a mail server at work on a test's workspace: what is due leaves over real SMTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.mail.courier import Courier
from backend.mail.relay import Relay
from backend.worker import HANDLERS
from tests.house_of import Home
from tests.mail.mail_server import MailServer

SCALE = 0.05
DUE = """state IN ('QUEUED', 'SENDING')
    OR (state = 'SCHEDULED' AND waits_for IS NULL AND next_at <= usher_now())"""


@asynccontextmanager
async def carrying(home: Home, server: MailServer | None = None) -> AsyncIterator[MailServer]:
    """While inside, mail leaves for this server as the worker would send it."""
    at = server or MailServer()
    await at.start()
    courier = Courier(Relay(at.url, "test.example", 4, SCALE), HANDLERS, SCALE)
    tasks = [asyncio.create_task(courier.run()), asyncio.create_task(courier.keep_leases())]
    sweep = asyncio.create_task(_sweep(courier))
    try:
        yield at
        await all_out(home)
    finally:
        await courier.stop(1)
        for task in (*tasks, sweep):
            task.cancel()
        await asyncio.gather(*tasks, sweep, return_exceptions=True)
        await at.stop()


async def deliver(home: Home, server: MailServer | None = None) -> MailServer:
    """Let everything leave that is due."""
    async with carrying(home, server) as at:
        await all_out(home)
    return at


async def all_out(home: Home) -> None:
    """Wait until nothing is due any more."""
    async with asyncio.timeout(10):
        while True:
            if not await home.count("mails", DUE):
                return
            await asyncio.sleep(0.02)


async def _sweep(courier: Courier) -> None:
    while True:
        await courier.wake()
        await courier.recover()
        await courier.free_waiting()
        await asyncio.sleep(0.05)
