"""People who invite without a pause while servers die, and what became of all that they were told."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import asyncpg

from tests.faults.caller import people
from tests.faults.checker import Verdict, judge
from tests.faults.system import System
from tests.topology.cluster import Server, Standby
from tests.topology.report import Failover

WORKERS, CONNECTIONS, CALLERS, TOGETHER = 2, 8, 4, 10
BEFORE, AFTER = 100, 100  # changes acknowledged before the kill, and after it


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

    def first_after(self, moment: float) -> float:
        """When the first change after this moment was acknowledged."""
        return min(at for at in self.at if at > moment)


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


async def what_came_of_it(system: System, load: Load, found: Failover) -> Verdict:
    """Wait until all that was acknowledged has arrived, with no process gone, and judge it."""
    await system.smtp.kept(len(load.at) * TOGETHER)
    await system.settled()
    assert all(process.alive for process in system.processes)
    verdict = await judge(system.history, system.home.sql)
    found.conclude(system.history, verdict)
    return verdict
