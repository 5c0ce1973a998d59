"""Marking invitations that ran out, and taking back their mail; that they open nothing holds without it."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record_each
from backend.core.access import system
from backend.core.db import crossing
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.owed import INVITATION_MAILS
from backend.mail.actions import cancel_of_members

DUE = """
    SELECT DISTINCT workspace_id FROM invitations
    WHERE state = 'PENDING' AND expires_at <= (SELECT public.usher_now())
"""
EXPIRE = """
    UPDATE invitations SET state = 'EXPIRED', closed_at = expires_at
    WHERE workspace_id = $1 AND state = 'PENDING' AND expires_at <= $2 RETURNING id, member_id
"""


async def expire_invitations() -> int:
    """Mark every invitation that ran out, in all workspaces; returns how many."""
    async with crossing() as sql:
        workspaces = [row["workspace_id"] for row in await sql.fetch(DUE)]
    return sum([await _expire(workspace_id) for workspace_id in workspaces])


async def _expire(workspace_id: UUID) -> int:
    actor = system(workspace_id)
    async with unit_of_work(actor) as work:
        await lock_workspace(work, actor)
        rows = await work.sql.fetch(EXPIRE, workspace_id, work.now)
        expired = [row["id"] for row in rows]
        members = [row["member_id"] for row in rows]
        await cancel_of_members(work, members, "INVITATION_EXPIRED", INVITATION_MAILS)
        await record_each(work, actor, "invitation.expired", Kind.INVITATION, expired)
        work.changed(ChangeKind.INVITATION, *expired)
    return len(expired)
