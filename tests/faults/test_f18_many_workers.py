"""F18: five workers on one outbox."""

from __future__ import annotations

from tests.faults.caller import people
from tests.faults.system import System

DUE = 2000  # `make chaos` has five workers share 20,000


async def test_five_workers_neither_lose_nor_double(system: System) -> None:
    await system.owner.invite(people(DUE))
    await system.workers(5)
    await system.smtp.kept(DUE, within=120)
    await system.settled()
    await system.check()
