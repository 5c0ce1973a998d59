"""F18: five workers on one outbox."""

from __future__ import annotations

from tests.faults.caller import people
from tests.faults.form import size
from tests.faults.system import System

DUE, AT_ONCE = size(500, 10_000), 500


async def test_five_workers_neither_lose_nor_double(system: System) -> None:
    for number in range(DUE // AT_ONCE):
        await system.owner.invite(people(AT_ONCE, f"n{number}-"), key=f"f18-{number}", stubborn=True)
    await system.workers(5)
    await system.smtp.kept(DUE)
    await system.settled()
    await system.check()
