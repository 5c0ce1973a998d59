"""F21: every worker is dead on the day on which somebody's access ends."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from tests.faults.caller import Caller, sign_in
from tests.faults.history import Letter
from tests.faults.system import JOINED_BY, System

DAY = timedelta(days=1)
WHO = "leaver@x.org"
ME = "{ viewer { member { email } } }"


async def test_access_has_ended_by_itself_and_is_recorded_once(system: System) -> None:
    worker = await system.worker()
    await system.owner.invite([WHO])
    await system.smtp.kept(1)
    token = await system.join(WHO)
    (member,) = await system.members(WHO)
    day = (await system.home.now() + 9 * DAY).date()
    given = {"id": member, "deactivatesOn": day.isoformat()}
    await system.owner.ask("updateMember", given, owes=[Letter(WHO, "deactivation_warning")])
    noon = datetime.combine(day - 6 * DAY, time(12), UTC)  # nobody is warned at night
    await system.shift(noon - await system.home.now())
    await system.smtp.kept(2)
    await system.settled()
    leaver = Caller(system.parts.door.url, token, system.history)
    assert (await leaver.query(ME))["viewer"]
    await worker.kill()

    await system.shift(6 * DAY)
    assert not await leaver.query(ME)
    assert await sign_in(system.parts.door.url, WHO, JOINED_BY) is None
    assert await system.home.count("members", "deactivated_at IS NOT NULL") == 0

    for _ in range(2):
        await system.worker()
    await system.until("deactivated_at = deactivates_at", table="members")
    await system.settled()
    assert await system.home.count("audit_events", "action = 'member.deactivated'") == 1
    assert await system.count("kind = 'deactivation_warning'") == 1
    await system.check()
