"""F6: the broker is away for a while."""

from __future__ import annotations

import asyncio
import time

import httpx

from tests.faults.caller import LOGIN, PASSWORD, SIGN_IN, TRUST, people
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


async def test_limits_hold_without_it(system: System) -> None:
    """Eleven tries for one account within a minute; the right password does not help the last."""
    valkey, codes = system.parts.valkey, []
    valkey.kill()
    try:
        async with httpx.AsyncClient(verify=TRUST, base_url=system.parts.door.url, timeout=60) as http:
            for password in ["wrong"] * 9 + [PASSWORD]:  # the tenth try of the minute was the system's own
                given = {"input": {"login": LOGIN, "password": password}}
                answer = await http.post("/graphql", json={"query": SIGN_IN, "variables": given})
                codes.append(answer.status_code)
    finally:
        valkey.start()
    assert codes == [200] * 9 + [429]
    assert int(answer.headers["Retry-After"]) <= 60
    assert not answer.json().get("data"), "nobody was signed in"
    assert answer.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
