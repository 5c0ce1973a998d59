"""Addresses of PostgreSQL, of one server or of several of which one is the primary.

`postgresql://user:password@one:5432,two:5432/usher?target_session_attrs=read-write` names several, as libpq
reads it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

OURS = {"statement_cache_size": int, "timeout": float}  # what the driver takes beside the address

PATIENCE = 5.0  # seconds for each of several servers to let somebody in
NEXT = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it starts, or ends
    asyncpg.TargetServerAttributeNotMatched,
)


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
    """Connects to the first server that is what the address asks for, beginning with the last that was.

    The driver could try several itself, but within one timeout: a host that swallows packets would use it up.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        login, at, hosts = parts.netloc.rpartition("@")
        each = [urlunsplit(parts._replace(netloc=f"{login}{at}{host}")) for host in hosts.split(",")]
        self._servers = [driver_arguments(one) for one in each]

    async def __call__(self, *_arguments: object, **how: Any) -> asyncpg.Connection[asyncpg.Record]:
        """As asyncpg.connect; of what the pool says of one server, only that which fits them all is heard."""
        kept = {name: how[name] for name in ("loop", "connection_class", "record_class") if name in how}
        failure: Exception | None = None
        for server in list(self._servers):
            dsn, beside = server
            try:
                connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(
                    dsn, **({"timeout": PATIENCE} | beside | kept)
                )
            except NEXT as error:
                failure = error
            else:
                self._servers.sort(key=lambda one: one is not server)
                return connection
        raise failure or OSError("the address names no server")
