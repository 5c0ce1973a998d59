"""What the tests of signing in stand on: an open database of their own, emptied for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest

from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.settings import load_settings
from backend.models import tortoise_config
from tests.auth.cast import Cast
from tests.parts import EMPTY, Database

ENVIRONMENT = {"USHER_URL": "https://learn.example.org", "USHER_SECRET": "a secret that only tests know, 32+"}


@pytest.fixture(scope="package")
async def auth_database(new_database: Callable[[], Awaitable[Database]]) -> AsyncIterator[Database]:
    """A database with this process connected to it."""
    made = await new_database()
    await open_database(tortoise_config(made.url))
    yield made
    await close_database()


@pytest.fixture
async def cast(auth_database: Database) -> AsyncIterator[Cast]:
    """An empty database with the tests' settings, and hands to fill it."""
    settings.configure(load_settings(ENVIRONMENT))
    connection = await asyncpg.connect(auth_database.owner_url)
    await connection.execute(EMPTY)
    await connection.execute("UPDATE usher_clock SET shift = '0'")
    yield Cast(connection)
    await connection.close()


@pytest.fixture
async def acme(cast: Cast) -> UUID:
    """The workspace most tests need."""
    return await cast.workspace()
