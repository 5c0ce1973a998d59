"""An address that names several servers leads to the one that takes writes, past those that don't answer."""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from backend.core.db import close_database, crossing, open_database
from backend.core.dsn import Connector
from backend.local.postgres import DATABASE, LOGIN
from backend.models import tortoise_config
from tests.topology.cluster import Server, Standby, either, pair

pytestmark = [pytest.mark.system, pytest.mark.xdist_group("faults")]
HERE = "SELECT pg_is_in_recovery()"


@pytest.fixture(scope="module")
async def both() -> AsyncIterator[tuple[Server, Standby]]:
    async with pair() as made:
        yield made


@pytest.mark.parametrize("turned", [False, True])
async def test_the_primary_is_found_wherever_it_stands(both: tuple[Server, Standby], turned: bool) -> None:
    one, other = both[::-1] if turned else both
    await open_database(tortoise_config(either(one, other, LOGIN)))
    async with crossing() as sql:
        assert await sql.fetchval(HERE) is False
    await close_database()


async def test_a_silent_host_costs_its_timeout_once(both: tuple[Server, Standby]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never says a word
        hosts = f"127.0.0.1:{silent.getsockname()[1]},127.0.0.1:{both[0].port}"
        login = urlsplit(both[0].url()).netloc.rpartition("@")[0]
        connect = Connector(f"postgresql://{login}@{hosts}/{DATABASE}?timeout=1")
        began = time.monotonic()
        first = await connect()
        after_first = time.monotonic()
        second = await connect()
        assert after_first - began >= 1
        assert time.monotonic() - after_first < 1
    for connection in (first, second):
        assert await connection.fetchval(HERE) is False
        await connection.close()


async def test_two_replicas_are_no_primary(both: tuple[Server, Standby]) -> None:
    with pytest.raises(asyncpg.TargetServerAttributeNotMatched):
        await Connector(either(both[1], both[1], LOGIN))()
