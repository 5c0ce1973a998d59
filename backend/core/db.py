"""The database: one pool per process, and transactions that see one workspace or, for workers, all.

Row-level security is the second wall: inside a transaction the role is `usher_app` and sees only the rows
of `usher.workspace`, or `usher_worker`, which crosses workspaces. Both are set transaction-locally, so
that a pooler in transaction mode can stand between.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from tortoise import Tortoise, connections

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Row: TypeAlias = asyncpg.Record

# A cursor's statement would else have a name that outlives the transaction, on a connection that a pooler
# gives to the next: it would be left there, or be another's of the same name.
NAMELESS = ""


async def open_database(config: dict[str, Any]) -> None:
    """Start Tortoise and its pool for this process."""
    await Tortoise.init(config=config, _enable_global_fallback=True)


async def close_database() -> None:
    """Close the pool; call once, at the end."""
    await Tortoise.close_connections()


async def nothing_to_reset(_connection: object) -> None:
    """Roles, settings and locks end with their transaction; asking for a reset would cost a round trip."""


async def pool() -> asyncpg.Pool[asyncpg.Record]:
    """The asyncpg pool under Tortoise, opened at first use."""
    client: Any = connections.get("default")
    while hasattr(client, "_parent"):  # within a transaction Tortoise answers that one's client
        client = client._parent
    if client._pool is None:
        async with client._pool_init_lock:  # Tortoise's own: several tasks may come first at once
            if client._pool is None:
                await client.create_connection(with_db=True)
    found: asyncpg.Pool[asyncpg.Record] = client._pool
    return found


# To compile a plan takes seconds on a busy server, and far longer than ours take to run.
NO_COMPILING = "set_config('jit','off',true)"


def enter_workspace(workspace_id: UUID) -> str:
    """The statement that narrows a transaction to one workspace."""
    mine = f"set_config('usher.workspace','{UUID(str(workspace_id))}',true)"
    return f"SELECT set_config('role','usher_app',true), {mine}, {NO_COMPILING}"


# What is written to lies in memory. By the database's usual price of a jump, the check of a foreign key reads
# a table of some hundred rows through for each row, and a join of a thousand members reads all there are.
BY_INDEX = "set_config('random_page_cost','1.1',true)"


def idle_at_most(seconds: int) -> str:
    """Part of such a statement: a process that stands still in mid-transaction soon frees what it locked."""
    return f"set_config('idle_in_transaction_session_timeout','{seconds}s',true)"


CROSS_WORKSPACES = (
    f"SELECT set_config('role','usher_worker',true), {NO_COMPILING}, {idle_at_most(15)}"  # under a lease
)

# For statements that find a few rows by their keys: one plan, made once and always by index. Planned anew
# each time they cost as much again, and where statistics are old they read whole tables.
BY_KEYS = f"{CROSS_WORKSPACES}, " + ", ".join(
    f"set_config('{name}','{value}',true)"
    for name, value in {
        "plan_cache_mode": "force_generic_plan",
        "enable_seqscan": "off",
        "enable_hashjoin": "off",
        "enable_mergejoin": "off",
    }.items()
)


MANY = 2_000  # rows at once


async def plan_anew(sql: Connection, written: int) -> None:
    """After so many rows were written, forget the plans that this connection keeps.

    Those of foreign keys' checks are kept for good. One that was made while its table was small reads the
    whole of it, for each row that is written from now on.
    """
    if written >= MANY:
        await sql.execute("DISCARD PLANS")


@dataclass(slots=True)
class Enclosing:
    """A transaction around a whole operation, which reads and writes of the same workspace join.

    One connection speaks to one at a time: reads wait for each other.
    """

    sql: Connection
    workspace_id: UUID
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


enclosing: ContextVar[Enclosing | None] = ContextVar("enclosing", default=None)


@dataclass(slots=True)
class Sitting:
    """One connection for all that a request reads, taken at its first question.

    Who is asking is found in a transaction that crosses workspaces, everything else in one that sees theirs.
    """

    sql: Connection | None = None
    entered: str = ""
    over: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def enter(self, statement: str) -> Connection:
        """The connection in a transaction that this statement begins; call it in turn."""
        if self.over:
            raise RuntimeError("The request is over.")
        if self.sql is None:
            self.sql = await (await pool()).acquire()
            await self.sql.execute(statement)
        elif self.entered != statement:
            await self.sql.execute(f"COMMIT; {statement}")
        self.entered = statement
        return self.sql

    async def rise(self) -> None:
        """Give the connection back, so that whoever writes can't wait for one that this request holds."""
        async with self.turn:
            if self.sql is None:
                return
            sql, self.sql, self.entered = self.sql, None, ""
            try:
                if not sql.is_closed():
                    await sql.execute("COMMIT")  # what failed is rolled back by the same word
            finally:
                await (await pool()).release(sql)

    async def end(self) -> None:
        """Rise for good."""
        self.over = True
        await self.rise()


sitting: ContextVar[Sitting | None] = ContextVar("sitting", default=None)


@asynccontextmanager
async def one_sitting() -> AsyncIterator[None]:
    """Within, whatever reads shares one connection; nothing may write but what says who is asking."""
    seat = Sitting()
    token = sitting.set(seat)
    try:
        yield
    finally:
        sitting.reset(token)
        await seat.end()


@asynccontextmanager
async def reading(workspace_id: UUID) -> AsyncIterator[Connection]:
    """A read-only transaction that sees one workspace, or the one around this operation."""
    around, seat = enclosing.get(), sitting.get()
    begin = f"BEGIN READ ONLY; {enter_workspace(workspace_id)}"
    if around is not None and around.workspace_id == workspace_id:
        async with around.turn:
            yield around.sql
    elif seat is not None:
        async with seat.turn:
            yield await seat.enter(begin)
    else:
        async with (await pool()).acquire() as connection:
            await connection.execute(begin)
            try:
                yield connection
            finally:
                await connection.execute("COMMIT")


@asynccontextmanager
async def crossing(enter: str = CROSS_WORKSPACES) -> AsyncIterator[Connection]:
    """A transaction that crosses workspaces: sign-in, tokens, delivery and clock times only."""
    if (seat := sitting.get()) is not None:
        async with seat.turn:
            yield await seat.enter(f"BEGIN; {enter}")
        return
    async with (await pool()).acquire() as connection:
        await connection.execute(f"BEGIN; {enter}")
        try:
            yield connection
        except BaseException:
            if not connection.is_closed():
                await connection.execute("ROLLBACK")
            raise
        await connection.execute("COMMIT")
