"""F4: workers are asked to end while they deliver."""

from __future__ import annotations

import asyncio
import time

from tests.faults.caller import people
from tests.faults.form import in_time, size
from tests.faults.system import System


async def test_a_worker_finishes_what_is_on_its_way(system: System) -> None:
    system.smtp.on_message = lambda _: asyncio.sleep(0.1)
    first = await system.worker()
    await system.owner.invite(people(size(120, 400)))
    await system.smtp.kept(20)
    heir = system.start("worker")
    began = time.monotonic()
    assert await first.end() == 0
    assert time.monotonic() - began <= in_time(30)
    assert not await system.count("state = 'SENDING' AND lease_until IS NULL")
    await heir.says("worker is ready")
    await system.settled()
    await system.check(doubled=0)
