"""Entries for people who are members already: chosen one by one, or the learners of groups."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.core.access import Actor
from backend.core.errors import InputError
from backend.core.ids import Kind, encode
from backend.core.sqltext import Where
from backend.core.work import Work
from backend.groups.queries import visible_members
from backend.invitations.intake.shapes import Entry, GroupGrant

MOST_MEMBERS = 10_000
LEARNERS = """
    SELECT m.id, coalesce(m.email, m.username, '') AS shown, m.email FROM memberships place
    JOIN members m ON m.id = place.member_id
    WHERE place.workspace_id = $1 AND place.group_id = ANY($2::uuid[]) AND place.role = 'LEARNER'
    ORDER BY array_position($2::uuid[], place.group_id), m.sort_name, m.id
"""


def check_number(member_ids: Sequence[UUID]) -> list[InputError]:
    """Members are chosen by the thousand, not by the million."""
    if len(member_ids) <= MOST_MEMBERS:
        return []
    message = f"These are {len(member_ids):,} members; at most {MOST_MEMBERS:,} go in at once."
    return [InputError("TOO_MANY_MEMBERS", message, ("memberIds",))]


async def entries_of_members(
    work: Work,
    actor: Actor,
    member_ids: Sequence[UUID],
    *,
    after: int = 0,
    groups: tuple[GroupGrant, ...] = (),
    session_ids: tuple[UUID, ...] = (),
) -> list[Entry]:
    """An entry for each, in their order, from position `after` + 1; whom the caller can't see is unknown."""
    scope, where = visible_members(actor), Where()
    where.add("m.workspace_id = {}", actor.workspace_id)
    where.add(scope.condition, *scope.values)
    where.add("m.id = ANY({}::uuid[])", list(member_ids))
    rows = await work.sql.fetch(
        f"SELECT m.id, coalesce(m.email, m.username, '') AS shown, m.email FROM members m WHERE {where}",
        *where.parameters,
    )
    seen = {row["id"]: row for row in rows}
    unknown = InputError("UNKNOWN_MEMBER", "There is no member with this id.", ("memberIds",))
    return [
        Entry(
            position,
            seen[member_id]["shown"] if member_id in seen else encode(Kind.MEMBER, member_id),
            seen[member_id]["email"] if member_id in seen else None,
            member_id=member_id,
            groups=groups,
            session_ids=session_ids,
            errors=() if member_id in seen else (unknown.at_row(position),),
            where="memberIds",
        )
        for position, member_id in enumerate(member_ids, start=after + 1)
    ]


async def entries_of_learners(
    work: Work, group_ids: Sequence[UUID], session_ids: tuple[UUID, ...], *, after: int = 0
) -> list[Entry]:
    """An entry for each learner of these groups, group by group; the sessions come through the group."""
    rows = await work.sql.fetch(LEARNERS, work.workspace_id, list(group_ids))
    return [
        Entry(
            position,
            row["shown"],
            row["email"],
            member_id=row["id"],
            session_ids=session_ids,
            where="groupIds",
            direct=False,
        )
        for position, row in enumerate(rows, start=after + 1)
    ]
