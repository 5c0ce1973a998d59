"""Calling a session off: unsent invitations stay in; those who had theirs are told."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.news import keep_what_was_told
from backend.invitations.rehearsal import rehearsed
from backend.invitations.scope import Cause
from backend.invitations.session_change import SessionChanged, account
from backend.invitations.settle import settle
from backend.programs.queries import SESSION_COLUMNS, read_session, require_open_session

CANCEL = f"""
    UPDATE sessions SET cancelled_at = $3, tells = $4
    WHERE workspace_id = $1 AND id = $2 RETURNING {SESSION_COLUMNS}
"""


@needs(Permission.MANAGE_PROGRAMS)
async def cancel_session(
    actor: Actor, session_id: UUID, *, notify: bool = True, preview: bool = False
) -> SessionChanged:
    """Call off a session that is the caller's to manage and not over; raises InvalidInput, NotFound.

    Its registrations stay, so that it can be seen who was in it. `notify` is whether those whose
    invitation has left are told.
    """
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        await require_open_session(work.sql, actor, session_id, "id")
        async with rehearsed(work, preview):
            stale = await keep_what_was_told(work, session_id, "SESSION_CANCELLED")
            (row,) = await work.sql.fetch(CANCEL, actor.workspace_id, session_id, work.now, notify)
            settled = await settle(work, workspace, Cause(None, actor.member_id), session_ids=[session_id])
            await record(work, actor, "session.cancelled", (Kind.SESSION, session_id), notify=notify)
            work.changed(ChangeKind.SESSION, session_id)
            return await account(work, workspace, read_session(row), settled, stale)
