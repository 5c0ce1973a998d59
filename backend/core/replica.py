"""The replica: a streaming copy that large reads come from, where one is set, answers and keeps up.

The walls are the primary's: the same role and workspace begin each transaction, and the policies came with
the data.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import asyncpg
from prometheus_client import Counter, Gauge

from backend.core.db import Connection, enclosing, enter_workspace, nothing_to_reset, reading
from backend.core.dsn import Connector

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds to get a connection
PAUSE = 1.0  # after a failure, so that readers are not slowed one after the other
FARTHEST = 30.0  # seconds the replica may be behind
TO_CATCH_UP = 0.2  # after a long silence the first change looks as old as the silence
AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it starts, or ends
    asyncpg.InsufficientResourcesError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.TargetServerAttributeNotMatched,
)

LAG = Gauge("usher_replica_lag_seconds", "How far the replica was behind when it was last read from")
INSTEAD = Counter(
    "usher_replica_reads_by_primary", "Reads meant for the replica that the primary answered", ["why"]
)

# What was committed at the primary before this was asked is there, or since when something is missing.
# A server that doesn't follow has become a primary, maybe of a past that the others don't share.
BEHIND = """
    SELECT pg_is_in_recovery() AS follows, CASE
        WHEN pg_last_wal_replay_lsn() >= $1::text::pg_lsn THEN 0
        WHEN pg_last_xact_replay_timestamp() IS NULL THEN 'infinity'
        ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float END AS seconds
"""


class Unfit(Exception):
    """The replica answers, and should not be read from."""


@dataclass(slots=True)
class Replica:
    """One process's way to it; `why` says what keeps from reading there, for as long as it does."""

    pool: asyncpg.Pool[asyncpg.Record]
    why: str = ""
    away_until: float = 0.0

    async def begin(self, workspace_id: UUID, written: str) -> Connection | None:
        """A connection in a transaction of this workspace; None where the primary must answer."""
        if time.monotonic() < self.away_until:
            INSTEAD.labels(self.why).inc()
            return None
        copy: Connection | None = None
        try:
            copy = await self.pool.acquire(timeout=PATIENCE)
            await copy.execute(f"BEGIN READ ONLY; {enter_workspace(workspace_id)}")
            await _check(copy, written)
        except (*AWAY, Unfit) as error:
            if copy is not None:
                await self.end(copy)
            self._leave_out("behind" if isinstance(error, Unfit) else "away", error)
            return None
        if self.why:
            log.warning("the replica is read from again")
            self.why = ""
        return copy

    async def end(self, copy: Connection) -> None:
        """Give the connection back; what it read stands, whatever becomes of it."""
        try:
            if not copy.is_closed():
                await copy.execute("COMMIT")
        except AWAY:
            copy.terminate()
        finally:
            await self.pool.release(copy)

    def _leave_out(self, why: str, error: Exception) -> None:
        if self.why != why:
            told = str(error) if isinstance(error, Unfit) else type(error).__name__
            log.warning("the replica is %s (%s); the primary answers for it", why, told)
        self.why, self.away_until = why, time.monotonic() + PAUSE
        INSTEAD.labels(why).inc()


_open: list[Replica] = []


async def open_replica(url: str) -> None:
    """Read from this copy what is large and may be a moment old; connections are opened at first need."""
    pool = await asyncpg.create_pool(connect=Connector(url), min_size=0, max_size=10, reset=nothing_to_reset)
    _open.append(Replica(pool))


async def close_replica() -> None:
    """Close its pool; call once, at the end."""
    while _open:
        await _open.pop().pool.close()


@asynccontextmanager
async def reading_afar(workspace_id: UUID) -> AsyncIterator[Connection]:
    """As `reading`, from the replica where there is one: for what is large and may be a moment old."""
    copy = await _from_replica(workspace_id) if _open and enclosing.get() is None else None
    if copy is None:
        async with reading(workspace_id) as sql:
            yield sql
        return
    try:
        yield copy
    finally:
        await _open[0].end(copy)


async def _from_replica(workspace_id: UUID) -> Connection | None:
    async with reading(workspace_id) as sql:  # the primary alone knows how far it has written
        written: str = await sql.fetchval("SELECT pg_current_wal_lsn()::text")
    return await _open[0].begin(workspace_id, written)


async def _check(copy: Connection, written: str) -> None:
    for pause in (0.0, TO_CATCH_UP):
        await asyncio.sleep(pause)
        (row,) = await copy.fetch(BEHIND, written)
        if not row["follows"]:
            raise Unfit("it follows nobody")
        LAG.set(row["seconds"])
        if row["seconds"] <= FARTHEST:
            return
    raise Unfit(f"{row['seconds']:.0f} s")
