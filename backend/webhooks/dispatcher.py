"""Delivers to webhooks: claims what is due, posts it, and records what became of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from backend.core.failpoints import Point, reached
from backend.mail.courier import DATABASE_AWAY
from backend.mail.together import Together
from backend.webhooks import outbox
from backend.webhooks.outbox import Held, Settlement
from backend.webhooks.post import Post
from backend.webhooks.rules import Outcome, Reason, again

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # four times as long as an attempt may take
ROOM = 200  # deliveries in hand at most


class Dispatcher:
    """One process's deliveries; any number of processes share what is owed."""

    def __init__(self, post: Post, scale: float = 1.0) -> None:
        self._post = post
        self._scale = scale
        self._tasks: set[asyncio.Task[None]] = set()
        self._due = asyncio.Event()
        self._stopping = False
        self._settle = Together(self._record)

    async def wake(self) -> None:
        """Look for what is due."""
        self._due.set()

    async def recover(self) -> None:
        """Put down what dead or frozen workers hold."""
        if await outbox.reclaim():
            self._due.set()

    async def run(self) -> None:
        """Deliver until `stop`; survives its database."""
        while not self._stopping:
            try:
                await self._round()
            except DATABASE_AWAY:
                log.warning("the database is away; webhooks wait")
                await asyncio.sleep(self._scale)

    async def stop(self, patience: float) -> None:
        """Claim nothing more, wait for what is on its way, and hang up."""
        self._stopping = True
        self._due.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
        for task in self._tasks:  # their leases run out, and another worker takes over
            task.cancel()
        with contextlib.suppress(Exception):
            await self._post.close()

    async def _round(self) -> None:
        """Claim what there is room for; then wait for something to end, or to be woken."""
        self._due.clear()
        if self._stopping:
            return
        room = ROOM - len(self._tasks)
        claimed = await outbox.claim(room, LEASE * self._scale) if room else []
        if claimed:
            await reached(Point.AFTER_CLAIM)
        for held in claimed:
            task = asyncio.create_task(self._deliver(held))
            self._tasks.add(task)
            task.add_done_callback(self._finished)
        await self._due.wait()

    def _finished(self, task: asyncio.Task[None]) -> None:
        """What comes after it may be due now."""
        self._tasks.discard(task)
        self._due.set()
        if not task.cancelled() and task.exception():
            log.error("a delivery to a webhook broke off", exc_info=task.exception())

    async def _deliver(self, held: Held) -> None:
        outcome = await self._attempt(held)
        await reached(Point.AFTER_POST)
        while True:
            try:
                await self._settle(Settlement(held, outcome))
                return
            except DATABASE_AWAY:
                await asyncio.sleep(0.2 * self._scale)

    async def _attempt(self, held: Held) -> Outcome:
        try:
            return await self._post(held, datetime.now(UTC))
        except Exception:
            log.exception("webhook delivery %s failed on our side", held.id)
            return again(held.attempts, Reason.UNREACHABLE)

    async def _record(self, settlements: Sequence[Settlement]) -> list[None]:
        await outbox.settle(settlements, self._scale)
        return [None] * len(settlements)
