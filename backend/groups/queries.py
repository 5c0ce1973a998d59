"""Reading groups, and who may see which members through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from backend.core.access import Actor, Permission, Role, require
from backend.core.db import Connection, Row, reading
from backend.core.errors import Forbidden, NotFound
from backend.core.paging import Keyset, Page, PageRequest, count_rows, make_page, make_pages
from backend.core.sqltext import Where, contains
from backend.core.text import sort_key
from backend.groups.models import GroupRole
from backend.groups.numbers import kept_numbers
from backend.members.filters import Scope

COLUMNS = (
    """groups.id, name, description, is_private, external_id, archived_at, groups.created_at, sort_name"""
)
COUNTS = """
    SELECT group_id, count(*) AS members, count(*) FILTER (WHERE role = 'LEARNER') AS learners
    FROM memberships WHERE workspace_id = $1 AND group_id = ANY($2::uuid[]) GROUP BY group_id
"""
MANAGED = """
    SELECT group_id FROM memberships
    WHERE workspace_id = $1 AND group_id = ANY($2::uuid[]) AND member_id = $3 AND role = 'MANAGER'
"""
MANAGERS_ONLY = "Only a manager of this group may do this."
BY_NAME = Keyset("sort_name", "text", id_column="groups.id")
GROUP_ROLES = {role.value: role for role in GroupRole}
LED = "('MANAGER', 'COACH')"


class GroupRow(NamedTuple):
    """A group as it stands; a tuple, as lists make thousands of them."""

    id: UUID
    name: str
    description: str
    is_private: bool
    external_id: str | None
    archived_at: datetime | None
    created_at: datetime
    sort_name: str


class MembershipRow(NamedTuple):
    """A member's place in a group; a tuple, as lists make thousands of them."""

    group_id: UUID
    member_id: UUID
    role: GroupRole
    created_at: datetime


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """How many belong to a group, by what they are in it and where they stand."""

    members: int
    learners: int


@dataclass(frozen=True, slots=True)
class GroupFilter:
    """What a list of groups is narrowed to."""

    search: str | None = None
    archived: bool = False
    ids: tuple[UUID, ...] | None = None
    member_id: UUID | None = None
    managed: bool = False
    external_ids: tuple[str, ...] | None = None


def visible_members(actor: Actor) -> Scope:
    """Admins and trainers see everyone; others themselves, and the people of groups they lead."""
    seen, values = _sight(actor, "g")
    places = f"EXISTS (SELECT 1 FROM groups g WHERE g.id = place.group_id AND {seen})"
    if actor.role.rank >= Role.TRAINER.rank:
        return Scope(places=places, place_values=values)
    return Scope(
        f"""(m.id = {{0}} OR EXISTS (SELECT 1 FROM memberships mine JOIN memberships theirs
            ON theirs.group_id = mine.group_id WHERE mine.member_id = {{0}} AND mine.role IN {LED}
            AND theirs.member_id = m.id))""",
        (actor.member_id,),
        places,
        values,
    )


async def list_groups(actor: Actor, page: PageRequest, wanted: GroupFilter | None = None) -> Page[GroupRow]:
    """One page of the groups that the caller may see, by name."""
    require(actor, Permission.SEE_GROUPS)
    where = groups_where(actor, wanted or GroupFilter())
    beyond, tail = BY_NAME.clause(page, where.parameters)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM groups WHERE {where} AND {beyond} {tail}", *where.parameters
        )
    return make_page(rows, page, read_group, _place)


async def groups_of_members(
    actor: Actor, page: PageRequest, member_ids: Sequence[UUID]
) -> dict[UUID, Page[GroupRow]]:
    """One page of the groups of each of these members, as far as the caller may see them."""
    require(actor, Permission.SEE_GROUPS)
    where = groups_where(actor, GroupFilter())
    where.add("place.member_id = ANY({}::uuid[])", list(member_ids))
    beyond, _ = BY_NAME.clause(page, where.parameters)
    ranked = f"row_number() OVER (PARTITION BY place.member_id {BY_NAME.order(page)}) AS nth"
    # One join for all of them: people are in few groups, and planned one by one each would read every group.
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"""SELECT * FROM (
                SELECT {COLUMNS}, place.member_id AS owner_id, {ranked}
                FROM memberships place JOIN groups ON groups.id = place.group_id WHERE {where} AND {beyond}
            ) AS part WHERE nth <= {page.size + 1} ORDER BY nth""",
            *where.parameters,
        )
    return make_pages(rows, member_ids, page, read_group, _place)


async def count_groups(actor: Actor, wanted: GroupFilter | None = None) -> int:
    """How many there are, counted up to 10,001."""
    require(actor, Permission.SEE_GROUPS)
    where = groups_where(actor, wanted or GroupFilter())
    return await count_rows(actor, f"groups WHERE {where}", where.parameters)


async def groups_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, GroupRow]:
    """Those of these groups that the caller may see, archived ones too."""
    if not ids:
        return {}
    async with reading(actor.workspace_id) as sql:
        return await seen_groups(sql, actor, ids)


