"""Reading members: status is derived from the clock, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from backend.core.access import Actor, Permission, Role, require
from backend.core.db import Row, reading
from backend.core.paging import Keyset, Page, PageRequest, count_rows, make_page, read_pages
from backend.core.sqltext import OWNER
from backend.members.few import find_few
from backend.members.filters import EMAIL, LAST_DAY, RANK, STANDING, MemberFilter, Scope, members_where
from backend.members.status import STATUS, MemberStatus

COLUMNS = f"""m.id, email, username, external_id, first_name, last_name, language, m.role,
    {STATUS} AS status, labels, additional_information, deactivates_on, joined_at, m.created_at, sort_name"""


class MemberRow(NamedTuple):
    """A member as it stands: a tuple, as lists make thousands of them."""

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


@dataclass(frozen=True, slots=True)
class BounceRow:
    """That mail to an address came back: why, and since when."""

    reason: str
    since: datetime


ROLES = {role.value: role for role in Role}
STATUSES = {status.value: status for status in MemberStatus}


class MemberOrder(StrEnum):
    """How a list of members is sorted."""

    NAME = "NAME"
    NAME_DESC = "NAME_DESC"
    EMAIL = "EMAIL"
    EMAIL_DESC = "EMAIL_DESC"
    ROLE = "ROLE"
    ROLE_DESC = "ROLE_DESC"
    STATUS = "STATUS"
    STATUS_DESC = "STATUS_DESC"
    DEACTIVATION = "DEACTIVATION"
    DEACTIVATION_DESC = "DEACTIVATION_DESC"
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


SORTED_BY = {
    MemberOrder.NAME: ("m.sort_name", "text"),
    MemberOrder.EMAIL: (EMAIL, "text"),
    MemberOrder.ROLE: (RANK, "int"),
    MemberOrder.STATUS: (STANDING, "int"),
    MemberOrder.DEACTIVATION: (LAST_DAY, "timestamptz"),
    MemberOrder.OLDEST: ("m.id", "uuid"),  # ids made later sort later
}
OPPOSITES = {
    MemberOrder.NAME_DESC: MemberOrder.NAME,
    MemberOrder.EMAIL_DESC: MemberOrder.EMAIL,
    MemberOrder.ROLE_DESC: MemberOrder.ROLE,
    MemberOrder.STATUS_DESC: MemberOrder.STATUS,
    MemberOrder.DEACTIVATION_DESC: MemberOrder.DEACTIVATION,
    MemberOrder.NEWEST: MemberOrder.OLDEST,
}


def read_member(row: Row) -> MemberRow:
    """A member out of its row."""
    return MemberRow._make((*row[:7], ROLES[row["role"]], STATUSES[row["status"]], *row[9:15]))


async def list_members(
    actor: Actor,
    page: PageRequest,
    scope: Scope,
    wanted: MemberFilter | None = None,
    order: MemberOrder = MemberOrder.NAME,
) -> Page[MemberRow]:
    """One page of the members in scope."""
    require(actor, Permission.SEE_MEMBERS)
    column, sql_type = SORTED_BY[OPPOSITES.get(order, order)]
    keyset = Keyset(column, sql_type, order in OPPOSITES, id_column="m.id")
    wanted, by_name = wanted or MemberFilter(), column == "m.sort_name"
    async with reading(actor.workspace_id) as sql:
        found = await find_few(sql, actor.workspace_id, wanted, by_name=by_name)
        where = members_where(actor, scope, found.rest(wanted))
        either = found.conditions(where)
        statement = keyset.statement(COLUMNS, f"members m WHERE {where}", either, page, where.parameters)
        rows = await sql.fetch(statement, *where.parameters)
    return make_page(rows, page, read_member, _place)


async def members_of_groups(
    actor: Actor, scope: Scope, role: str | None, page: PageRequest, group_ids: Sequence[UUID]
) -> dict[UUID, Page[MemberRow]]:
    """One page of the members in scope of each of these groups, by name; of one group role where given."""
    require(actor, Permission.SEE_MEMBERS)
    where = members_where(actor, scope, MemberFilter())
    where.add("place.group_id = {}", OWNER)
    where.add(scope.places, *scope.place_values)
    if role:
        where.add("place.role = {}", role)
    keyset = Keyset("place.member_name", "text", id_column="place.member_id")  # as memberships_by_name is
    beyond, tail = keyset.clause(page, where.parameters)
    statement = f"""SELECT {COLUMNS}, place.member_name AS place
        FROM memberships place JOIN members m ON m.id = place.member_id WHERE {where} AND {beyond} {tail}"""
    return await read_pages(actor, group_ids, page, statement, where.parameters, read_member, _place)


async def count_members(actor: Actor, scope: Scope, wanted: MemberFilter | None = None) -> int:
    """How many members are in scope, counted up to 10,001."""
    require(actor, Permission.SEE_MEMBERS)
    wanted = wanted or MemberFilter()
    async with reading(actor.workspace_id) as sql:
        found = await find_few(sql, actor.workspace_id, wanted)
    where = members_where(actor, scope, found.rest(wanted))
    either = found.conditions(where)
    return await count_rows(actor, f"members m WHERE {where}", where.parameters, either)


async def members_by_id(actor: Actor, ids: Sequence[UUID], scope: Scope) -> dict[UUID, MemberRow]:
    """Those of these members that are in scope."""
    if not ids:
        return {}
    where = members_where(actor, scope, MemberFilter(ids=tuple(ids)))
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(f"SELECT {COLUMNS} FROM members m WHERE {where}", *where.parameters)
    return {row["id"]: read_member(row) for row in rows}


async def bounces_of(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, BounceRow]:
    """Why and since when the addresses of these members take no mail, for those that take none."""
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            """SELECT m.id, x.reason, x.created_at FROM members m
            JOIN suppressions x ON x.workspace_id = m.workspace_id AND x.email_key = m.email_key
            WHERE m.workspace_id = $1 AND m.id = ANY($2::uuid[])""",
            actor.workspace_id,
            list(ids),
        )
    return {row["id"]: BounceRow(row["reason"], row["created_at"]) for row in rows}


def _place(row: Row) -> tuple[Any, UUID]:
    return row["place"], row["id"]
