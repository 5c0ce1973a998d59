"""Reading members: status is derived from the clock, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from backend.core.access import Actor, Permission, Role, require
from backend.core.db import Connection, Row, reading
from backend.core.paging import Keyset, Page, PageRequest, count_rows, make_page, read_pages
from backend.core.sqltext import OWNER, Where, contains
from backend.core.text import sort_key
from backend.members.status import STATUS, MemberStatus

COLUMNS = f"""m.id, email, username, external_id, first_name, last_name, language, m.role,
    {STATUS} AS status, labels, additional_information, deactivates_on, joined_at, m.created_at, sort_name"""

SEARCH = "SELECT array(SELECT public.usher_search_members($1, $2))"
SHORTEST_SEARCH = 3  # characters: the index knows groups of three
FEW = 1_000

BOUNCED = """EXISTS (SELECT FROM suppressions x
    WHERE x.workspace_id = m.workspace_id AND x.email_key = m.email_key)"""


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


# Each expression is that of an index, and leakproof, so that row-level security leaves the index its use.
# Where someone stands is sorted by what the last clean-up found: it runs within seconds, and a question
# asked of the clock has no index.
SORTED_BY = {
    MemberOrder.NAME: ("sort_name", "text"),
    MemberOrder.EMAIL: ("(CASE WHEN email_key IS NULL THEN '' ELSE email_key::text END)", "text"),
    MemberOrder.ROLE: (
        "(CASE role WHEN 'OWNER' THEN 0 WHEN 'ADMIN' THEN 1 WHEN 'TRAINER' THEN 2 ELSE 3 END)",
        "int",
    ),
    MemberOrder.STATUS: (
        "(CASE WHEN deactivated_at IS NOT NULL THEN 2 WHEN activated_at IS NULL THEN 0 ELSE 1 END)",
        "int",
    ),
    MemberOrder.DEACTIVATION: (
        "(CASE WHEN deactivates_at IS NULL THEN 'infinity'::timestamptz ELSE deactivates_at END)",
        "timestamptz",
    ),
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
    bounced: bool | None = None
    external_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which members a caller may see at all: an SQL condition over `m`, given by the room above.

    `places` is one over `place`: in which groups the caller may see who belongs to them.
    """

    condition: str = "true"
    values: tuple[Any, ...] = field(default=())
    places: str = "true"
    place_values: tuple[Any, ...] = field(default=())


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
    async with reading(actor.workspace_id) as sql:
        where = members_where(actor, scope, await _searched(sql, wanted or MemberFilter()))
        beyond, tail = keyset.clause(page, where.parameters)
        rows = await sql.fetch(
            f"SELECT {COLUMNS}, {column} AS place FROM members m WHERE {where} AND {beyond} {tail}",
            *where.parameters,
        )
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
    async with reading(actor.workspace_id) as sql:
        narrowed = await _searched(sql, wanted or MemberFilter())
    where = members_where(actor, scope, narrowed)
    return await count_rows(actor, f"members m WHERE {where}", where.parameters)


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


async def _searched(sql: Connection, wanted: MemberFilter) -> MemberFilter:
    """A search that few people fit becomes those, found by an index; one that many fit is soon found."""
    words = _words(wanted)
    longest = max(words, key=len, default="")
    if len(longest) < SHORTEST_SEARCH:
        return wanted
    ids: list[UUID] = await sql.fetchval(SEARCH, contains(longest), FEW + 1)
    if len(ids) > FEW:
        return wanted
    both = ids if wanted.ids is None else set(ids).intersection(wanted.ids)
    return replace(wanted, search=wanted.search if len(words) > 1 else None, ids=tuple(both))


def _words(wanted: MemberFilter) -> list[str]:
    """What is searched, word by word: names are sorted by the last, and typed by the first."""
    return sort_key(wanted.search or "").split()


def _place(row: Row) -> tuple[Any, UUID]:
    return row["place"], row["id"]


def members_where(actor: Actor, scope: Scope, wanted: MemberFilter, after: Sequence[Any] = ()) -> Where:
    """The members in scope, narrowed to what is wanted; over `m`; parameters count on `after` these."""
    where = Where(list(after))
    where.add("m.workspace_id = {}", actor.workspace_id)
    where.add(scope.condition, *scope.values)
    for word in _words(wanted):
        where.add("(sort_name LIKE {0} OR email_key LIKE {0} OR username_key LIKE {0})", contains(word))
    if wanted.statuses:
        where.add(f"{STATUS} = ANY({{}}::text[])", [status.value for status in wanted.statuses])
    if wanted.external_ids is not None:
        where.add("m.external_id = ANY({}::text[])", list(wanted.external_ids))
    if wanted.roles:
        where.add("role = ANY({}::text[])", [role.value for role in wanted.roles])
    if wanted.group_ids:
        groups, role = len(scope.place_values), len(scope.place_values) + 1
        where.add(
            f"""EXISTS (SELECT 1 FROM memberships place WHERE place.member_id = m.id
            AND place.group_id = ANY({{{groups}}}::uuid[])
            AND place.role = coalesce({{{role}}}, place.role) AND {scope.places})""",
            *scope.place_values,
            list(wanted.group_ids),
            wanted.group_role,
        )
    if wanted.labels:
        where.add("labels && {}::text[]", list(wanted.labels))
    if wanted.ids is not None:
        where.add("m.id = ANY({}::uuid[])", list(wanted.ids))
    if wanted.deactivates_before is not None:
        where.add("deactivates_on <= {}::date", wanted.deactivates_before)
    if wanted.bounced is not None:
        where.add(f"{'' if wanted.bounced else 'NOT '}{BOUNCED}")
    return where