async def memberships_of(actor: Actor, member_ids: Sequence[UUID]) -> dict[UUID, list[MembershipRow]]:
    """Each member's places in groups that the caller may see."""
    where = Where()
    where.add("memberships.workspace_id = {}", actor.workspace_id)
    where.add("member_id = ANY({}::uuid[])", list(member_ids))
    seen_by(actor, where)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"""SELECT group_id, member_id, memberships.role, memberships.created_at FROM memberships
            JOIN groups ON groups.id = memberships.group_id
            WHERE {where} AND archived_at IS NULL ORDER BY sort_name, groups.id""",
            *where.parameters,
        )
    found: dict[UUID, list[MembershipRow]] = {member_id: [] for member_id in member_ids}
    for row in rows:
        found[row["member_id"]].append(read_membership(row))
    return found


async def group_counts(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, GroupCounts]:
    """The counts of these groups: kept, or counted where something changed."""
    async with reading(actor.workspace_id) as sql:
        kept = await kept_numbers(sql, actor.workspace_id, group_ids)
        found = {one: GroupCounts(numbers.members, numbers.learners) for one, numbers in kept.items()}
        if changed := [one for one in group_ids if one not in kept]:
            rows = await sql.fetch(COUNTS, actor.workspace_id, changed)
            found |= {row["group_id"]: GroupCounts(row["members"], row["learners"]) for row in rows}
    return {group_id: found.get(group_id, GroupCounts(0, 0)) for group_id in group_ids}


async def require_group(sql: Connection, actor: Actor, group_id: UUID, *, manage: bool) -> GroupRow:
    """A group that is the caller's to see or, where `manage`, to manage; NotFound or Forbidden otherwise."""
    group = (await seen_groups(sql, actor, [group_id])).get(group_id)
    if group is None:
        raise NotFound
    if manage and group_id not in await managed_groups(sql, actor, [group_id]):
        raise Forbidden(MANAGERS_ONLY)
    return group


async def managed_groups(sql: Connection, actor: Actor, group_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these groups that the caller manages: admins all of them."""
    if actor.is_admin:
        return set(group_ids)
    rows = await sql.fetch(MANAGED, actor.workspace_id, list(group_ids), actor.member_id)
    return {row["group_id"] for row in rows}


async def seen_groups(sql: Connection, actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, GroupRow]:
    """Those of these groups that the caller may see, within a transaction; archived ones too."""
    where = groups_where(actor, GroupFilter(ids=tuple(group_ids)))
    rows = await sql.fetch(f"SELECT {COLUMNS} FROM groups WHERE {where}", *where.parameters)
    return {row["id"]: read_group(row) for row in rows}


def read_group(row: Row) -> GroupRow:
    """A group out of its row."""
    return GroupRow._make(row[:8])


def read_membership(row: Row) -> MembershipRow:
    """A membership out of its row."""
    return MembershipRow(row["group_id"], row["member_id"], GROUP_ROLES[row["role"]], row["created_at"])


def groups_where(actor: Actor, wanted: GroupFilter) -> Where:
    """The groups that the caller may see, narrowed to what is wanted; over `groups`."""
    where = Where()
    where.add("groups.workspace_id = {}", actor.workspace_id)
    seen_by(actor, where)
    if wanted.ids is not None:
        where.add("groups.id = ANY({}::uuid[])", list(wanted.ids))
    else:
        where.add("archived_at IS NOT NULL" if wanted.archived else "archived_at IS NULL")
    if wanted.search and wanted.search.strip():
        where.add("sort_name LIKE {}", contains(sort_key(wanted.search.strip())))
    if wanted.member_id is not None:
        where.add(
            "EXISTS (SELECT 1 FROM memberships WHERE group_id = groups.id AND member_id = {})",
            wanted.member_id,
        )
    if wanted.external_ids is not None:
        where.add("groups.external_id = ANY({}::text[])", list(wanted.external_ids))
    if wanted.managed:
        where.add(
            "EXISTS (SELECT 1 FROM memberships WHERE group_id = groups.id AND member_id = {}"
            " AND role = 'MANAGER')",
            actor.member_id,
        )
    return where


def _place(row: Row) -> tuple[str, UUID]:
    return row["sort_name"], row["id"]


def seen_by(actor: Actor, where: Where) -> None:
    """Narrow a statement over `groups` to those that the caller may see."""
    seen, values = _sight(actor, "groups")
    where.add(seen, *values)


def _sight(actor: Actor, groups: str) -> tuple[str, tuple[UUID | None, ...]]:
    """Which groups the caller may see: a condition over them, and its values."""
    if actor.is_admin:
        return "true", ()
    led = f"""EXISTS (SELECT 1 FROM memberships mine WHERE mine.group_id = {groups}.id
        AND mine.member_id = {{0}} AND (mine.role IN {LED} OR NOT {groups}.is_private))"""
    if actor.role is Role.TRAINER:
        led = f"(NOT {groups}.is_private OR {led})"
    return led, (actor.member_id,)
