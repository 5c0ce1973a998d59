"""F3: workers are killed again and again while they deliver."""

from __future__ import annotations

import asyncio
import random
import time

from tests.faults.caller import people
from tests.faults.system import System

CONNECTIONS, KILLS, SCALE = 8, 4, 0.2


async def test_nothing_is_lost_and_few_are_doubled(system: System, seed: int) -> None:
    chance = random.Random(seed)
    system.smtp.on_message = lambda _: asyncio.sleep(0.04 * chance.random())
    survivor = await system.worker(scale=SCALE)
    await system.owner.invite(people(300))
    for kill in range(KILLS):
        victim = await system.worker(scale=SCALE, connections=CONNECTIONS)
        await system.owner.invite(people(60, f"k{kill}-"))
        await asyncio.sleep(chance.random())
        await victim.kill()
    await system.settled()
    assert survivor.alive
    await system.check(doubled=KILLS * CONNECTIONS)


async def test_what_a_dead_worker_held_leaves_within_25_seconds(system: System) -> None:
    gate = asyncio.Event()

    async def wait(_recipient: str) -> None:
        await gate.wait()

    system.smtp.on_message = wait
    victim = await system.worker(connections=CONNECTIONS)
    await system.owner.invite(people(100))
    await system.smtp.until(lambda: len(system.smtp.tried) >= CONNECTIONS)
    await system.worker()
    assert await system.count("state IN ('QUEUED', 'SENDING')") == 100
    await victim.kill()
    killed = time.monotonic()
    gate.set()
    await system.settled()
    assert time.monotonic() - killed <= 25
    await system.check(doubled=CONNECTIONS)
