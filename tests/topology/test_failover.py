"""The primary is killed under load and its synchronous replica promoted: nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest

from backend.core.db import close_database
from backend.local.postgres import DATABASE, LOGIN, OWNER
from tests.faults.caller import people
from tests.faults.checker import Verdict, judge
from tests.faults.running import emptied, running
from tests.faults.system import System
from tests.parts import Database
from tests.topology.cluster import Server, Standby, either, pair
from tests.topology.report import LONG, Failover, write_report

pytestmark = [
    pytest.mark.system,
    pytest.mark.xdist_group("faults"),
    pytest.mark.skipif(not LONG, reason="takes minutes: make topology"),
]
WORKERS, CONNECTIONS, CALLERS, TOGETHER = 2, 8, 4, 10
BEFORE, AFTER = 100, 100  # changes acknowledged before the kill, and after it
AWAY = (0.5, 3.0, 15.0)  # seconds until the replica is promoted


@dataclass(slots=True)
class Load:
    """People who invite again and again until they are told that it is enough."""

    system: System
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    at: list[float] = field(default_factory=list)  # when each change was acknowledged
    more: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def call(self, caller: int) -> None:
        """Invite some people after the others; whoever gets no answer asks again with the same key."""
        number = 0
        while not self.enough.is_set():
            name = f"c{caller}-{number}"
            await self.system.owner.invite(people(TOGETHER, f"{name}-"), key=name, stubborn=True)
            number += 1
            self.at.append(time.monotonic())
            async with self.more:
                self.more.notify_all()

    async def acknowledged(self, count: int) -> None:
        """Wait until so many changes more are acknowledged."""
        until = len(self.at) + count
        async with asyncio.timeout(120), self.more:
            await self.more.wait_for(lambda: len(self.at) >= until)


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


async def wait_for_replicas(primary: Server) -> None:
    """Let a commit be acknowledged only once a replica has it on disk."""
    await primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
    await primary.ask("SELECT pg_reload_conf()")
    await primary.until("EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')")


async def take_over(system: System, standby: Standby) -> float:
    """Promote the replica, as whoever watches the servers would; how many seconds it took."""
    took = await standby.promote()
    system.home.sql = await asyncpg.connect(system.parts.database.owner_url)
    return took


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
            before, killed = len(load.at), time.monotonic()
            primary.die()
            await asyncio.sleep(away)
            promoted = await take_over(system, standby)
            back = time.monotonic()
            await load.acknowledged(AFTER)
            load.enough.set()
        answered = min(at for at in load.at if at > killed + away)
        await system.smtp.kept(len(load.at) * TOGETHER)
        await system.settled()
        assert all(process.alive for process in system.processes)
        found = Failover(WORKERS * CONNECTIONS, away, before, len(load.at), promoted, answered - back)
        verdict = await judge(system.history, system.home.sql)
        found.conclude(system.history, verdict)
        return found, verdict


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
