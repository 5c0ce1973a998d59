"""F7: the broker is full, or set to throw keys away when it is."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from tests.faults.caller import people
from tests.faults.system import System


@pytest.fixture
async def broker(system: System) -> AsyncIterator[Redis]:
    """The broker, mended afterwards."""
    async with Redis.from_url(system.parts.valkey.url()) as redis:
        yield redis
        await redis.config_set("maxmemory", 0)
        await redis.config_set("maxmemory-policy", "noeviction")


async def test_a_policy_that_forgets_is_said_at_the_start(system: System, broker: Redis) -> None:
    await broker.config_set("maxmemory-policy", "allkeys-lru")
    worker = await system.worker()
    await worker.says("Redis evicts keys (allkeys-lru)")
    await system.owner.invite(people(10))
    await system.smtp.kept(10)
    await system.settled()
    await system.check()


async def test_a_full_broker_is_said_at_the_start_and_costs_nothing(system: System, broker: Redis) -> None:
    await broker.config_set("maxmemory", 1)
    worker = await system.worker()
    await worker.says("Redis is ")
    calls = [await system.owner.invite(people(10, f"n{number}-")) for number in range(3)]
    assert all(call.ended for call in calls)
    await system.smtp.kept(30)
    await system.settled()
    await system.check()
