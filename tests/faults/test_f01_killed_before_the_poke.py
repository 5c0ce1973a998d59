"""F1: the web process dies after COMMIT and before it could wake the worker."""

from __future__ import annotations

import time

from tests.faults.caller import people
from tests.faults.form import in_time
from tests.faults.processes import FrontDoor
from tests.faults.system import System


async def test_the_sweep_finds_what_nobody_was_woken_for(system: System) -> None:
    await system.worker()
    door = FrontDoor()
    web = await system.web(door, failpoint="before_poke:exit")
    call = await system.owner.at(door.url).invite(people(20), key="f1", doomed=True)
    killed = time.time()
    assert call.ended is None, "it died before it could answer"
    assert await web.gone() != 0
    await system.smtp.kept(20)
    assert system.late(killed) <= in_time(6)
    again = await system.owner.invite(people(20), key="f1")
    assert again.answer
    assert again.answer["plan"]["counts"]["invite"] == 20, "the first outcome, told again"
    door.close()
    await system.settled()
    await system.check()
