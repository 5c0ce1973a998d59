"""F20: during an update, workers of the version before meet mail of kinds that are new to them."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.caller import people
from tests.faults.system import System


async def test_an_old_worker_leaves_to_the_new_one_what_it_can_not_read(system: System) -> None:
    group = await system.home.group()
    session = await system.home.session(group)
    old = system.start("worker", module="tests.faults.old_worker", scale=0.1)
    await old.says("worker is ready")
    await system.owner.invite(people(30), groups=[group], sessions=[session])
    await system.smtp.kept(30)
    await system.until("kind = 'program_invitation' AND waits_for IS NULL", number=30)
    await system.shift(timedelta(minutes=2))
    await system.until("reason = 'UNKNOWN_KIND' AND state = 'SCHEDULED'", number=30)
    await system.owner.invite(people(10, "more"))
    await system.smtp.kept(40)
    assert await system.count("kind = 'program_invitation' AND attempts + version = 1") == 30
    await system.worker()
    await system.smtp.kept(70)
    await system.settled()
    assert old.alive
    await system.check()
