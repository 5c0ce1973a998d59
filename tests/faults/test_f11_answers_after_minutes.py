"""F11: the mail server takes messages at once and says so nine minutes later."""

from __future__ import annotations

import asyncio

from tests.faults.caller import people
from tests.faults.form import in_time
from tests.faults.system import System

SCALE = 0.03
NINE_MINUTES = 9 * 60 * SCALE


async def test_none_is_sent_again_and_the_others_do_not_wait(system: System) -> None:
    slow = people(12, "slow")  # more than there are connections

    async def answer(recipient: str) -> None:
        if recipient in slow:
            await asyncio.sleep(NINE_MINUTES)

    system.smtp.on_message = answer
    await system.worker(scale=SCALE)
    await system.owner.invite(slow)
    await system.smtp.until(lambda: len(system.smtp.tried) >= 8)
    call = await system.owner.invite(people(40))
    await system.smtp.kept(40)
    assert call.ended
    assert system.late(call.ended) <= in_time(10)
    await system.smtp.kept(52)
    await system.settled()
    await system.check()
