"""F13: a worker stands still for longer than its leases last, and goes on as if nothing had happened."""

from __future__ import annotations

import asyncio

from backend.core.db import crossing
from backend.core.work import unit_of_work
from tests.faults.caller import people
from tests.faults.form import size
from tests.faults.system import System

CONNECTIONS, SCALE = size(1, 8), 0.1  # with one, none is frozen while another of its mails has rows locked
CONCURRENT = 8  # at most, where slow answers lend their places
FIRST, MORE = size(120, 400), 20
STANDING_STILL = "SHOW idle_in_transaction_session_timeout"


async def test_a_late_holder_changes_nothing(system: System) -> None:
    system.smtp.on_message = lambda _: asyncio.sleep(0.02)
    await system.owner.invite(people(FIRST))
    frozen = [
        system.start("worker", scale=SCALE, failpoint=f"{point}:freeze@{arrival}", connections=CONNECTIONS)
        for point, arrival in (("after_claim", 1), ("after_fence", 1), ("after_data", 2))
    ]
    for worker in frozen:
        await worker.frozen()
    await system.worker(scale=SCALE)
    await system.settled()
    assert len({one.recipient for one in system.history.kept}) == FIRST
    for worker in frozen:
        worker.wake()
    await system.owner.invite(people(MORE, "after"))
    await system.smtp.until(lambda: len({one.recipient for one in system.history.kept}) == FIRST + MORE)
    await system.settled()
    for worker in frozen:
        assert await worker.end() == 0
    await system.check(doubled=CONCURRENT * len(frozen))


async def test_rows_that_a_frozen_process_has_locked_are_freed_by_the_database(system: System) -> None:
    async with crossing() as sql:
        assert await sql.fetchval(STANDING_STILL) == "15s"
    async with unit_of_work(system.home.owner) as work:
        assert await work.sql.fetchval(STANDING_STILL) == "1min"
