"""The tests' own footing: a clean migrated database, and the processes' role behind the wall."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from redis.asyncio import Redis

from tests.parts import Database


async def test_database_is_migrated(database: Database) -> None:
    connection = await asyncpg.connect(database.url)
    try:
        await connection.execute("SET ROLE usher_worker")
        assert await connection.fetchval("SELECT count(*) FROM members") == 0
        assert await connection.fetchval("SELECT usher_now() = now()")
    finally:
        await connection.close()


async def test_login_role_sees_nothing_outside_a_group_role(database: Database) -> None:
    connection = await asyncpg.connect(database.url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetchval("SELECT count(*) FROM members")
    finally:
        await connection.close()


async def test_new_databases_are_apart(new_database: Callable[[], Awaitable[Database]]) -> None:
    one, two = await new_database(), await new_database()
    connection = await asyncpg.connect(one.owner_url)
    await connection.execute("CREATE TABLE only_here ()")
    await connection.close()
    connection = await asyncpg.connect(two.owner_url)
    try:
        assert await connection.fetchval("SELECT to_regclass('only_here')") is None
    finally:
        await connection.close()


async def test_valkey_answers(redis_url: str) -> None:
    client = Redis.from_url(redis_url)
    try:
        assert await client.ping()
        assert (await client.config_get("maxmemory-policy"))["maxmemory-policy"] == "noeviction"
    finally:
        await client.aclose()
