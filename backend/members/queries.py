"""Reading members: status is derived from the clock, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.core.access import Actor, Permission, Role, require
from backend.core.db import Row, reading
from backend.core.paging import Keyset, Page, PageRequest, count_rows, make_page
from backend.core.sqltext import Where, contains
from backend.core.text import sort_key
from backend.members.status import STATUS, MemberStatus

COLUMNS = f"""m.id, email, username, external_id, first_name, last_name, language, role,
    {STATUS} AS status, labels, additional_information, deactivates_on, joined_at, m.created_at, sort_name"""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as it stands."""

    id: UUID
    email: str | None
    username: str | None
    external_id: str | None
    first_name: str | None
    last_name: str | None
    language: str | None
    role: Role
    status: MemberStatus
    labels: list[str]
    additional_information: list[str]
    deactivates_on: date | None
    joined_at: datetime | None
    created_at: datetime
    sort_name: str


class MemberOrder(StrEnum):
    """How a list of members is sorted."""

    NAME = "NAME"
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


KEYSETS = {
    MemberOrder.NAME: Keyset("sort_name", "text", id_column="m.id"),
    MemberOrder.NEWEST: Keyset("m.created_at", "timestamptz", descending=True, id_column="m.id"),
    MemberOrder.OLDEST: Keyset("m.created_at", "timestamptz", id_column="m.id"),
}


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """What a list is narrowed to; everything given must hold."""

    search: str | None = None
    statuses: tuple[MemberStatus, ...] = ()
    roles: tuple[Role, ...] = ()
    group_ids: tuple[UUID, ...] = ()
    group_role: str | None = None  # of the groups above
    labels: tuple[str, ...] = ()
    ids: tuple[UUID, ...] | None = None
    deactivates_before: date | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which members a caller may see at all: an SQL condition over `m`, given by the room above."""

    condition: str = "true"
    values: tuple[Any, ...] = field(default=())


def read_member(row: Row) -> MemberRow:
    """A member out of its row."""
    values = list(row.values())[:15]
    values[7:9] = [Role(row["role"]), MemberStatus(row["status"])]
    return MemberRow(*values)


async def list_members(
    actor: Actor,
    page: PageRequest,
    scope: Scope,
    wanted: MemberFilter | None = None,
    order: MemberOrder = MemberOrder.NAME,
) -> Page[MemberRow]:
    """One page of the members in scope."""
    require(actor, Permission.SEE_MEMBERS)
    where = members_where(actor, scope, wanted or MemberFilter())
    keyset = KEYSETS[order]
    beyond, tail = keyset.clause(page, where.parameters)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM members m WHERE {where} AND {beyond} {tail}", *where.parameters
        )
    by = "sort_name" if order is MemberOrder.NAME else "created_at"
    return make_page(rows, page, read_member, lambda row: (row[by], row["id"]))


async def count_members(actor: Actor, scope: Scope, wanted: MemberFilter | None = None) -> int:
    """How many members are in scope, counted up to 10,001."""
    require(actor, Permission.SEE_MEMBERS)
    where = members_where(actor, scope, wanted or MemberFilter())
    return await count_rows(actor, f"members m WHERE {where}", where.parameters)


async def members_by_id(actor: Actor, ids: Sequence[UUID], scope: Scope) -> dict[UUID, MemberRow]:
    """Those of these members that are in scope."""
    if not ids:
        return {}
    where = members_where(actor, scope, MemberFilter(ids=tuple(ids)))
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(f"SELECT {COLUMNS} FROM members m WHERE {where}", *where.parameters)
    return {row["id"]: read_member(row) for row in rows}


def members_where(actor: Actor, scope: Scope, wanted: MemberFilter, after: Sequence[Any] = ()) -> Where:
    """The members in scope, narrowed to what is wanted; over `m`; parameters count on `after` these."""
    where = Where(list(after))
    where.add("m.workspace_id = {}", actor.workspace_id)
    where.add(scope.condition, *scope.values)
    if wanted.search and wanted.search.strip():
        pattern = contains(sort_key(wanted.search.strip()))
        where.add("(sort_name LIKE {0} OR email_key LIKE {0} OR username_key LIKE {0})", pattern)
    if wanted.statuses:
        where.add(f"{STATUS} = ANY({{}}::text[])", [status.value for status in wanted.statuses])
    if wanted.roles:
        where.add("role = ANY({}::text[])", [role.value for role in wanted.roles])
    if wanted.group_ids:
        where.add(
            """EXISTS (SELECT 1 FROM memberships place WHERE place.member_id = m.id
            AND place.group_id = ANY({}::uuid[]) AND place.role = coalesce({}, place.role))""",
            list(wanted.group_ids),
            wanted.group_role,
        )
    if wanted.labels:
        where.add("labels && {}::text[]", list(wanted.labels))
    if wanted.ids is not None:
        where.add("m.id = ANY({}::uuid[])", list(wanted.ids))
    if wanted.deactivates_before is not None:
        where.add("deactivates_on <= {}::date", wanted.deactivates_before)
    return where
