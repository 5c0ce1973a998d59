"""A PostgreSQL primary and its streaming replicas on loopback, made by pg_basebackup; any of them can die."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from backend.local.owner import give
from backend.local.postgres import DATABASE, OWNER, SUPERUSER, Postgres
from backend.migrate import migrate

REPLICATION = "host replication all 127.0.0.1/32 scram-sha-256\n"
PATIENCE = 60.0  # seconds


class Server(Postgres):
    """A server that can be asked as its superuser, followed, and killed like a machine."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        super().__init__(folder, durable=durable)
        self.folder = folder

    async def ask(self, statement: str, *values: object) -> object:
        """What the superuser is answered."""
        connection = await asyncpg.connect(self.url(SUPERUSER))
        try:
            return await connection.fetchval(statement, *values)
        finally:
            await connection.close()

    async def let_follow(self) -> None:
        """Let replicas copy it and follow it."""
        with (self._data / "pg_hba.conf").open("a") as access:
            access.write(REPLICATION)
        await self.ask("SELECT pg_reload_conf()")

    async def until(self, condition: str) -> None:
        """Wait until something holds here."""
        async with asyncio.timeout(PATIENCE):
            while not await self.ask(f"SELECT {condition}"):  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(0.02)

    def die(self) -> None:
        """kill -9 the server with all that it started, as a machine takes them along."""
        self.freeze()  # so that nothing is started while they are counted
        self._signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait()

    def freeze(self) -> None:
        """kill -STOP all of it; nobody is told."""
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        """kill -CONT."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        for pid in (self._process.pid, *_children(self._process.pid)):
            os.kill(pid, number)


class Standby(Server):
    """A streaming replica of a server that runs."""

    def __init__(self, folder: Path, primary: Server, *, durable: bool) -> None:
        super().__init__(folder, durable=durable)
        shutil.copyfile(primary.folder / "key", folder / "key")  # the roles and passwords are the primary's
        self._primary = primary

    def _create(self) -> None:
        unfinished = self._folder / "data.new"
        source = self._primary.url(SUPERUSER, "")
        arguments = ("-D", str(unfinished), "-d", source, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        give(unfinished, self._owner)
        self._run("pg_basebackup", *arguments)
        unfinished.rename(self._data)

    async def promote(self) -> float:
        """Make it a primary; how many seconds until it takes writes."""
        began = time.monotonic()
        await self.ask("SELECT pg_promote(true, 60)")
        await self.until("NOT pg_is_in_recovery()")
        return time.monotonic() - began


@asynccontextmanager
async def pair(*, durable: bool = False) -> AsyncIterator[tuple[Server, Standby]]:
    """A migrated primary, and a replica that follows it."""
    folder = Path(tempfile.mkdtemp(prefix="usher-tests-", dir="/tmp"))
    await asyncio.to_thread(folder.chmod, 0o711)
    primary = Server(folder / "primary", durable=durable)
    started: list[Server] = [primary]
    try:
        await asyncio.to_thread(primary.start)
        await primary.let_follow()
        await migrate(primary.url(OWNER), primary.url())
        standby = Standby(folder / "standby", primary, durable=durable)
        started.append(standby)
        await asyncio.to_thread(standby.start)
        await primary.until("EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming')")
        yield primary, standby
    finally:
        for server in started:
            await asyncio.to_thread(server.stop)
        shutil.rmtree(folder, ignore_errors=True)


def either(one: Server, other: Server, role: str) -> str:
    """The address of whichever of the two takes writes."""
    parts = urlsplit(one.url(role))
    hosts = f"127.0.0.1:{one.port},127.0.0.1:{other.port}"
    login = parts.netloc.rpartition("@")[0]
    return f"postgresql://{login}@{hosts}/{DATABASE}?target_session_attrs=read-write"


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
