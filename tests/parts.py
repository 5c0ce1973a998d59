"""The real parts the tests stand on: one PostgreSQL and one Valkey per run, a clean database per worker.

A pytest plugin. `DATABASE_URL` and `REDIS_URL` put other servers in the place of the embedded ones; the
role of `DATABASE_URL` must then be allowed to make databases and roles.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from backend.local.postgres import LOGIN, OWNER, Postgres
from backend.local.valkey import Valkey
from backend.migrate import migrate

# What else there is goes with its workspace. TRUNCATE makes hundreds of files anew, which takes far longer.
EMPTY = """
    DELETE FROM workspaces; DELETE FROM mails; DELETE FROM suppressions;
    DELETE FROM audit_events; DELETE FROM rate_windows; DELETE FROM group_changes;
"""
TEMPLATE = "usher_template"
TEST_LOGIN = "usher_test_login"
DROP_TRIES = 20


@dataclass(frozen=True, slots=True)
class Servers:
    """Where this run's servers are: the owner may make databases, the login is what processes are."""

    owner_url: str
    login_url: str
    redis_url: str
    outlasting: bool  # PostgreSQL was given from outside and stays when the run ends


@dataclass(frozen=True, slots=True)
class Database:
    """One migrated database: `url` connects as the processes do, `owner_url` as the migrations do."""

    url: str
    owner_url: str
    name: str


class Run:
    """One test run's servers, started at first need and stopped at its end."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="usher-tests-", dir="/tmp"))
        self._folder.chmod(0o711)
        self._stops: list[Callable[[], None]] = []
        self._servers: Servers | None = None

    def servers(self) -> Servers:
        """Start what isn't given from outside, and migrate the template once."""
        if self._servers is None:
            owner, login = self._postgres()
            redis = os.environ.get("REDIS_URL") or self._valkey()
            self._servers = Servers(owner, login, redis, outlasting=bool(os.environ.get("DATABASE_URL")))
            asyncio.run(_make_template(self._servers))
        return self._servers

    def stop(self) -> None:
        """Stop what was started and leave nothing behind."""
        for stop in reversed(self._stops):
            stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _postgres(self) -> tuple[str, str]:
        given = os.environ.get("DATABASE_URL")
        if given:
            return given, asyncio.run(_make_login(given))
        server = Postgres(self._folder / "postgres", durable=False)
        self._stops.append(server.stop)
        server.start()
        return server.url(OWNER, "postgres"), server.url(LOGIN, "postgres")

    def _valkey(self) -> str:
        server = Valkey(self._folder / "valkey")
        self._stops.append(server.stop)
        server.start()
        return server.url()


RUN = pytest.StashKey[Run]()
SERVERS = "usher_servers"


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads the run owns the servers; workers are told where they are."""
    if not hasattr(config, "workerinput"):
        config.stash[RUN] = Run()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the servers are."""
    node.workerinput[SERVERS] = asdict(node.config.stash[RUN].servers())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started."""
    if RUN in config.stash:
        config.stash[RUN].stop()


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Servers:
    """This run's PostgreSQL and Valkey."""
    told = getattr(request.config, "workerinput", None)
    return Servers(**told[SERVERS]) if told else request.config.stash[RUN].servers()


@pytest.fixture(scope="session")
def new_database(servers: Servers) -> Iterator[Callable[[], Awaitable[Database]]]:
    """A function that makes one more clean database (about 50 ms), gone at the end of the run."""
    made: list[str] = []

    async def make() -> Database:
        made.append(f"usher_test_{uuid4().hex[:12]}")
        await _run(
            servers.owner_url,
            f"CREATE DATABASE {made[-1]} TEMPLATE {TEMPLATE}",
            # A test that breaks off in mid-transaction fails, and holds up nobody after it.
            f"ALTER DATABASE {made[-1]} SET idle_in_transaction_session_timeout = '60s'",
            f"ALTER DATABASE {made[-1]} SET lock_timeout = '90s'",
        )
        return Database(_at(servers.login_url, made[-1]), _at(servers.owner_url, made[-1]), made[-1])

    yield make
    if servers.outlasting:  # the embedded server goes with its folder
        asyncio.run(_drop(servers.owner_url, made))


@pytest.fixture(scope="session")
async def database(new_database: Callable[[], Awaitable[Database]]) -> Database:
    """This worker's database."""
    return await new_database()


@pytest.fixture(scope="session")
def redis_url(servers: Servers, worker_number: int) -> str:
    """This worker's own numbered database of Valkey."""
    return urlunsplit(urlsplit(servers.redis_url)._replace(path=f"/{worker_number}"))


@pytest.fixture(scope="session")
def worker_number(request: pytest.FixtureRequest) -> int:
    """0 where tests run in one process, else from 1."""
    told = getattr(request.config, "workerinput", None)
    return int(str(told["workerid"]).removeprefix("gw")) + 1 if told else 0


async def _make_login(owner_url: str) -> str:
    """On a server that was given: a role as the embedded one has it, with a password of this run."""
    password = token_hex(16)
    await _run(
        owner_url,
        f"DROP ROLE IF EXISTS {TEST_LOGIN}",
        f"CREATE ROLE {TEST_LOGIN} LOGIN NOINHERIT PASSWORD '{password}'",
    )
    parts = urlsplit(owner_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{TEST_LOGIN}:{password}@{host}"))


async def _make_template(servers: Servers) -> None:
    """A server that was given may still hold the template of an earlier run."""
    await _run(
        servers.owner_url,
        f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)",
        f"CREATE DATABASE {TEMPLATE}",
    )
    await migrate(_at(servers.owner_url, TEMPLATE), servers.login_url)


async def _drop(owner_url: str, names: Sequence[str]) -> None:
    """Also where a vacuum works in one at this moment: it runs as superuser, whom an owner can't end."""
    for name in names:
        for _ in range(DROP_TRIES):
            with contextlib.suppress(asyncpg.InsufficientPrivilegeError, asyncpg.ObjectInUseError):
                await _run(owner_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                break
            await asyncio.sleep(0.5)


async def _run(url: str, *statements: str) -> None:
    async with _connected(url) as connection:
        for statement in statements:
            await connection.execute(statement)


@contextlib.asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


def _at(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
