"""F22: one mutation of a thousand addresses is sent a hundred times at once, with one key."""

from __future__ import annotations

import asyncio

from tests.faults.caller import people
from tests.faults.form import size
from tests.faults.system import System

ADDRESSES, REPEATS, RUNNING = size(300, 1000), 100, 409


async def test_one_effect_and_a_hundred_equal_answers(system: System) -> None:
    await system.worker()
    given = {"emails": [" ".join(people(ADDRESSES))], "groupIds": []}
    refused = 0

    async def repeat() -> bytes:
        nonlocal refused
        while True:
            answer = await system.owner.post("inviteByEmail", given, "f22")
            if answer.status_code != RUNNING:
                assert answer.status_code == 200, answer.text
                return answer.content
            refused += 1
            await asyncio.sleep(1)

    answers = await asyncio.gather(*(repeat() for _ in range(REPEATS)))
    assert len(set(answers)) == 1
    assert refused, "some came while the first was running"
    again = await system.owner.invite(people(ADDRESSES), key="f22")
    assert again.payload["plan"]["counts"]["invite"] == ADDRESSES
    assert await system.home.count("invitations") == ADDRESSES
    assert await system.home.count("batches") == 1
    await system.smtp.kept(ADDRESSES)
    await system.settled()
    await system.check()
