"""One action, one transaction; what others must hear goes out only after the commit."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from prometheus_client import Counter
from tortoise.transactions import in_transaction

from backend.core.access import Actor
from backend.core.db import (
    BY_INDEX,
    CROSS_WORKSPACES,
    Connection,
    Enclosing,
    enclosing,
    enter_workspace,
    idle_at_most,
    sitting,
)
from backend.core.failpoints import Point, reached

log = logging.getLogger(__name__)
UNHEARD = Counter("usher_unheard_pokes", "Times that the broker could not be reached after a commit")

Poke = Callable[[list[str]], Awaitable[None]]
Announce = Callable[[list["Change"]], Awaitable[None]]


class ChangeKind(StrEnum):
    """What kind of thing has changed; ANYTHING after a break in the connection."""

    ANYTHING = "ANYTHING"
    WORKSPACE = "WORKSPACE"
    MEMBER = "MEMBER"
    GROUP = "GROUP"
    PROGRAM = "PROGRAM"
    SESSION = "SESSION"
    INVITATION = "INVITATION"
    MAIL = "MAIL"
    IMPORT = "IMPORT"
    WEBHOOK = "WEBHOOK"


@dataclass(frozen=True, slots=True)
class Change:
    """Something others may be looking at has changed: what kind of thing, and which (None for many)."""

    workspace_id: UUID
    kind: ChangeKind
    id: UUID | None


@dataclass(slots=True)
class Work:
    """A transaction in progress: `sql` speaks to it, `now` is its instant by usher_now()."""

    sql: Connection
    now: datetime
    workspace_id: UUID | None
    pokes: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def poke(self, job: str) -> None:
        """Wake the worker for this job once the transaction has committed."""
        if job not in self.pokes:
            self.pokes.append(job)

    def changed(self, kind: ChangeKind, *ids: UUID) -> None:
        """Tell the live screens, once committed; many ids are told as one change of that kind."""
        if self.workspace_id is not None:
            told: list[UUID | None] = list(ids) if 0 < len(ids) <= 20 else [None]
            self.changes.extend(Change(self.workspace_id, kind, one) for one in told)


@dataclass(slots=True)
class Messenger:
    """How this process reaches the others; set at start, silent until then."""

    poke: Poke | None = None
    announce: Announce | None = None


messenger = Messenger()
_outer: ContextVar[Work | None] = ContextVar("outer", default=None)


@asynccontextmanager
async def unit_of_work(actor: Actor) -> AsyncIterator[Work]:
    """A transaction in the actor's workspace; pokes and changes go out after it committed."""
    enter = f"{enter_workspace(actor.workspace_id)}, {BY_INDEX}, {idle_at_most(60)}"
    async with _transaction(enter, actor.workspace_id) as work:
        yield work


@asynccontextmanager
async def crossing_work() -> AsyncIterator[Work]:
    """A transaction that crosses workspaces: sign-in, delivery and clock times only."""
    async with _transaction(CROSS_WORKSPACES, None) as work:
        yield work


@asynccontextmanager
async def enclosing_work(actor: Actor) -> AsyncIterator[Work]:
    """A transaction around a whole operation: the units of work within become its savepoints.

    What they would send out waits until this one has committed.
    """
    async with unit_of_work(actor) as work:
        token = enclosing.set(Enclosing(work.sql, actor.workspace_id))
        outer = _outer.set(work)
        try:
            yield work
        finally:
            enclosing.reset(token)
            _outer.reset(outer)


@asynccontextmanager
async def _transaction(enter: str, workspace_id: UUID | None) -> AsyncIterator[Work]:
    if (seat := sitting.get()) is not None:
        await seat.rise()
    async with in_transaction() as transaction:
        connection: Any = transaction
        sql: Connection = connection._connection
        await sql.execute(enter)
        now = await sql.fetchval("SELECT public.usher_now()")
        work = Work(sql, now, workspace_id)
        yield work
        outer = _outer.get()
        if outer is not None and outer.workspace_id is not None:
            await sql.execute(enter_workspace(outer.workspace_id))  # a savepoint does not undo a role
        elif work.pokes:
            await reached(Point.BEFORE_COMMIT)
    if outer is None or workspace_id is None:
        await _send_out(work.pokes, work.changes)
        return
    outer.pokes += [job for job in work.pokes if job not in outer.pokes]
    outer.changes += work.changes


async def announce(changes: Sequence[Change]) -> None:
    """Tell the live screens what changed outside a unit of work; what fails is counted and forgotten."""
    await _send_out([], changes)


async def _send_out(pokes: list[str], changes: Sequence[Change]) -> None:
    """Errors here are counted and forgotten: the rows are the promise, the sweep finds them."""
    try:
        if messenger.poke and pokes:
            await reached(Point.BEFORE_POKE)
            await messenger.poke(pokes)
        if messenger.announce and changes:
            await messenger.announce(list(changes))
    except Exception:
        UNHEARD.inc()
        log.warning("could not reach the broker after a commit")
