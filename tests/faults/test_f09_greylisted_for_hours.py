"""F9: for hours, the mail server puts one domain off."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.caller import people
from tests.faults.form import in_time
from tests.faults.system import System

STEPS = (1, 5, 15, 30, 60, 120, 240)  # minutes between one try and the next


async def test_one_domain_waits_and_the_others_do_not(system: System) -> None:
    slow = people(20, "s", "slow.example")
    system.smtp.on_rcpt = lambda who: "451 4.7.1 Try again later" if who.endswith("slow.example") else None
    await system.worker()
    await system.owner.invite(people(20) + slow)
    await system.smtp.kept(20)
    await system.settled()
    for number, minutes in enumerate(STEPS):
        await system.shift(timedelta(minutes=minutes, seconds=5))
        call = await system.owner.invite(people(5, f"other{number}-"))
        await system.smtp.kept(20 + 5 * (number + 1))
        assert call.ended
        assert system.late(call.ended) <= in_time(10)
        await system.settled()
        assert system.smtp.tried.count(slow[0]) == number + 2
    system.smtp.on_rcpt = lambda _: None
    await system.shift(timedelta(minutes=241))
    await system.smtp.kept(20 + 5 * len(STEPS) + 20)
    await system.settled()
    await system.check()
