"""F6: the broker is away for a while."""

from __future__ import annotations

import asyncio
import time

from tests.faults.caller import people
from tests.faults.form import in_time
from tests.faults.system import System


async def test_changes_succeed_and_mail_leaves_without_it(system: System) -> None:
    worker = await system.worker()
    await worker.says("hears pokes")
    valkey = system.parts.valkey
    valkey.kill()
    try:
        for number in range(3):
            call = await system.owner.invite(people(10, f"a{number}-"))
            assert call.ended
            await system.smtp.kept(10 * (number + 1))
            assert system.late(call.ended) <= in_time(10)
        async with asyncio.TaskGroup() as group:
            for number in range(10):
                group.create_task(system.owner.invite(people(5, f"b{number}-")))
        assert all(call.ended for call in system.history.calls)
        assert worker.alive
    finally:
        valkey.start()
    await worker.says("hears pokes", times=2)
    await system.smtp.kept(80)
    began = time.time()
    await system.owner.invite(people(1, "poked"))
    await system.smtp.kept(81)
    assert system.late(began) <= in_time(10)
    await system.settled()
    await system.check()
