"""F8: PostgreSQL crashes and comes back while changes are made and mail leaves."""

from __future__ import annotations

import asyncio
import random

from tests.faults.caller import people
from tests.faults.form import in_time, size
from tests.faults.system import System

CRASHES, CALLERS, CHANGES = size(2, 6), 3, size(4, 12)


async def test_what_was_acknowledged_is_there(crashing: System) -> None:
    system = crashing
    system.smtp.on_message = lambda _: asyncio.sleep(0.05 * random.random())
    await system.workers(2)

    async def change(caller: int) -> None:
        for number in range(CHANGES):
            name = f"c{caller}-{number}"
            await system.owner.invite(people(10, f"{name}-"), key=name, stubborn=True)
            await asyncio.sleep(0.2)

    async with asyncio.TaskGroup() as group:
        for caller in range(CALLERS):
            group.create_task(change(caller))
        for crash in range(CRASHES):
            await system.smtp.kept(system.smtp.taken + 1)
            assert await system.crash_database(away=0.3 * crash) <= in_time(5)
    await system.smtp.kept(CALLERS * CHANGES * 10)
    await system.settled()
    assert all(process.alive for process in system.processes)
    await system.check()
