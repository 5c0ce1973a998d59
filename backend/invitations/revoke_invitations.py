"""Revoking invitations: what was granted to those who never joined rests until they are invited again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.audit.actions import record_each
from backend.core.access import Actor, Permission, needs
from backend.core.db import Row
from backend.core.errors import InputError
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.chosen import Done, choose_invitations
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.links import retire_links
from backend.invitations.resend_invitations import refuse_closed
from backend.mail.actions import cancel_of_members

REVOKE = """
    UPDATE invitations SET state = 'REVOKED', closed_at = $3
    WHERE workspace_id = $1 AND id = ANY($2::uuid[])
"""
SLEEP = """
    UPDATE members SET asleep_at = $3, updated_at = $3
    WHERE workspace_id = $1 AND id = ANY($2::uuid[]) AND activated_at IS NULL
"""


@needs(Permission.MANAGE_INVITATIONS)
async def revoke_invitations(actor: Actor, invitation_ids: Sequence[UUID]) -> Done:
    """Take these back, with every mail owed to their members; groups and sessions stay, asleep."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        chosen = await choose_invitations(work, actor, invitation_ids, _refuse)
        members = chosen.of("member_id")
        await work.sql.execute(REVOKE, workspace.id, chosen.ids, work.now)
        await retire_links(work, workspace.id, chosen.ids)
        await work.sql.execute(SLEEP, workspace.id, members, work.now)
        mails = await cancel_of_members(work, members, "INVITATION_REVOKED")
        await record_each(work, actor, "invitation.revoked", Kind.INVITATION, chosen.ids)
        work.changed(ChangeKind.INVITATION, *chosen.ids)
        work.changed(ChangeKind.MEMBER, *members)
    return Done(chosen.ids, chosen.errors, mails)


def _refuse(row: Row) -> InputError | None:
    return None if row["status"] == "DEACTIVATED" and row["state"] == "PENDING" else refuse_closed(row)
