"""Reading programs and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.access import Actor, Permission, Role, require
from backend.core.db import Connection, Row, reading
from backend.core.errors import InvalidInput, NotFound
from backend.core.paging import (
    Keyset,
    Page,
    PageRequest,
    count_of_each,
    count_rows,
    make_page,
    read_pages,
)
from backend.core.sqltext import Column, Where, contains
from backend.core.text import sort_key
from backend.groups.queries import LED, GroupRow, groups_by_id
from backend.programs.rules import SessionState, check_open, session_state

PROGRAM_COLUMNS = """programs.id, title, summary, content_url, programs.archived_at, programs.created_at,
    sort_title, programs.created_by"""
SESSION_COLUMNS = """sessions.id, sessions.program_id, sessions.name, sessions.starts_at, sessions.ends_at,
    sessions.time_zone, sessions.cancelled_at, sessions.created_at, (SELECT public.usher_now()) AS now"""
OF_LED_GROUPS = f"""SELECT 1 FROM assignments a JOIN memberships mine ON mine.group_id = a.group_id
    WHERE mine.member_id = {{0}} AND mine.role IN {LED} AND a.ended_at IS NULL"""
BY_TITLE = Keyset("sort_title", "text", id_column="programs.id")
BY_START = Keyset("sessions.starts_at", "timestamptz", id_column="sessions.id")


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program as it stands."""

    id: UUID
    title: str
    summary: str
    content_url: str
    archived_at: datetime | None
    created_at: datetime
    sort_title: str
    created_by: UUID | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it stands."""

    id: UUID
    program_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime | None
    time_zone: str
    cancelled_at: datetime | None
    created_at: datetime
    state: SessionState


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """What a list of sessions is narrowed to."""

    program_id: UUID | Column | None = None
    group_id: UUID | Column | None = None
    states: tuple[SessionState, ...] = ()


async def list_programs(
    actor: Actor, page: PageRequest, search: str | None = None, *, archived: bool = False
) -> Page[ProgramRow]:
    """One page of the programs that the caller may see, by title; of those put away where `archived`."""
    require(actor, Permission.SEE_PROGRAMS)
    where = _listed(actor, search, archived)
    beyond, tail = BY_TITLE.clause(page, where.parameters)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {PROGRAM_COLUMNS} FROM programs WHERE {where} AND {beyond} {tail}", *where.parameters
        )
    return make_page(rows, page, read_program, lambda row: (row["sort_title"], row["id"]))


async def count_programs(actor: Actor, search: str | None = None, *, archived: bool = False) -> int:
    """How many there are, counted up to 10,001."""
    require(actor, Permission.SEE_PROGRAMS)
    where = _listed(actor, search, archived)
    return await count_rows(actor, f"programs WHERE {where}", where.parameters)


async def programs_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, ProgramRow]:
    """Those of these programs that the caller may see."""
    where = _programs_of(actor)
    where.add("programs.id = ANY({}::uuid[])", list(ids))
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(f"SELECT {PROGRAM_COLUMNS} FROM programs WHERE {where}", *where.parameters)
    return {row["id"]: read_program(row) for row in rows}


async def list_sessions(
    actor: Actor, page: PageRequest, wanted: SessionFilter | None = None
) -> Page[SessionRow]:
    """One page of the sessions that the caller may see, by start."""
    require(actor, Permission.SEE_PROGRAMS)
    statement, parameters = _sessions_page(actor, page, wanted or SessionFilter())
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(statement, *parameters)
    return make_page(rows, page, read_session, _start)


async def sessions_of_each(
    actor: Actor, wanted: SessionFilter, page: PageRequest, owners: Sequence[UUID]
) -> dict[UUID, Page[SessionRow]]:
    """One page of the sessions of each of these programs or groups; `wanted` says OWNER for them."""
    require(actor, Permission.SEE_PROGRAMS)
    statement, parameters = _sessions_page(actor, page, wanted)
    return await read_pages(actor, owners, page, statement, parameters, read_session, _start)


async def count_sessions_of_each(
    actor: Actor, wanted: SessionFilter, owners: Sequence[UUID]
) -> dict[UUID, int]:
    """How many sessions each of these programs or groups has; `wanted` says OWNER for them."""
    require(actor, Permission.SEE_PROGRAMS)
    where = _sessions_of(actor)
    _narrow(where, wanted)
    return await count_of_each(actor, owners, f"sessions WHERE {where}", where.parameters)


async def count_sessions(actor: Actor, wanted: SessionFilter | None = None) -> int:
    """How many there are, counted up to 10,001."""
    require(actor, Permission.SEE_PROGRAMS)
    where = _sessions_of(actor)
    _narrow(where, wanted or SessionFilter())
    return await count_rows(actor, f"sessions WHERE {where}", where.parameters)


async def sessions_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, SessionRow]:
    """Those of these sessions that the caller may see."""
    where = _sessions_of(actor)
    where.add("sessions.id = ANY({}::uuid[])", list(ids))
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(f"SELECT {SESSION_COLUMNS} FROM sessions WHERE {where}", *where.parameters)
    return {row["id"]: read_session(row) for row in rows}


async def assigned_groups(actor: Actor, session_ids: Sequence[UUID]) -> dict[UUID, list[GroupRow]]:
    """The groups that stand in each of these sessions, as far as the caller may see them."""
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            """SELECT DISTINCT s.id, a.group_id FROM sessions s
            JOIN assignments a ON a.session_id = s.id OR a.program_id = s.program_id
            WHERE s.workspace_id = $1 AND s.id = ANY($2::uuid[]) AND a.ended_at IS NULL""",
            actor.workspace_id,
            list(session_ids),
        )
    groups = await groups_by_id(actor, [row["group_id"] for row in rows])
    found: dict[UUID, list[GroupRow]] = {one: [] for one in session_ids}
    for row in rows:
        if group := groups.get(row["group_id"]):
            found[row["id"]].append(group)
    for some in found.values():
        some.sort(key=lambda group: (group.sort_name, group.id))
    return found


async def require_session(sql: Connection, actor: Actor, session_id: UUID) -> SessionRow:
    """A session that is the caller's to manage: an admin's, or of a trainer's own program; else NotFound."""
    where = _sessions_of(actor, managed=True)
    where.add("sessions.id = {}", session_id)
    row = await sql.fetchrow(f"SELECT {SESSION_COLUMNS} FROM sessions WHERE {where}", *where.parameters)
    if row is None:
        raise NotFound
    return read_session(row)


