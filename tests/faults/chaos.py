"""The long form: everything breaks again and again while people work; then the books are balanced.

`make chaos` runs it after the long forms of F1 to F22, and writes what it found into the documentation;
`make chaos PART=0.1` runs a tenth of it, and writes nothing.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from tests.faults.checker import judge
from tests.faults.form import PART, part_of
from tests.faults.processes import Process
from tests.faults.report import Act, write_report
from tests.faults.smtp import CUT, yes
from tests.faults.stories import DATABASE_AWAY, DAY, Story, once
from tests.faults.system import System, start_web

STORIES, PEOPLE, AT_ONCE = part_of(92), 50, 4
WORKERS, CONNECTIONS = 4, 8
KILLS, CRASHES, WIPES, WEB_KILLS = part_of(55), part_of(11), part_of(11), part_of(6)
PUT_OFF = 480.0  # seconds: a mail that is put off twice waits five minutes, and others wait for it
OVERDUE = """
    SELECT extract(epoch FROM max(clock_timestamp() - lease_until))::float AS seconds FROM mails
    WHERE state IN ('QUEUED', 'SENDING')
"""


@pytest.fixture(scope="module")
def acts() -> Iterator[list[Act]]:
    """What each run of the drama came to; written down at the end."""
    made: list[Act] = []
    yield made
    if PART == 1:
        write_report(made)


@dataclass(slots=True)
class Drama:
    """One run: who breaks what, and the notes taken meanwhile."""

    system: System
    chance: random.Random
    act: Act
    workers: list[Process] = field(default_factory=list)
    over: bool = False

    async def break_things(self) -> None:
        """Kill, crash and wipe in an order that the seed decides."""
        plan = (
            [self._kill_worker] * KILLS
            + [self._crash_database] * CRASHES
            + [self._wipe_broker] * WIPES
            + [self._kill_web] * WEB_KILLS
        )
        self.chance.shuffle(plan)
        for blow in plan:
            await asyncio.sleep(0.5 + 1.5 * self.chance.random())
            await blow()

    async def watch(self) -> None:
        """How long the mail of a dead worker lies beyond its lease before another puts it down."""
        while not self.over:
            with suppress(*DATABASE_AWAY):
                (row,) = await once(self.system.parts.database.owner_url, OVERDUE)
                self.act.overdue = max(self.act.overdue, row["seconds"] or 0.0)
            await asyncio.sleep(0.5)

    def behave_badly(self) -> None:
        """Give the mail server a temper: slow, now and then cut off or put off."""

        async def on_message(_recipient: str) -> str | None:
            await asyncio.sleep(0.1 * self.chance.random())
            if self.chance.random() < 0.003:
                self.act.cuts += 1
                return CUT
            return None

        self.system.smtp.on_message = on_message
        self.system.smtp.on_rcpt = lambda _: (
            "451 4.7.1 Try again later" if self.chance.random() < 0.005 else None
        )

    def start_worker(self) -> None:
        """One more."""
        self.workers.append(self.system.start("worker", connections=CONNECTIONS))

    async def _kill_worker(self) -> None:
        victim = self.workers.pop(self.chance.randrange(len(self.workers)))
        await victim.kill()
        self.act.kills += 1
        self.start_worker()

    async def _crash_database(self) -> None:
        ready = await self.system.crash_database(away=self.chance.random())
        self.act.ready.append(ready)

    async def _wipe_broker(self) -> None:
        async with Redis.from_url(self.system.parts.valkey.url()) as redis:
            await redis.flushall()
        self.act.wipes += 1

    async def _kill_web(self) -> None:
        assert self.system.parts.web
        await self.system.parts.web.kill()
        start_web(self.system.parts, self.system.smtp.url)
        self.act.web_kills += 1


async def test_the_books_balance(crashing: System, seed: int, acts: list[Act]) -> None:
    system, chance = crashing, random.Random(seed)
    act = Act(seed, CONNECTIONS)
    await system.home.sql.execute("UPDATE workspaces SET daily_invites = 1000000, send_reminders = false")
    stories = [await make_story(system, number, chance) for number in range(STORIES)]
    drama = Drama(system, chance, act)
    drama.behave_badly()
    for _ in range(WORKERS):
        drama.start_worker()
    began = time.monotonic()
    async with watched(drama), asyncio.TaskGroup() as group:
        group.create_task(drama.break_things())
        group.create_task(tell(stories))
    act.seconds = time.monotonic() - began
    await system.settled(stall=PUT_OFF)
    system.smtp.on_rcpt = system.smtp.on_message = yes
    await system.shift(3 * DAY)  # what was put off, and the sessions of tomorrow
    await system.settled(stall=PUT_OFF)
    assert all(worker.alive for worker in drama.workers)
    verdict = await judge(system.history, system.home.sql)
    act.conclude(system.history, verdict)
    acts.append(act)
    verdict.assert_clean(doubled=act.kills * CONNECTIONS + act.cuts)
    assert max(act.ready) <= 5
    assert act.recovered <= 25


async def make_story(system: System, number: int, chance: random.Random) -> Story:
    """A group, a session that has begun, and one that starts tomorrow."""
    group = await system.home.group(f"Group {number}")
    today = await system.home.session(group, starts=timedelta(0), title=f"Today {number}")
    tomorrow = await system.home.session(group, starts=DAY, title=f"Tomorrow {number}")
    return Story(system, number, random.Random(chance.random()), group, today, tomorrow)


async def tell(stories: list[Story]) -> None:
    """All of them, some at once."""
    waiting = iter(stories)

    async def teller() -> None:
        for story in waiting:
            await story.tell(PEOPLE)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(teller())


@asynccontextmanager
async def watched(drama: Drama) -> AsyncIterator[None]:
    """Take notes meanwhile."""
    task = asyncio.create_task(drama.watch())
    yield
    drama.over = True
    await task
