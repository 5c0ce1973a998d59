"""Putting a group away, or taking it up again: an archived group keeps what it brought and brings no more."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.groups.queries import COLUMNS, GroupRow, read_group, require_group
from backend.invitations.assigning import open_sessions_with
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.scope import Cause
from backend.invitations.settle import settle

ARCHIVE = f"""
    UPDATE groups SET archived_at = CASE WHEN $3 THEN coalesce(archived_at, $4) END
    WHERE workspace_id = $1 AND id = $2 RETURNING {COLUMNS}
"""


@needs(Permission.CREATE_GROUPS)
async def archive_group(actor: Actor, group_id: UUID, *, archived: bool = True) -> GroupRow:
    """Archive a group or take it up again, and with it the sessions made meanwhile; raises NotFound."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        before = await require_group(work.sql, actor, group_id, manage=True)
        (row,) = await work.sql.fetch(ARCHIVE, actor.workspace_id, group_id, archived, work.now)
        if (before.archived_at is not None) != archived:
            sessions = await open_sessions_with(work, group_id)
            await settle(work, workspace, Cause(None, actor.member_id), session_ids=sessions)
            action = "group.archived" if archived else "group.restored"
            await record(work, actor, action, (Kind.GROUP, group_id))
            work.changed(ChangeKind.GROUP, group_id)
            work.changed(ChangeKind.SESSION)
    return read_group(row)
