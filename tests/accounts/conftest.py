"""A clean workspace for each test, on a database of this package's own, and a mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from backend.accounts.imports import planning, reading_in, running
from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.settings import load_settings
from backend.models import tortoise_config
from tests.accounts.imports_of import Imports
from tests.accounts.postman import Postman
from tests.house_of import Home, make_home
from tests.mail.mail_server import MailServer
from tests.parts import EMPTY, Database

ENVIRONMENT = {"USHER_URL": "https://learn.example.org", "USHER_SECRET": "a secret that only tests know, 32+"}


@pytest.fixture(scope="package")
async def accounts_database(new_database: Callable[[], Awaitable[Database]]) -> AsyncIterator[Database]:
    """A database with this process connected to it."""
    made = await new_database()
    await open_database(tortoise_config(made.url))
    yield made
    await close_database()


@pytest.fixture
async def home(accounts_database: Database) -> AsyncIterator[Home]:
    """A workspace with an owner, alone in its database; the clock is right."""
    settings.configure(load_settings(ENVIRONMENT))
    connection = await asyncpg.connect(accounts_database.owner_url)
    await connection.execute(EMPTY)
    await connection.execute("UPDATE usher_clock SET shift = '0'")
    yield await make_home(connection)
    await connection.close()


@pytest.fixture
async def postman(home: Home) -> AsyncIterator[Postman]:
    """The outbox's courier with every letter there is, and the mail server it brings them to."""
    server = MailServer()
    await server.start()
    made = Postman(server)
    yield made
    await made.stop()
    await server.stop()


@pytest.fixture
def imports(home: Home) -> Imports:
    """The workspace's imports."""
    return Imports(home)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    """Chunks of ten, so that a short paste has several."""
    for module in (planning, running):
        text = module.NEXT.replace(f"LIMIT {reading_in.CHUNK}", "LIMIT 10")
        monkeypatch.setattr(module, "NEXT", text)
    monkeypatch.setattr(reading_in, "CHUNK", 10)
    return 10
