"""F16: clocks are an hour off, a day ahead, and back again, while mail is owed and leaves."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from tests.faults.caller import Caller, people
from tests.faults.processes import FrontDoor
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


def ready_at(said: str) -> datetime:
    """When a worker says that it was ready."""
    (line,) = [line for line in said.splitlines() if "worker is ready" in line]
    return datetime.fromisoformat(json.loads(line)["at"])


async def test_nobody_goes_by_the_clock_of_their_own_machine(system: System) -> None:
    """Web and workers are off by an hour and a day either way, all at once, beside each other."""
    group = await system.home.group()
    session = await system.home.session(group, starts=DAY)
    door = FrontDoor()
    workers = [system.start("worker", off=off) for off in (-HOUR, HOUR, -DAY, DAY)]
    for worker in workers:
        await worker.says("worker is ready")
    for off in (HOUR, -HOUR, DAY, -DAY):
        web = system.start("web", door=door, off=off)
        await Caller(door.url, "", system.history).ready()
        now = people(25, f"off{off.total_seconds():.0f}-")
        await system.owner.at(door.url).invite(now, groups=[group], sessions=[session])
        await all_reached(system, set(now))
        assert await web.end() == 0
    for move in (DAY, -DAY, 2 * DAY):  # and the clock that counts moves meanwhile
        await system.shift(move)
    await system.settled()
    await system.check()
    right = await system.home.sql.fetchval("SELECT clock_timestamp()")
    told = [ready_at(one.said) for one in workers]
    assert [round((one - right) / HOUR) for one in told] == [-1, 1, -24, 24]  # they were off indeed
    door.close()
