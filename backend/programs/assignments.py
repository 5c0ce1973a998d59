"""Reading where groups stand: in single sessions, and in programs and so in all their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.access import Actor, Permission, Role, require
from backend.core.db import reading
from backend.core.paging import Keyset, Page, PageRequest, count_rows, make_page
from backend.core.sqltext import Where
from backend.groups.queries import LED, seen_by

COLUMNS = "a.id, a.group_id, a.session_id, a.program_id, a.created_at"
SOURCE = "assignments a JOIN groups ON groups.id = a.group_id"
BY_AGE = Keyset("a.created_at", "timestamptz", id_column="a.id")


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A group in a session, or in a program."""

    id: UUID
    group_id: UUID
    session_id: UUID | None
    program_id: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AssignmentFilter:
    """What a list is narrowed to; in a session also stand the groups of its program."""

    group_id: UUID | None = None
    session_id: UUID | None = None
    program_id: UUID | None = None


async def list_assignments(actor: Actor, page: PageRequest, wanted: AssignmentFilter) -> Page[AssignmentRow]:
    """One page of where groups stand that the caller may see, oldest first."""
    require(actor, Permission.SEE_PROGRAMS)
    where = _where(actor, wanted)
    beyond, tail = BY_AGE.clause(page, where.parameters)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM {SOURCE} WHERE {where} AND {beyond} {tail}", *where.parameters
        )
    return make_page(
        rows, page, lambda row: AssignmentRow(*row.values()), lambda row: (row["created_at"], row["id"])
    )


async def count_assignments(actor: Actor, wanted: AssignmentFilter) -> int:
    """How many there are, counted up to 10,001."""
    require(actor, Permission.SEE_PROGRAMS)
    where = _where(actor, wanted)
    return await count_rows(actor, f"{SOURCE} WHERE {where}", where.parameters)


def _where(actor: Actor, wanted: AssignmentFilter) -> Where:
    where = Where()
    where.add("a.workspace_id = {}", actor.workspace_id)
    where.add("a.ended_at IS NULL")
    seen_by(actor, where)
    if actor.role is Role.TRAINEE:  # where a group stands concerns who leads it
        where.add(
            f"""EXISTS (SELECT 1 FROM memberships mine WHERE mine.group_id = a.group_id
            AND mine.member_id = {{}} AND mine.role IN {LED})""",
            actor.member_id,
        )
    if wanted.group_id is not None:
        where.add("a.group_id = {}", wanted.group_id)
    if wanted.program_id is not None:
        where.add("a.program_id = {}", wanted.program_id)
    if wanted.session_id is not None:
        where.add(
            """(a.session_id = {0}
            OR a.program_id = (SELECT s.program_id FROM sessions s WHERE s.id = {0}))""",
            wanted.session_id,
        )
    return where
