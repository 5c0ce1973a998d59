"""The worker's part in imports: step after step, those of everyone in turn, hashing beside the rest."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from backend.accounts.imports.finishing import fail, failure
from backend.accounts.imports.hashers import Hashers
from backend.accounts.imports.hashing import hash_batch
from backend.accounts.imports.jobs import HASHING, LEASE, PLANNING, Claimed, Job, LeaseLost, claim
from backend.accounts.imports.planning import plan, read_in
from backend.accounts.imports.records import ImportState
from backend.accounts.imports.running import write_chunk
from backend.core.errors import DomainError, InputError, InvalidInput

log = logging.getLogger(__name__)

HEARTBEAT = 5.0  # seconds
Step = Callable[[Claimed], Awaitable[None]]


class Importer:
    """One process's work on imports; any number of processes share them."""

    def __init__(self, scale: float = 1.0, hashers: Hashers | None = None) -> None:
        self._scale = scale
        self._lease = LEASE * scale
        self._hashers = hashers or Hashers()
        self._due, self._unhashed = asyncio.Event(), asyncio.Event()

    async def wake(self) -> None:
        """Look for imports to plan and to write."""
        self._due.set()

    async def wake_hashers(self) -> None:
        """Look for passwords to hash."""
        self._unhashed.set()

    async def run(self) -> None:
        """Plan and write until cancelled."""
        await self._work(self._due, self.step)

    async def hash(self) -> None:
        """Hash until cancelled."""
        await self._work(self._unhashed, self.hash_step)

    async def step(self) -> bool:
        """Plan one import, or write one chunk of it; False where none is due."""
        return await self._one(PLANNING, self._advance)

    async def hash_step(self) -> bool:
        """Hash some passwords of one import; False where none are left."""
        return await self._one(HASHING, self._hash)

    async def close(self) -> None:
        """End the processes that hash."""
        await self._hashers.close()

    async def _work(self, due: asyncio.Event, step: Callable[[], Awaitable[bool]]) -> None:
        while True:
            due.clear()
            while await step():
                pass
            await due.wait()

    async def _one(self, phase: str, step: Step) -> bool:
        """One step of one import; False where there is none to take."""
        claimed = await claim(phase, self._lease)
        if claimed is None:
            return False
        try:
            async with self._kept(claimed.job):
                await self._step(claimed, step)
            await claimed.job.let_go()
        except LeaseLost:
            log.warning("another worker took import %s over", claimed.job.id)
        except Exception:  # whoever comes next tries again, a few times
            log.exception("a step of import %s broke off", claimed.job.id)
        return True

    async def _step(self, claimed: Claimed, step: Step) -> None:
        try:
            if claimed.refusal:
                await fail(claimed.job, failure(claimed.refusal))
            else:
                await step(claimed)
        except InvalidInput as refusal:
            await fail(claimed.job, *refusal.errors)
        except DomainError as refusal:
            await fail(claimed.job, InputError(refusal.code, refusal.message))

    async def _advance(self, claimed: Claimed) -> None:
        job, record = claimed.job, claimed.record
        if record.state is ImportState.PLANNING:
            await read_in(job)
        if record.state is ImportState.PLANNING or record.verify:
            await plan(job)
        elif await write_chunk(job):
            self._unhashed.set()

    async def _hash(self, claimed: Claimed) -> None:
        await hash_batch(claimed.job, self._hashers.hash_all)

    @asynccontextmanager
    async def _kept(self, job: Job) -> AsyncIterator[None]:
        """Renew the lease meanwhile."""

        async def renew() -> None:
            while True:
                await asyncio.sleep(HEARTBEAT * self._scale)
                with contextlib.suppress(OSError):
                    await job.renew(self._lease)

        task = asyncio.create_task(renew())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
