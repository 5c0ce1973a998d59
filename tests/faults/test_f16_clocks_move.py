"""F16: clocks are an hour off, a day ahead, and back again, while mail is owed and leaves."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.caller import people
from tests.faults.system import System

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOVES = (HOUR, -2 * HOUR, HOUR, DAY, -DAY, 2 * DAY)


async def all_reached(system: System, people: set[str]) -> None:
    """Wait until each has had a letter; others may wait for a clock that was put back."""
    await system.smtp.until(lambda: people <= {one.recipient for one in system.history.kept})


async def test_nothing_is_early_lost_or_doubled(system: System) -> None:
    group = await system.home.group()
    session = await system.home.session(group, starts=DAY)
    await system.worker()
    for number, move in enumerate(MOVES):
        await system.owner.invite(people(10, f"a{number}-"), groups=[group], sessions=[session])
        await system.shift(move)
        now = people(10, f"b{number}-")
        await system.owner.invite(now, groups=[group], sessions=[session])
        await all_reached(system, set(now))
    await system.shift(2 * DAY)
    await system.settled()
    await system.check()
