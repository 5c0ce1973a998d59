"""Pooler, replica and sentinels in one installation: primary and broker die under load, nothing is lost."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend.core.db import close_database
from backend.health import worker_is_alive
from backend.local.postgres import DATABASE, OWNER
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
from tests.topology.pooler import PROGRAM, Pooler
from tests.topology.report import ALL_PARTS, LONG, Failover, write_report
from tests.topology.sentinels import WatchedValkey

pytestmark = [
    pytest.mark.system,
    pytest.mark.xdist_group("faults"),
    pytest.mark.skipif(not LONG, reason="takes minutes: make topology"),
    pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed (apt-get install pgbouncer)"),
]
BETWEEN, AWAY = 2.0, 3.0  # seconds from one death to the next, and until the replica is promoted
POOLED = 4


@dataclass(slots=True)
class Installation:
    """Everything that can die in it."""

    system: System
    primary: Server
    standby: Standby
    pooler: Pooler
    valkey: WatchedValkey


@asynccontextmanager
async def installation(folder: Path) -> AsyncIterator[Installation]:
    """Two web processes behind one address and two workers, which know the pooler and the sentinels alone."""
    await close_database()
    bounced = Path(tempfile.mkdtemp(prefix="usher-tests-", dir="/tmp"))
    await asyncio.to_thread(bounced.chmod, 0o711)
    async with pair(durable=True) as (primary, standby):
        pooler, valkey = Pooler(bounced / "pooler", primary, POOLED), WatchedValkey(folder)
        await asyncio.to_thread(pooler.start)
        try:
            url = f"{pooler.url()}?statement_cache_size=0"
            database = Database(url, either(primary, standby, OWNER), DATABASE)
            async with running(database, folder, broker=valkey) as parts, emptied(parts) as system:
                await system.web(parts.door)
                for worker in await system.workers(WORKERS):
                    await worker.says("worker hears pokes")
                yield Installation(system, primary, standby, pooler, valkey)
        finally:
            await asyncio.to_thread(pooler.stop)
            await asyncio.to_thread(shutil.rmtree, bounced, ignore_errors=True)


async def test_broker_and_primary_die_and_others_take_over(tmp_path: Path) -> None:
    async with installation(tmp_path) as parts:
        system, load = parts.system, Load(parts.system)
        await wait_for_replicas(parts.primary)
        system.smtp.on_message = lambda _: asyncio.sleep(0.05 * random.random())
        async with asyncio.TaskGroup() as group:
            for caller in range(CALLERS):
                group.create_task(load.call(caller))
            await load.acknowledged(BEFORE)
            await system.smtp.kept(TOGETHER)
            await asyncio.to_thread(parts.valkey.kill)
            await asyncio.sleep(BETWEEN)
            before = len(load.at)
            parts.primary.die()
            await asyncio.sleep(AWAY)
            promoted = await take_over(system, parts.standby)
            parts.pooler.lead_to(parts.standby)
            back = time.monotonic()
            await load.acknowledged(AFTER)
            load.enough.set()
        answered = load.first_after(back) - back
        found = Failover(WORKERS * CONNECTIONS, AWAY, before, len(load.at), promoted, answered)
        verdict = await what_came_of_it(system, load, found)
        assert await worker_is_alive(parts.valkey.url())
    write_report([found], ALL_PARTS)
    verdict.assert_clean(doubled=WORKERS * CONNECTIONS)
