"""Addresses of PostgreSQL, of one server or of several of which one is the primary.

`postgresql://user:password@one:5432,two:5432/usher?target_session_attrs=read-write` names several, as libpq
reads it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

OURS = {"statement_cache_size": int, "timeout": float}  # what the driver takes beside the address


def has_several_hosts(url: str) -> bool:
    """Whether an address names more than one server."""
    return "," in urlsplit(url).netloc.rpartition("@")[2]


def first_host(url: str) -> str:
    """The same address with its first server alone."""
    parts = urlsplit(url)
    login, at, hosts = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{login}{at}{hosts.partition(',')[0]}"))


def driver_arguments(url: str) -> tuple[str, dict[str, Any]]:
    """The address as asyncpg reads it, and what it wants to be told beside it."""
    parts = urlsplit(url)
    given = parse_qsl(parts.query, keep_blank_values=True)
    rest = urlencode([(name, value) for name, value in given if name not in OURS], safe="/:,")
    beside = {name: OURS[name](value) for name, value in given if name in OURS}
    return urlunsplit(parts._replace(query=rest)), beside


class Connector:
    """Connects to whichever of the servers answers to what the address asks, each time anew."""

    def __init__(self, url: str) -> None:
        self._dsn, self._beside = driver_arguments(url)

    async def __call__(self, *_arguments: object, **how: Any) -> asyncpg.Connection[asyncpg.Record]:
        """As asyncpg.connect; of what the pool says of one server, only that which fits them all is heard."""
        kept = {name: how[name] for name in ("loop", "connection_class", "record_class") if name in how}
        connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(
            self._dsn, **self._beside, **kept
        )
        return connection
