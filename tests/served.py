"""Usher as servers run it: one web process and one worker for all who ask for them, and a mail server."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest

from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.settings import load_settings
from backend.local.processes import free_port
from backend.local.valkey import Valkey
from backend.models import tortoise_config
from tests.faults.caller import sign_in
from tests.faults.history import History
from tests.faults.processes import FrontDoor, Process
from tests.faults.smtp import SmtpServer
from tests.house_of import Home, make_home
from tests.parts import Database

PATIENCE = 60.0  # seconds that an answer may take on a busy machine
SECRET = "a secret that only servers know, 32+"


@dataclass(slots=True)
class Served:
    """The running processes, and the way in to each of their parts."""

    url: str
    database: Database
    valkey: Valkey
    smtp: SmtpServer
    web: Process
    worker: Process
    operators: str
    environment: dict[str, str]
    home: Home
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """The owner's."""
        return {"Authorization": f"Bearer {self.token}"}

    def client(self, *, anonymous: bool = False) -> httpx.AsyncClient:
        """A client over real connections."""
        headers = {} if anonymous else self.headers
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=PATIENCE)


@pytest.fixture(scope="session")
async def served(
    new_database: Callable[[], Awaitable[Database]], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """A system with an owner signed in; nothing local about it but its addresses."""
    folder, database, door = tmp_path_factory.mktemp("served"), await new_database(), FrontDoor()
    valkey, smtp = Valkey(folder / "valkey"), SmtpServer(History())
    valkey.start()
    await smtp.start()
    environment = _environment(folder, database, valkey, smtp, door.url)
    operators = f"http://127.0.0.1:{free_port()}"
    web = Process("web", folder, environment, door.descriptor)
    worker = Process("worker", folder, environment | {"USHER_METRICS_LISTEN": operators})
    settings.configure(load_settings(environment))
    await open_database(tortoise_config(database.url))
    sql = await asyncpg.connect(database.owner_url)
    home = await make_home(sql)
    await worker.says("worker is ready")
    token = await sign_in(door.url)
    assert token
    yield Served(door.url, database, valkey, smtp, web, worker, operators, environment, home, token)
    await sql.close()
    await close_database()
    for process in (web, worker):
        await process.end()
    await smtp.stop()
    await asyncio.to_thread(valkey.stop)
    door.close()


def _environment(
    folder: Path, database: Database, valkey: Valkey, smtp: SmtpServer, url: str
) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "USHER_SECRET": SECRET,
        "USHER_URL": url,
        "USHER_DATA": str(folder),
        "DATABASE_URL": database.url,
        "REDIS_URL": valkey.url(),
        "SMTP_URL": smtp.url,
    }
