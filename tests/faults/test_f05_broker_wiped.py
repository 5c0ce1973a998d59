"""F5: the broker forgets everything, with mail due and mail that is due days later."""

from __future__ import annotations

from datetime import timedelta

from redis.asyncio import Redis

from tests.faults.caller import people
from tests.faults.system import System


async def test_nothing_depends_on_what_the_broker_remembers(system: System) -> None:
    group = await system.home.group()
    session = await system.home.session(group, starts=timedelta(days=2))
    await system.worker()
    async with Redis.from_url(system.parts.valkey.url()) as redis:
        for number in range(5):
            addresses = people(40, f"w{number}-")
            await system.owner.invite(addresses, groups=[group], sessions=[session])
            await redis.flushall()
        await system.smtp.kept(200)
        assert await system.count("state = 'SCHEDULED' AND kind = 'program_invitation'") == 200
        await system.shift(timedelta(days=2))
        await redis.flushall()
    await system.smtp.kept(400)
    await system.settled()
    await system.check()
