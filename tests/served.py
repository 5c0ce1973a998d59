"""Usher as servers run it: one web process and one worker for all who ask for them, and a mail server."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from backend.local.processes import free_port
from backend.local.valkey import Valkey
from tests.faults.caller import LOGIN, PASSWORD, sign_in
from tests.faults.history import History
from tests.faults.processes import FrontDoor, Process
from tests.faults.smtp import SmtpServer
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
    await _prepare(environment, database)
    operators = f"http://127.0.0.1:{free_port()}"
    web = Process("web", folder, environment, door.descriptor)
    worker = Process("worker", folder, environment | {"USHER_METRICS_LISTEN": operators})
    await worker.says("worker is ready")
    token = await sign_in(door.url)
    assert token
    yield Served(door.url, database, valkey, smtp, web, worker, operators, environment, token)
    for process in (web, worker):
        await process.end()
    await smtp.stop()
    await asyncio.to_thread(valkey.stop)
    door.close()


async def _prepare(environment: dict[str, str], database: Database) -> None:
    """The first owner, by the command that servers use; this process stays out of that database."""
    owner = {"USHER_OWNER_EMAIL": LOGIN, "USHER_OWNER_PASSWORD": PASSWORD}
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "backend.cli", "prepare"),
        env=environment | owner | {"DATABASE_MIGRATION_URL": database.owner_url},
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await child.wait() == 0


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
