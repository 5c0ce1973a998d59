"""F2: the web process dies before COMMIT, and the client repeats its request with the same key."""

from __future__ import annotations

from tests.faults.caller import people
from tests.faults.processes import FrontDoor
from tests.faults.system import System


async def test_one_effect_and_the_same_body(system: System) -> None:
    await system.worker()
    door = FrontDoor()
    web = await system.web(door, failpoint="before_commit:exit")
    call = await system.owner.at(door.url).invite(people(20), key="f2", doomed=True)
    assert call.ended is None
    assert await web.gone() != 0
    door.close()
    assert await system.count() == 0, "nothing was committed"
    given = {"emails": [" ".join(people(20))], "groupIds": []}
    await system.owner.invite(people(20), key="f2")
    bodies = {(await system.owner.post("inviteByEmail", given, "f2")).content for _ in range(3)}
    assert len(bodies) == 1
    assert await system.home.count("batches") == 1
    await system.settled()
    await system.check()
