"""Reading the audit: who did what, when, by which door or key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from backend.core.access import Actor, Permission, require
from backend.core.db import Row, reading
from backend.core.paging import Keyset, Page, PageRequest, count_rows, make_page
from backend.core.sqltext import Where

COLUMNS = "id, at, action, door, actor_id, key_id, subject_kind, subject_id, batch_id, data"
MOST_APART = 8  # actions
NEWEST = Keyset("id", "uuid", descending=True)  # ids made later sort later


@dataclass(frozen=True, slots=True)
class AuditEventRow:
    """One event as it was written; it never changes."""

    id: UUID
    at: datetime
    action: str
    door: str
    actor_id: UUID | None
    key_id: UUID | None
    subject_kind: str
    subject_id: UUID | None
    batch_id: UUID | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the list is narrowed to; everything given must hold."""

    actions: tuple[str, ...] = ()
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    batch_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


async def list_audit_events(actor: Actor, page: PageRequest, wanted: AuditFilter) -> Page[AuditEventRow]:
    """One page of the events, newest first."""
    require(actor, Permission.SEE_AUDIT)
    where = _where(actor, wanted)
    either = _of_actions(wanted, where)
    statement = NEWEST.statement(COLUMNS, f"audit_events WHERE {where}", either, page, where.parameters)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(statement, *where.parameters)
    return make_page(rows, page, read_audit_event, lambda row: (row["id"], row["id"]))


async def count_audit_events(actor: Actor, wanted: AuditFilter) -> int:
    """How many there are, counted up to 10,001."""
    require(actor, Permission.SEE_AUDIT)
    where = _where(actor, wanted)
    either = _of_actions(wanted, where)
    return await count_rows(actor, f"audit_events WHERE {where}", where.parameters, either)


def read_audit_event(row: Row) -> AuditEventRow:
    """An event out of its row."""
    values: list[Any] = list(row.values())[: len(AuditEventRow.__slots__)]
    values[-1] = orjson.loads(row["data"])
    return AuditEventRow(*values)


def _where(actor: Actor, wanted: AuditFilter) -> Where:
    where = Where()
    where.add("workspace_id = {}", actor.workspace_id)
    for column, value in (
        ("actor_id", wanted.actor_id),
        ("subject_id", wanted.subject_id),
        ("batch_id", wanted.batch_id),
    ):
        if value is not None:
            where.add(f"{column} = {{}}", value)
    if wanted.since is not None:
        where.add("at >= {}", wanted.since)
    if wanted.until is not None:
        where.add("at < {}", wanted.until)
    return where


def _of_actions(wanted: AuditFilter, where: Where) -> list[str]:
    """Each action is read in order from its index, where it is a few that are asked for."""
    actions = list(dict.fromkeys(wanted.actions))
    if len(actions) > MOST_APART:
        return [where.written("action = ANY({}::text[])", actions)]
    return [where.written("action = {}", action) for action in actions] or ["true"]
