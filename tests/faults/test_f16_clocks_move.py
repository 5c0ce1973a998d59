"""F16: clocks are an hour off, a day ahead, and back again, while mail is owed and leaves."""

from __future__ import annotations

import ast
from datetime import timedelta

from tests.faults.caller import people
from tests.faults.system import System
from tests.house.source import modules

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOVES = (HOUR, -2 * HOUR, HOUR, DAY, -DAY, 2 * DAY)
OWN_CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
# Whose own clock may be asked, and why.
ASKING = {"backend/webhooks/dispatcher.py": "the receiver checks that a signature is fresh"}


async def test_nothing_is_early_lost_or_doubled(system: System) -> None:
    group = await system.home.group()
    session = await system.home.session(group, starts=DAY)
    await system.worker()
    for number, move in enumerate(MOVES):
        await system.owner.invite(people(10, f"a{number}-"), groups=[group], sessions=[session])
        await system.shift(move)
        await system.owner.invite(people(10, f"b{number}-"), groups=[group], sessions=[session])
        await system.settled()
    await system.shift(2 * DAY)
    await system.settled()
    await system.check()


def test_no_process_asks_a_clock_of_its_own() -> None:
    """The database's clocks alone decide, so that a worker whose clock is wrong does nothing wrong."""
    asking = {
        str(module.path)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in OWN_CLOCKS
    }
    assert asking == set(ASKING)
