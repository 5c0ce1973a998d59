"""Dispatchers at work on a test's workspace, as the worker runs them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from backend.webhooks.dispatcher import Dispatcher
from backend.webhooks.post import Post
from tests.house_of import Home

SCALE = 0.02  # an attempt may take 0.3 s
DUE = """state = 'SENDING' OR (state = 'SCHEDULED' AND next_at <= usher_now() AND EXISTS (
    SELECT FROM webhooks hook WHERE hook.id = webhook_id AND hook.state = 'ENABLED'
        AND (rests_until IS NULL OR rests_until <= usher_now())
) AND NOT EXISTS (
    SELECT FROM webhook_deliveries elder WHERE elder.webhook_id = webhook_deliveries.webhook_id
        AND elder.subject_id = webhook_deliveries.subject_id AND elder.state = 'SCHEDULED'
        AND elder.position < webhook_deliveries.position
))"""


@asynccontextmanager
async def dispatching(
    home: Home, *, workers: int = 1, scale: float = 1.0, loopback: bool = True
) -> AsyncIterator[None]:
    """While inside, what is owed is delivered; at the end, all that is due is out."""
    dispatchers = [Dispatcher(Post(loopback=loopback, scale=scale), scale) for _ in range(workers)]
    tasks = [asyncio.create_task(one.run()) for one in dispatchers]
    ended = asyncio.Event()
    sweep = asyncio.create_task(_sweep(dispatchers, ended))
    try:
        yield
        await all_told(home)
    finally:
        ended.set()
        await sweep
        await asyncio.gather(*(one.stop(5) for one in dispatchers))
        await asyncio.gather(*tasks)


async def dispatch(home: Home, *, scale: float = 1.0, loopback: bool = True) -> None:
    """Deliver everything that is due."""
    async with dispatching(home, scale=scale, loopback=loopback):
        pass


async def all_told(home: Home) -> None:
    """Wait until nothing is due any more."""
    async with asyncio.timeout(20):
        while True:
            if not await home.count("webhook_deliveries", DUE):
                return
            await asyncio.sleep(0.02)


async def log_of(home: Home) -> list[asyncpg.Record]:
    """Every delivery, in the order of events."""
    return await home.sql.fetch("SELECT * FROM webhook_deliveries ORDER BY position")


async def _sweep(dispatchers: list[Dispatcher], ended: asyncio.Event) -> None:
    while not ended.is_set():
        for one in dispatchers:
            await one.wake()
            await one.recover()
        await asyncio.sleep(0.02)
