"""Large reads come from the replica, and from the primary where there is none that answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from backend.core import settings
from backend.core.db import close_database, open_database, open_replica
from backend.core.settings import load_settings
from backend.exports.files import stream
from backend.exports.shapes import Format, Wanted
from backend.exports.statistics import numbers_of
from backend.exports.tables import members_export
from backend.models import tortoise_config
from tests.house_of import Home, make_home
from tests.parts import Database


@pytest.fixture
async def home_here(new_database: Callable[[], Awaitable[Database]]) -> AsyncIterator[Home]:
    """A workspace with an owner."""
    database = await new_database()
    secret = "a secret that only tests know, 32+"
    settings.configure(load_settings({"DATABASE_URL": database.url, "USHER_SECRET": secret}))
    await open_database(tortoise_config(database.url))
    sql = await asyncpg.connect(database.owner_url)
    yield await make_home(sql)
    await sql.close()
    await close_database()


async def _lines(home: Home) -> int:
    pieces = [one async for one in stream(home.owner, members_export(home.owner, Wanted()), Format.CSV)]
    return b"".join(pieces).count(b"\r\n")


async def test_downloads_and_statistics_are_read_from_the_replica(
    home_here: Home, new_database: Callable[[], Awaitable[Database]]
) -> None:
    group = await home_here.group()
    await home_here.invite("ada@x.org", group_ids=[group])
    assert await _lines(home_here) == 3
    behind = await new_database()  # a copy that has heard of nothing yet
    await open_replica(behind.url)
    assert await _lines(home_here) == 1
    assert (await numbers_of(home_here.owner, [group]))[group].members == 0


async def test_the_primary_answers_while_the_replica_is_away(home_here: Home) -> None:
    await open_replica("postgresql://nobody@127.0.0.1:1/nothing")
    assert await _lines(home_here) == 2