async def require_open_session(sql: Connection, actor: Actor, session_id: UUID, field: str) -> SessionRow:
    """The same, where it is neither over nor called off; else InvalidInput that points to `field`."""
    session = await require_session(sql, actor, session_id)
    if refusal := check_open(session.state, field):
        raise InvalidInput(refusal)
    return session


async def require_program(sql: Connection, actor: Actor, program_id: UUID) -> ProgramRow:
    """A program that is the caller's to manage; else NotFound."""
    where = _programs_of(actor, managed=True)
    where.add("programs.id = {}", program_id)
    row = await sql.fetchrow(f"SELECT {PROGRAM_COLUMNS} FROM programs WHERE {where}", *where.parameters)
    if row is None:
        raise NotFound
    return read_program(row)


def read_program(row: Row) -> ProgramRow:
    """A program out of its row."""
    return ProgramRow(*row.values())


def read_session(row: Row) -> SessionRow:
    """A session out of its row."""
    state = session_state(row["starts_at"], row["ends_at"], row["cancelled_at"], row["now"])
    values = [*list(row.values())[:8], state]
    return SessionRow(*values)


def _start(row: Row) -> tuple[datetime, UUID]:
    return row["starts_at"], row["id"]


def _sessions_page(actor: Actor, page: PageRequest, wanted: SessionFilter) -> tuple[str, list[Any]]:
    where = _sessions_of(actor)
    _narrow(where, wanted)
    beyond, tail = BY_START.clause(page, where.parameters)
    return f"SELECT {SESSION_COLUMNS} FROM sessions WHERE {where} AND {beyond} {tail}", where.parameters


def _listed(actor: Actor, search: str | None, archived: bool) -> Where:
    where = _programs_of(actor)
    where.add("programs.archived_at IS NOT NULL" if archived else "programs.archived_at IS NULL")
    if search and search.strip():
        where.add("sort_title LIKE {}", contains(sort_key(search.strip())))
    return where


def _programs_of(actor: Actor, *, managed: bool = False) -> Where:
    where = Where()
    where.add("programs.workspace_id = {}", actor.workspace_id)
    if actor.role is Role.TRAINER and managed:
        where.add("programs.created_by = {}", actor.member_id)
    elif actor.role is Role.TRAINEE:
        where.add(
            f"""(EXISTS (SELECT 1 FROM sessions JOIN registrations ON session_id = sessions.id
            WHERE program_id = programs.id AND member_id = {{0}} AND ended_at IS NULL)
            OR EXISTS ({OF_LED_GROUPS} AND (a.program_id = programs.id OR EXISTS (
            SELECT 1 FROM sessions s WHERE s.id = a.session_id AND s.program_id = programs.id))))""",
            actor.member_id,
        )
    return where


def _sessions_of(actor: Actor, *, managed: bool = False) -> Where:
    where = Where()
    where.add("sessions.workspace_id = {}", actor.workspace_id)
    if actor.role is Role.TRAINER and managed:
        where.add(
            "EXISTS (SELECT 1 FROM programs WHERE id = sessions.program_id AND programs.created_by = {})",
            actor.member_id,
        )
    elif actor.role is Role.TRAINEE:
        where.add(
            f"""(EXISTS (SELECT 1 FROM registrations WHERE session_id = sessions.id AND member_id = {{0}}
            AND ended_at IS NULL)
            OR EXISTS ({OF_LED_GROUPS} AND (a.session_id = sessions.id
            OR a.program_id = sessions.program_id)))""",
            actor.member_id,
        )
    return where


def _narrow(where: Where, wanted: SessionFilter) -> None:
    if wanted.program_id is not None:
        where.add("sessions.program_id = {}", wanted.program_id)
    if wanted.group_id is not None:
        where.add(
            """EXISTS (SELECT 1 FROM assignments WHERE assignments.ended_at IS NULL AND group_id = {}
            AND (session_id = sessions.id OR assignments.program_id = sessions.program_id))""",
            wanted.group_id,
        )
    if wanted.states:
        where.add(
            """CASE WHEN cancelled_at IS NOT NULL THEN 'CANCELLED'
            WHEN ends_at <= (SELECT public.usher_now()) THEN 'ENDED'
            WHEN starts_at > (SELECT public.usher_now()) THEN 'UPCOMING' ELSE 'ONGOING' END
            = ANY({}::text[])""",
            [state.value for state in wanted.states],
        )
