"""Places in groups follow the names of their members, a moment after these have changed.

Whoever joins or renames themselves waits for nobody: they leave a note, by a trigger. Places are changed
only in turn, so that a place which is given meanwhile is either there already or gets the new name.
"""

from __future__ import annotations

from uuid import UUID

from backend.core.access import system
from backend.core.db import crossing
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.intake.pipeline import lock_workspace

CHUNK = 1_000  # notes in one transaction
RENAMED = "SELECT DISTINCT workspace_id FROM member_renames"
TAKE = """
    DELETE FROM member_renames WHERE workspace_id = $1 AND id IN (
        SELECT id FROM member_renames WHERE workspace_id = $1 ORDER BY id LIMIT $2
    ) RETURNING member_id
"""
FOLLOW = """
    UPDATE memberships place SET member_name = m.sort_name FROM members m
    WHERE place.workspace_id = $1 AND place.member_id = ANY($2::uuid[]) AND m.id = place.member_id
        AND m.workspace_id = $1 AND place.member_name <> m.sort_name
    RETURNING place.group_id
"""


async def sort_renamed_members() -> int:
    """Give the places of renamed members their new names, in all workspaces; returns how many places."""
    async with crossing() as sql:
        workspaces = [row["workspace_id"] for row in await sql.fetch(RENAMED)]
    return sum([await _sort(workspace_id) for workspace_id in workspaces])


async def _sort(workspace_id: UUID) -> int:
    actor, number = system(workspace_id), 0
    while True:
        async with unit_of_work(actor) as work:
            await lock_workspace(work, actor)
            renamed = [row["member_id"] for row in await work.sql.fetch(TAKE, workspace_id, CHUNK)]
            places = await work.sql.fetch(FOLLOW, workspace_id, renamed)
            if places:
                work.changed(ChangeKind.GROUP, *{place["group_id"] for place in places})
        number += len(places)
        if len(renamed) < CHUNK:
            return number
