"""Reading people and groups as a directory asks for them: by conditions and by offset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.access import Actor, Permission, require
from backend.core.db import Row, reading
from backend.core.sqltext import Where
from backend.members.status import NOT_DEACTIVATED

PERSON = f"""m.id, m.email, m.username, m.external_id, m.first_name, m.last_name, m.language,
    ({NOT_DEACTIVATED}) AS active, m.activated_at IS NOT NULL AS activated, m.created_at, m.updated_at"""
# What a directory has removed it sees no more, unless somebody here has let them in again.
NOT_REMOVED = """NOT (m.deactivated_at IS NOT NULL AND EXISTS (
    SELECT FROM provisioned_members gone WHERE gone.member_id = m.id AND gone.removed_at IS NOT NULL))"""
GROUP = "g.id, g.name, g.external_id, g.created_at"
GROUPS_OF = """
    SELECT p.member_id AS key, g.id, g.name AS display FROM memberships p JOIN groups g ON g.id = p.group_id
    WHERE p.workspace_id = $1 AND p.member_id = ANY($2::uuid[]) AND g.archived_at IS NULL ORDER BY g.sort_name
"""
MEMBERS_OF = f"""
    SELECT p.group_id AS key, m.id, coalesce(m.email, m.username) AS display
    FROM memberships p JOIN members m ON m.id = p.member_id
    WHERE p.workspace_id = $1 AND p.group_id = ANY($2::uuid[]) AND {NOT_REMOVED} ORDER BY m.id
"""


@dataclass(frozen=True, slots=True)
class Ref:
    """A person in a group, or a group of a person."""

    id: UUID
    display: str


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """A person as a directory knows them."""

    id: UUID
    email: str | None
    username: str | None
    external_id: str | None
    first_name: str | None
    last_name: str | None
    language: str | None
    active: bool
    activated: bool
    created_at: datetime
    updated_at: datetime
    groups: tuple[Ref, ...] = ()

    @property
    def login(self) -> str:
        """The one name by which a directory knows them: the address, or the username of who has none."""
        return self.email or self.username or ""


@dataclass(frozen=True, slots=True)
class DirectoryGroup:
    """A group as a directory knows it."""

    id: UUID
    name: str
    external_id: str | None
    created_at: datetime
    members: tuple[Ref, ...] = ()


def people_where(actor: Actor) -> Where:
    """The people of a directory, over `m`; to be narrowed."""
    where = Where()
    where.add("m.workspace_id = {}", actor.workspace_id)
    where.add(NOT_REMOVED)
    return where


def groups_where(actor: Actor) -> Where:
    """The groups of a directory, over `g`; to be narrowed."""
    where = Where()
    where.add("g.workspace_id = {}", actor.workspace_id)
    where.add("g.archived_at IS NULL")
    return where


async def find_people(
    actor: Actor, where: Where, offset: int, number: int
) -> tuple[list[DirectoryPerson], int]:
    """So many of the people who meet these conditions, and how many there are in all."""
    require(actor, Permission.SEE_MEMBERS)
    rows, total = await _page(actor, PERSON, f"members m WHERE {where}", "m.id", where, offset, number)
    groups = await _refs(actor, GROUPS_OF, rows)
    return [DirectoryPerson(**row, groups=groups[row["id"]]) for row in rows], total


async def find_groups(
    actor: Actor, where: Where, offset: int, number: int, *, members: bool = True
) -> tuple[list[DirectoryGroup], int]:
    """So many of the groups that meet these conditions, and how many there are in all."""
    require(actor, Permission.SEE_GROUPS)
    rows, total = await _page(actor, GROUP, f"groups g WHERE {where}", "g.id", where, offset, number)
    people = await _refs(actor, MEMBERS_OF, rows if members else [])
    return [DirectoryGroup(**row, members=people[row["id"]]) for row in rows], total


async def _page(
    actor: Actor, columns: str, rows: str, order: str, where: Where, offset: int, number: int
) -> tuple[list[Row], int]:
    async with reading(actor.workspace_id) as sql:
        total = await sql.fetchval(f"SELECT count(*) FROM {rows}", *where.parameters)
        tail = f"ORDER BY {order} OFFSET {offset:d} LIMIT {number:d}"
        found = await sql.fetch(f"SELECT {columns} FROM {rows} {tail}", *where.parameters) if number else []
    return list(found), total


async def _refs(actor: Actor, query: str, rows: Sequence[Row]) -> dict[UUID, tuple[Ref, ...]]:
    found: dict[UUID, list[Ref]] = defaultdict(list)
    if rows:
        async with reading(actor.workspace_id) as sql:
            for row in await sql.fetch(query, actor.workspace_id, [one["id"] for one in rows]):
                found[row["key"]].append(Ref(row["id"], row["display"] or ""))
    return defaultdict(tuple, {key: tuple(refs) for key, refs in found.items()})
