"""Puts the parts of a fault test together; the database may be one that crashes."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.settings import load_settings
from backend.local.postgres import OWNER, Postgres
from backend.local.valkey import Valkey
from backend.migrate import migrate
from backend.models import tortoise_config
from tests.faults.caller import Caller
from tests.faults.history import History
from tests.faults.processes import FrontDoor
from tests.faults.system import SECRET, Parts, System, open_system, start_web, watch
from tests.house_of import make_home
from tests.parts import Database

EMPTY = "TRUNCATE workspaces, mails, suppressions, audit_events, rate_windows, steps_back CASCADE"
NOWHERE = "smtp://127.0.0.1:1"  # web processes send no mail


@asynccontextmanager
async def running(
    database: Database, folder: Path, postgres: Postgres | None = None, broker: Valkey | None = None
) -> AsyncIterator[Parts]:
    """A broker and a web process on a database; this process is connected to the database too."""
    valkey = broker or Valkey(folder / "valkey")
    await asyncio.to_thread(valkey.start)
    made = Parts(database, valkey, FrontDoor(), folder, postgres)
    await watch(database)
    start_web(made, NOWHERE)
    await connect(made)
    await Caller(made.door.url, "", History()).ready()
    yield made
    await close_database()
    if made.web:
        await made.web.end()
    await asyncio.to_thread(valkey.stop)
    made.door.close()


async def connect(parts: Parts) -> None:
    """Let this process speak to the database of these parts, as an action of theirs would."""
    settings.configure(load_settings({"USHER_URL": parts.door.url, "USHER_SECRET": SECRET}))
    await open_database(tortoise_config(parts.database.url))


@asynccontextmanager
async def crashable_database() -> AsyncIterator[tuple[Postgres, Database]]:
    """A PostgreSQL of one's own that keeps what it has acknowledged, as servers are set."""
    folder = Path(tempfile.mkdtemp(prefix="usher-tests-", dir="/tmp"))
    await asyncio.to_thread(folder.chmod, 0o711)
    server = Postgres(folder / "postgres")
    try:
        await asyncio.to_thread(server.start)
        await migrate(server.url(OWNER), server.url())
        yield server, Database(server.url(), server.url(OWNER), "usher")
    finally:
        await asyncio.to_thread(server.stop)
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def emptied(parts: Parts) -> AsyncIterator[System]:
    """An empty installation with one workspace and its owner signed in, and no worker yet."""
    sql = await asyncpg.connect(parts.database.owner_url)
    await sql.execute(EMPTY)
    await sql.execute("UPDATE usher_clock SET shift = '0'")
    made = await open_system(parts, await make_home(sql))
    yield made
    await made.end()
    await made.home.sql.close()
