"""A workspace of this package's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.settings import load_settings
from backend.models import tortoise_config
from tests.house_of import Home, make_home
from tests.parts import Database


@pytest.fixture(scope="module")
async def growth_home(new_database: Callable[[], Awaitable[Database]]) -> AsyncIterator[Home]:
    """A workspace with an owner, in a database of its own."""
    database = await new_database()
    settings.configure(load_settings({"DATABASE_URL": database.url}))
    await open_database(tortoise_config(database.url))
    sql = await asyncpg.connect(database.owner_url)
    yield await make_home(sql)
    await sql.close()
    await close_database()
