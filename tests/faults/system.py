"""The system under test: web and worker processes on real parts, a scripted mail server, a history."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg

from backend.core.ids import Kind, encode
from backend.core.tokens import link_token
from backend.local.postgres import Postgres
from backend.local.valkey import Valkey
from tests.faults.caller import Caller, sign_in
from tests.faults.checker import WATCH, judge
from tests.faults.history import Call, History, Letter
from tests.faults.processes import FrontDoor, Process
from tests.faults.smtp import STALL, SmtpServer
from tests.house_of import Home
from tests.parts import Database

JOINED_BY = "nine herons at low tide"
SECRET = "a secret that only tests know, 32+"
LEFT = """
    SELECT id, kind, state, attempts, reason, smtp_code, next_at - usher_now() AS still, waits_for,
        lease_until FROM mails WHERE state IN ('SCHEDULED', 'QUEUED', 'SENDING') ORDER BY next_at LIMIT 3
"""
OPEN = """
    state IN ('QUEUED', 'SENDING') OR state = 'SCHEDULED' AND (waits_for IS NOT NULL
        OR next_at <= (SELECT public.usher_now()) + interval '2 seconds')
"""  # what was put down for a moment is under way still


@dataclass(slots=True)
class Parts:
    """What outlives a test: a database, a broker and a web process behind its door."""

    database: Database
    valkey: Valkey
    door: FrontDoor
    folder: Path
    postgres: Postgres | None = None  # where a test may crash it
    web: Process | None = None


@dataclass(slots=True)
class System:
    """One test's system: its home and history; processes started here end with the test."""

    parts: Parts
    home: Home
    smtp: SmtpServer
    history: History
    owner: Caller
    processes: list[Process] = field(default_factory=list)

    async def worker(self, *, scale: float = 1.0, failpoint: str = "", connections: int = 8) -> Process:
        """One more worker, ready to work."""
        process = self.start("worker", scale=scale, failpoint=failpoint, connections=connections)
        await process.says("worker is ready")
        return process

    async def workers(self, count: int) -> list[Process]:
        """So many more workers, started at once."""
        started = [self.start("worker") for _ in range(count)]
        for process in started:
            await process.says("worker is ready")
        return started

    async def web(self, door: FrontDoor, *, failpoint: str = "") -> Process:
        """One more web process, answering behind this door (at once, if another does already)."""
        process = self.start("web", door=door, failpoint=failpoint)
        await Caller(door.url, "", self.history).ready()
        return process

    def start(
        self,
        command: str,
        *,
        door: FrontDoor | None = None,
        scale: float = 1.0,
        failpoint: str = "",
        connections: int = 8,
        module: str = "backend.cli",
        off: timedelta | None = None,
    ) -> Process:
        """Start a process and don't wait for it; its own clock may be `off`."""
        more = {"USHER_TIME_SCALE": str(scale), "USHER_MAIL_CONNECTIONS": str(connections)}
        if off is not None:
            module, more["CLOCK_OFF"] = "tests.faults.wrong_clock", str(off.total_seconds())
        if failpoint:
            more["USHER_FAILPOINT"] = failpoint
        env = environment(self.parts, self.smtp.url) | more
        descriptor = door.descriptor if door else -1
        self.processes.append(Process(command, self.parts.folder, env, descriptor, module))
        return self.processes[-1]

    async def shift(self, by: timedelta) -> None:
        """Move the clock of dates."""
        await self.home.wait(by)
        total = await self.home.sql.fetchval("SELECT extract(epoch FROM shift)::float FROM usher_clock")
        self.history.shifted(total)

    @asynccontextmanager
    async def noted(
        self, name: str, *, owes: Iterable[Letter] = (), withdraws: Iterable[Letter] = (), **variables: Any
    ) -> AsyncIterator[Call]:
        """Note an action that the test itself does as a call."""
        call = self.history.begin(name, variables, owes, withdraws)
        yield call
        self.history.answered(call)

    async def members(self, *addresses: str) -> list[str]:
        """The public ids of these people, in this order."""
        query = "SELECT id FROM members WHERE email_key = $1"
        return [encode(Kind.MEMBER, await self.home.sql.fetchval(query, one)) for one in addresses]

    async def join(self, address: str) -> str:
        """Accept an invitation through its link, as its reader would; answers the token."""
        query = "SELECT id, version FROM invitations WHERE email_key = $1 AND state = 'PENDING'"
        row = await self.home.sql.fetchrow(query, address)
        assert row
        link = link_token("JOIN", row["id"], row["version"])
        given = {"token": link, "firstName": "Jo", "lastName": "Doe", "password": JOINED_BY}
        reader = Caller(self.parts.door.url, "", self.history)
        token: str = (await reader.send("acceptInvitation", given))["token"]
        return token

    async def settled(self, *, stall: float = STALL) -> None:
        """Wait until nothing is due and nothing is under way, for as long as it becomes less."""
        least, deadline = await self.count(OPEN), time.monotonic() + stall
        while number := await self.count(OPEN):
            if number < least:
                least, deadline = number, time.monotonic() + stall
            if time.monotonic() > deadline:
                left = [dict(row) for row in await self.home.sql.fetch(LEFT)]
                raise AssertionError(f"{number} mails are left, no fewer for {stall:g} s, such as {left}")
            await asyncio.sleep(0.1)

    async def crash_database(self, away: float = 0.0) -> float:
        """Crash PostgreSQL and start it again; how many seconds after that the web process was ready."""
        assert self.parts.postgres
        await asyncio.to_thread(self.parts.postgres.kill)
        await asyncio.sleep(away)
        await asyncio.to_thread(self.parts.postgres.start)
        accepts = time.monotonic()
        while not await self.owner.is_ready():
            assert time.monotonic() - accepts < STALL, "the web process never became ready again"
            await asyncio.sleep(0.02)
        took = time.monotonic() - accepts
        self.home.sql = await asyncpg.connect(self.parts.database.owner_url)
        return took

    def late(self, since: float) -> float:
        """How many seconds after this moment the last of the mail left."""
        return self.history.kept[-1].at - since

    async def until(self, condition: str, *, number: int = 1, table: str = "mails") -> None:
        """Wait until so many rows are so."""
        async with asyncio.timeout(STALL):
            while await self.home.count(table, condition) < number:  # noqa: ASYNC110 - other processes change it
                await asyncio.sleep(0.1)

    async def count(self, condition: str = "true", *values: object) -> int:
        """How many mails there are of this kind."""
        return await self.home.count("mails", condition, *values)

    async def check(self, *, doubled: int = 0) -> None:
        """Judge the whole history."""
        (await judge(self.history, self.home.sql)).assert_clean(doubled=doubled)

    async def end(self) -> None:
        """End what the test started; a process that a fault stopped is killed."""
        for process in self.processes:
            await process.kill()
        await self.smtp.stop()


def environment(parts: Parts, smtp_url: str) -> dict[str, str]:
    """What a process of this system is told."""
    return {
        "PATH": os.environ["PATH"],
        "USHER_LOCAL": "1",
        "USHER_SECRET": SECRET,
        "USHER_URL": parts.door.url,
        "USHER_DATA": str(parts.folder),
        "DATABASE_URL": parts.database.url,
        "REDIS_URL": parts.valkey.url(),
        "SMTP_URL": smtp_url,
    }


def start_web(parts: Parts, smtp_url: str) -> None:
    """Start the web process behind the parts' door, which keeps those waiting who knock meanwhile."""
    parts.web = Process("web", parts.folder, environment(parts, smtp_url), parts.door.descriptor)


async def open_system(parts: Parts, home: Home) -> System:
    """A system whose web process answers and whose mail server listens; no worker yet."""
    history = History()
    smtp = SmtpServer(history)
    await smtp.start()
    token = await sign_in(parts.door.url)
    assert token
    return System(parts, home, smtp, history, Caller(parts.door.url, token, history))


async def watch(database: Database) -> None:
    """Let the database note every state that goes backwards."""
    sql = await asyncpg.connect(database.owner_url)
    await sql.execute(WATCH)
    await sql.close()
