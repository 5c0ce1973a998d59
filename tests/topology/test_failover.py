"""The primary is killed under load and its synchronous replica promoted: nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from backend.core.db import close_database
from backend.local.postgres import DATABASE, LOGIN, OWNER
from tests.faults.caller import people
from tests.faults.checker import Verdict
from tests.faults.running import emptied, running
from tests.faults.system import System
from tests.parts import Database
from tests.topology.cluster import Server, Standby, either, pair
from tests.topology.load import (
    AFTER,
    BEFORE,
    CALLERS,
    CONNECTIONS,
    TOGETHER,
    WORKERS,
    Load,
    take_over,
    wait_for_replicas,
    what_came_of_it,
)
from tests.topology.report import LONG, Failover, write_report

pytestmark = [
    pytest.mark.system,
    pytest.mark.xdist_group("faults"),
    pytest.mark.skipif(not LONG, reason="takes minutes: make topology"),
]
AWAY = (0.5, 3.0, 15.0)  # seconds until the replica is promoted


@asynccontextmanager
async def installation(folder: Path) -> AsyncIterator[tuple[System, Server, Standby]]:
    """Two web processes behind one address and two workers, before a primary with one replica."""
    await close_database()
    async with pair(durable=True) as (primary, standby):
        database = Database(either(primary, standby, LOGIN), either(primary, standby, OWNER), DATABASE)
        async with running(database, folder) as parts, emptied(parts) as system:
            await system.web(parts.door)
            await system.workers(WORKERS)
            yield system, primary, standby


async def one_failover(folder: Path, away: float) -> tuple[Failover, Verdict]:
    """Kill the primary under load, and promote the replica when it has been away for so many seconds."""
    async with installation(folder) as (system, primary, standby):
        await wait_for_replicas(primary)
        system.smtp.on_message = lambda _: asyncio.sleep(0.05 * random.random())
        load = Load(system)
        async with asyncio.TaskGroup() as group:
            for caller in range(CALLERS):
                group.create_task(load.call(caller))
            await load.acknowledged(BEFORE)
            await system.smtp.kept(TOGETHER)
            before = len(load.at)
            primary.die()
            await asyncio.sleep(away)
            promoted = await take_over(system, standby)
            back = time.monotonic()
            await load.acknowledged(AFTER)
            load.enough.set()
        answered = load.first_after(back) - back
        found = Failover(WORKERS * CONNECTIONS, away, before, len(load.at), promoted, answered)
        return found, await what_came_of_it(system, load, found)


async def test_a_synchronous_replica_takes_over_under_load(tmp_path: Path) -> None:
    found = []
    for away in AWAY:
        folder = tmp_path / f"away-{away:g}"
        folder.mkdir()
        one, verdict = await one_failover(folder, away)
        verdict.assert_clean(doubled=WORKERS * CONNECTIONS)
        found.append(one)
    write_report(found)


async def test_what_no_replica_had_is_lost_and_seen(tmp_path: Path) -> None:
    async with installation(tmp_path) as (system, primary, standby):
        await system.owner.invite(people(TOGETHER, "kept-"), key="kept")
        await system.smtp.kept(TOGETHER)
        await system.settled()
        await asyncio.to_thread(standby.stop)
        await system.owner.invite(people(TOGETHER, "gone-"), key="gone")
        await system.smtp.kept(2 * TOGETHER)
        primary.die()
        await asyncio.to_thread(standby.start)
        await take_over(system, standby)
        with pytest.raises(AssertionError, match=r"gone-0@x\.org"):
            await system.check(doubled=WORKERS * CONNECTIONS)
