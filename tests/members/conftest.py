"""A clean workspace for each test, on a database of this package's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.settings import load_settings
from backend.models import tortoise_config
from tests.house_of import Home, make_home
from tests.parts import EMPTY, Database

ENVIRONMENT = {"USHER_URL": "https://learn.example.org", "USHER_SECRET": "a secret that only tests know, 32+"}


@pytest.fixture(scope="package")
async def members_database(new_database: Callable[[], Awaitable[Database]]) -> AsyncIterator[Database]:
    """A database with this process connected to it."""
    made = await new_database()
    await open_database(tortoise_config(made.url))
    yield made
    await close_database()


@pytest.fixture
async def home(members_database: Database) -> AsyncIterator[Home]:
    """A workspace with an owner, alone in its database; the clock is right."""
    settings.configure(load_settings(ENVIRONMENT))
    connection = await asyncpg.connect(members_database.owner_url)
    await connection.execute(EMPTY)
    await connection.execute("UPDATE usher_clock SET shift = '0'")
    yield await make_home(connection)
    await connection.close()
