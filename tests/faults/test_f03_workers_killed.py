"""F3: workers are killed again and again while they deliver."""

from __future__ import annotations

import asyncio
import random
import time

from backend.mail.relay import MOST_SLOW
from tests.faults.caller import people
from tests.faults.form import in_time, size
from tests.faults.system import System

CONNECTIONS, SCALE = 8, size(1, 5) / 5
CONCURRENT = CONNECTIONS * size(MOST_SLOW, 1)  # a busy machine answers slowly, and slow answers lend places
KILLS, FIRST, MORE = size(3, 10), size(100, 600), size(40, 120)


async def test_nothing_is_lost_and_few_are_doubled(system: System, seed: int) -> None:
    chance = random.Random(seed)
    system.smtp.on_message = lambda _: asyncio.sleep(0.04 * chance.random())
    survivor = await system.worker(scale=SCALE)
    await system.owner.invite(people(FIRST))
    for kill in range(KILLS):
        victim = await system.worker(scale=SCALE, connections=CONNECTIONS)
        await system.owner.invite(people(MORE, f"k{kill}-"))
        await asyncio.sleep(chance.random())
        await victim.kill()
    await system.settled()
    assert survivor.alive
    await system.check(doubled=KILLS * CONCURRENT)


async def test_what_a_dead_worker_held_leaves_within_25_seconds(system: System) -> None:
    gate, given = asyncio.Event(), []

    async def wait(recipient: str) -> None:
        given.append(recipient)
        await gate.wait()

    system.smtp.on_message = wait
    victim = await system.worker(scale=SCALE, connections=CONNECTIONS)
    await system.owner.invite(people(100))
    await system.smtp.until(lambda: len(system.smtp.tried) >= CONNECTIONS)
    await system.worker(scale=SCALE)
    assert await system.count("state IN ('QUEUED', 'SENDING')") == 100
    await victim.kill()
    killed, open_ended = time.monotonic(), len(given)
    gate.set()
    await system.settled()
    assert time.monotonic() - killed <= in_time(25 * SCALE)
    await system.check(doubled=open_ended)
