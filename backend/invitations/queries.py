"""Reading invitations and batches, and what became of the mail of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from backend.core.access import Actor, Permission, Role, require
from backend.core.db import Row, reading
from backend.core.paging import Keyset, Page, PageRequest, count_rows, make_page
from backend.core.sqltext import Where
from backend.invitations.filters import STATE, InvitationFilter, invitations_where, narrowed
from backend.invitations.models import InvitationState

COLUMNS = f"""i.id, i.member_id, m.email, {STATE} AS state, i.role, i.door, i.operation, i.batch_id,
    i.invited_by, i.created_at, i.expires_at, i.accepted_at"""
BATCH_COLUMNS = """id, operation, door, created_by, key_id, counts, hold_until, undone_at, created_at"""
NEWEST = Keyset("i.id", "uuid", descending=True, id_column="i.id")  # ids made later sort later
NEWEST_BATCH = Keyset("id", "uuid", descending=True)
SOURCE = "invitations i JOIN members m ON m.id = i.member_id"


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation as it stands."""

    id: UUID
    member_id: UUID
    email: str | None
    state: InvitationState
    role: Role
    door: str
    operation: str
    batch_id: UUID | None
    invited_by: UUID | None
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as it stands."""

    id: UUID
    operation: str
    door: str
    created_by: UUID | None
    key_id: UUID | None
    counts: dict[str, int]
    hold_until: datetime | None
    undone_at: datetime | None
    created_at: datetime


async def list_invitations(
    actor: Actor, page: PageRequest, wanted: InvitationFilter | None = None
) -> Page[InvitationRow]:
    """One page of the invitations that the caller may see, newest first."""
    require(actor, Permission.SEE_INVITATIONS)
    async with reading(actor.workspace_id) as sql:
        where, either = await narrowed(sql, actor, wanted or InvitationFilter())
        statement = NEWEST.statement(COLUMNS, f"{SOURCE} WHERE {where}", either, page, where.parameters)
        rows = await sql.fetch(statement, *where.parameters)
    return make_page(rows, page, read_invitation, lambda row: (row["id"], row["id"]))


async def count_invitations(actor: Actor, wanted: InvitationFilter | None = None) -> int:
    """How many there are, counted up to 10,001."""
    require(actor, Permission.SEE_INVITATIONS)
    async with reading(actor.workspace_id) as sql:
        where, either = await narrowed(sql, actor, wanted or InvitationFilter())
    return await count_rows(actor, f"{SOURCE} WHERE {where}", where.parameters, either)


async def latest_invitations(actor: Actor, member_ids: Sequence[UUID]) -> dict[UUID, InvitationRow]:
    """The newest invitation of each of these members."""
    where = invitations_where(actor, InvitationFilter())
    where.add("i.member_id = ANY({}::uuid[])", list(member_ids))
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"""SELECT DISTINCT ON (i.member_id) {COLUMNS} FROM invitations i
            JOIN members m ON m.id = i.member_id WHERE {where}
            ORDER BY i.member_id, i.created_at DESC, i.id DESC""",
            *where.parameters,
        )
    return {row["member_id"]: read_invitation(row) for row in rows}


async def invitations_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, InvitationRow]:
    """Those of these invitations that the caller may see."""
    where = invitations_where(actor, InvitationFilter())
    where.add("i.id = ANY({}::uuid[])", list(ids))
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM invitations i JOIN members m ON m.id = i.member_id WHERE {where}",
            *where.parameters,
        )
    return {row["id"]: read_invitation(row) for row in rows}


async def list_batches(actor: Actor, page: PageRequest) -> Page[BatchRow]:
    """One page of the batches that the caller may see, newest first."""
    require(actor, Permission.SEE_BATCHES)
    where = _batches_of(actor)
    beyond, tail = NEWEST_BATCH.clause(page, where.parameters)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {BATCH_COLUMNS} FROM batches WHERE {where} AND {beyond} {tail}", *where.parameters
        )
    return make_page(rows, page, read_batch, lambda row: (row["id"], row["id"]))


async def count_batches(actor: Actor) -> int:
    """How many there are, counted up to 10,001."""
    require(actor, Permission.SEE_BATCHES)
    where = _batches_of(actor)
    return await count_rows(actor, f"batches WHERE {where}", where.parameters)


async def batches_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, BatchRow]:
    """Those of these batches that the caller may see."""
    where = _batches_of(actor)
    where.add("id = ANY({}::uuid[])", list(ids))
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(f"SELECT {BATCH_COLUMNS} FROM batches WHERE {where}", *where.parameters)
    return {row["id"]: read_batch(row) for row in rows}


def read_invitation(row: Row) -> InvitationRow:
    """An invitation out of its row."""
    values: list[Any] = list(row.values())[: len(InvitationRow.__slots__)]
    values[3:5] = [InvitationState(row["state"]), Role(row["role"])]
    return InvitationRow(*values)


def read_batch(row: Row) -> BatchRow:
    """A batch out of its row."""
    values: list[Any] = list(row.values())
    values[5] = orjson.loads(row["counts"])
    return BatchRow(*values)


def _batches_of(actor: Actor) -> Where:
    where = Where()
    where.add("workspace_id = {}", actor.workspace_id)
    if not actor.is_admin:
        where.add("created_by = {}", actor.member_id)
    return where
