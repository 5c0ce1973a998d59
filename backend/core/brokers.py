"""Ways to Redis: one server, or whichever of several Sentinel says takes writes.

`redis+sentinel://user:password@one:26379,two:26379/usher/0` names the sentinels, what they call the set they
watch, and the number of the database. User and password are those of the servers; the sentinels are asked
without.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from redis.asyncio import Redis
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool

SENTINEL = "redis+sentinel"
USUAL_PORT = 26379


@dataclass(frozen=True, slots=True)
class Watched:
    """Servers that sentinels watch under one name."""

    sentinels: tuple[tuple[str, int], ...]
    name: str
    database: int
    username: str | None
    password: str | None


def watched(url: str) -> Watched | None:
    """What an address says of sentinels; None for that of a server. Raises ValueError where it is broken."""
    parts = urlsplit(url)
    if parts.scheme != SENTINEL:
        return None
    login, _, hosts = parts.netloc.rpartition("@")
    username, _, password = login.partition(":")
    each = [urlsplit(f"//{host}") for host in hosts.split(",")]
    name, _, database = parts.path.strip("/").partition("/")
    if not name or not all(one.hostname for one in each):
        raise ValueError("no sentinels, or no name of what they watch")
    return Watched(
        tuple((one.hostname or "", one.port or USUAL_PORT) for one in each),
        name,
        int(database or 0),
        unquote(username) or None,
        unquote(password) or None,
    )


@asynccontextmanager
async def redis_at(url: str, **how: Any) -> AsyncIterator[Redis]:
    """A client of the server that takes writes, whichever that is at each connection."""
    redis = _client(url, how)
    try:
        yield redis
    finally:
        await hang_up(redis)


async def hang_up(redis: Redis) -> None:
    """Close a client, and what it asks the sentinels by."""
    await redis.aclose()
    if isinstance(redis.connection_pool, SentinelConnectionPool):
        for sentinel in redis.connection_pool.sentinel_manager.sentinels:
            await sentinel.aclose()


def _client(url: str, how: dict[str, Any]) -> Redis:
    if (found := watched(url)) is None:
        made: Redis = Redis.from_url(url, **how)
        return made
    login = {"db": found.database, "username": found.username, "password": found.password}
    asked: Any = Sentinel  # has no types
    master: Redis = asked(list(found.sentinels), **login, **how).master_for(found.name)
    return master
