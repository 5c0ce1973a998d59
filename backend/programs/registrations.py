"""Reading registrations and why they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.access import Actor, Permission, Role, require
from backend.core.db import Row, reading
from backend.core.paging import Keyset, Page, PageRequest, count_of_each, read_pages
from backend.core.sqltext import Column, Where
from backend.groups.queries import LED
from backend.programs.models import ReasonKind

REGISTRATION_COLUMNS = """registrations.id, registrations.session_id, registrations.member_id,
    registrations.created_at, registrations.ended_at"""
BY_AGE = Keyset("registrations.created_at", "timestamptz", id_column="registrations.id")


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A member in a session."""

    id: UUID
    session_id: UUID
    member_id: UUID
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class RegistrationReasonRow:
    """One open reason of a registration."""

    registration_id: UUID
    kind: ReasonKind
    group_id: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """Whose open registrations: of each session, or of each member, that OWNER stands for."""

    session_id: Column | None = None
    member_id: Column | None = None


async def registrations_of_each(
    actor: Actor, wanted: RegistrationFilter, page: PageRequest, owners: Sequence[UUID]
) -> dict[UUID, Page[RegistrationRow]]:
    """One page of the open registrations of each of these sessions or members."""
    require(actor, Permission.SEE_PROGRAMS)
    statement, parameters = _page(actor, page, wanted)
    return await read_pages(actor, owners, page, statement, parameters, _read, _place)


async def count_registrations_of_each(
    actor: Actor, wanted: RegistrationFilter, owners: Sequence[UUID]
) -> dict[UUID, int]:
    """How many open registrations each of these sessions or members has, as far as the caller sees them."""
    require(actor, Permission.SEE_PROGRAMS)
    where = _open(actor, wanted)
    return await count_of_each(actor, owners, f"registrations WHERE {where}", where.parameters)


async def registrations_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, RegistrationRow]:
    """Those of these registrations that the caller may see."""
    where = Where()
    where.add("registrations.workspace_id = {}", actor.workspace_id)
    where.add("registrations.id = ANY({}::uuid[])", list(ids))
    _seen_by(actor, where)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {REGISTRATION_COLUMNS} FROM registrations WHERE {where}", *where.parameters
        )
    return {row["id"]: _read(row) for row in rows}


async def reasons_of(
    actor: Actor, registration_ids: Sequence[UUID]
) -> dict[UUID, list[RegistrationReasonRow]]:
    """The open reasons of each of these registrations."""
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            """SELECT registration_id, kind, group_id, created_at FROM registration_reasons
            WHERE workspace_id = $1 AND registration_id = ANY($2::uuid[]) AND ended_at IS NULL
            ORDER BY created_at, id""",
            actor.workspace_id,
            list(registration_ids),
        )
    found: dict[UUID, list[RegistrationReasonRow]] = {one: [] for one in registration_ids}
    for row in rows:
        reason = RegistrationReasonRow(
            row["registration_id"], ReasonKind(row["kind"]), row["group_id"], row["created_at"]
        )
        found[reason.registration_id].append(reason)
    return found


async def registration_counts(actor: Actor, session_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many are registered in each of these sessions."""
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            """SELECT session_id, count(*) AS number FROM registrations
            WHERE workspace_id = $1 AND session_id = ANY($2::uuid[]) AND ended_at IS NULL
            GROUP BY session_id""",
            actor.workspace_id,
            list(session_ids),
        )
    found: dict[UUID, int] = dict.fromkeys(session_ids, 0)
    return found | {row["session_id"]: row["number"] for row in rows}


def _page(actor: Actor, page: PageRequest, wanted: RegistrationFilter) -> tuple[str, list[Any]]:
    where = _open(actor, wanted)
    beyond, tail = BY_AGE.clause(page, where.parameters)
    statement = f"SELECT {REGISTRATION_COLUMNS} FROM registrations WHERE {where} AND {beyond} {tail}"
    return statement, where.parameters


def _open(actor: Actor, wanted: RegistrationFilter) -> Where:
    where = Where()
    where.add("registrations.workspace_id = {}", actor.workspace_id)
    where.add("registrations.ended_at IS NULL")
    _seen_by(actor, where)
    if wanted.session_id is not None:
        where.add("registrations.session_id = {}", wanted.session_id)
    if wanted.member_id is not None:
        where.add("registrations.member_id = {}", wanted.member_id)
    return where


def _read(row: Row) -> RegistrationRow:
    return RegistrationRow(*list(row.values())[:5])


def _place(row: Row) -> tuple[datetime, UUID]:
    return row["created_at"], row["id"]


def _seen_by(actor: Actor, where: Where) -> None:
    """Admins and trainers see every registration; others their own, and those of people they lead."""
    if actor.role is not Role.TRAINEE:
        return
    where.add(
        f"""(registrations.member_id = {{0}} OR EXISTS (SELECT 1 FROM memberships mine
        JOIN memberships theirs ON theirs.group_id = mine.group_id
        WHERE mine.member_id = {{0}} AND mine.role IN {LED}
        AND theirs.member_id = registrations.member_id))""",
        actor.member_id,
    )
