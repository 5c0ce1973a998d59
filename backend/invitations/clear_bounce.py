"""What a bounce stops, and what clearing it starts again."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs, system
from backend.core.addresses import normalise
from backend.core.db import crossing
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.account_letters import settle_account_letters
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.quota import spend_invites
from backend.invitations.reminders import settle_reminders
from backend.invitations.sending import send_again
from backend.invitations.settle import Cause, settle
from backend.invitations.warnings import settle_warnings
from backend.mail.actions import cancel
from backend.workspaces.queries import WorkspaceRow

WITHDRAW_FROM_BOUNCED = "withdraw_from_bounced"  # the job
# Whom mail still waits for though their address takes none; before it leaves, each is asked for again.
IN_VAIN = """
    SELECT m.workspace_id, array_agg(DISTINCT m.id) AS members, array_agg(mail.dedupe_key) AS mails
    FROM suppressions x JOIN members m ON m.workspace_id = x.workspace_id AND m.email_key = x.email_key
    JOIN mails mail ON mail.member_id = m.id AND mail.state = 'SCHEDULED' AND mail.address IS NULL
    WHERE x.created_at > (SELECT public.usher_now()) - interval '2 days'
    GROUP BY m.workspace_id
"""
CLEAR = "DELETE FROM suppressions WHERE workspace_id = $1 AND email_key = $2 RETURNING id"
HOLDER = "SELECT id FROM members WHERE workspace_id = $1 AND email_key = $2"
ADDRESS = "SELECT email_key FROM members WHERE workspace_id = $1 AND id = $2"
NOT_ARRIVED = """
    SELECT i.id, i.member_id, i.batch_id FROM invitations i
    JOIN LATERAL (
        SELECT state FROM mails WHERE subject_id = i.id AND kind = 'workspace_invitation'
        ORDER BY id DESC LIMIT 1
    ) mail ON mail.state IN ('BOUNCED', 'FAILED', 'CANCELLED')
    WHERE i.workspace_id = $1 AND i.member_id = $2 AND i.state = 'PENDING' AND i.expires_at > $3
"""


async def withdraw_from_bounced() -> int:
    """Take back what waits to be mailed to addresses that bounced, in all workspaces; returns how many."""
    async with crossing() as sql:
        rows = await sql.fetch(IN_VAIN)
    return sum([await _withdraw(*row) for row in rows])


@needs(Permission.MANAGE_MEMBERS)
async def clear_bounce(actor: Actor, member_id: UUID | None, email: str | None) -> UUID | None:
    """Write to an address again: a member's, or this one; answers whose it is. Raises InvalidInput.

    What was taken back and still has a reason is owed again, the invitation first.
    """
    if (member_id is None) == (email is None):
        raise InvalidInput(InputError("REQUIRED", "Name either a member or an address.", ("email",)))
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        key = await _address(work, workspace.id, member_id, email)
        if key is None or await work.sql.fetchval(CLEAR, workspace.id, key) is None:
            field = "id" if member_id else "email"
            raise InvalidInput(InputError("NOT_BOUNCED", "No mail to this address came back.", (field,)))
        holder: UUID | None = await work.sql.fetchval(HOLDER, workspace.id, key)
        await record(work, actor, "bounce.cleared", (Kind.MEMBER, holder))
        if holder is not None:
            await _start_again(work, actor, workspace, holder)
    return holder


async def _address(work: Work, workspace_id: UUID, member_id: UUID | None, email: str | None) -> str | None:
    if member_id is None:
        return normalise(email or "")
    found: str | None = await work.sql.fetchval(ADDRESS, workspace_id, member_id)
    return found


async def _start_again(work: Work, actor: Actor, workspace: WorkspaceRow, member_id: UUID) -> None:
    rows = await work.sql.fetch(NOT_ARRIVED, workspace.id, member_id, work.now)
    await send_again(work, workspace, rows, "id")
    await settle_reminders(work, workspace, [row["id"] for row in rows])
    cause = Cause(None, actor.member_id)
    letters = await settle_account_letters(work, workspace, cause, [member_id])
    await spend_invites(work, workspace, letters, "id")
    await settle(work, workspace, cause, member_ids=[member_id])
    await settle_warnings(work, workspace, [member_id])
    work.changed(ChangeKind.MEMBER, member_id)
    work.changed(ChangeKind.INVITATION, *(row["id"] for row in rows))


async def _withdraw(workspace_id: UUID, member_ids: list[UUID], dedupe_keys: list[str]) -> int:
    async with unit_of_work(system(workspace_id)) as work:
        result = await cancel(work, dedupe_keys, "ADDRESS_BOUNCED")
        work.changed(ChangeKind.MEMBER, *member_ids)
        work.changed(ChangeKind.INVITATION)
    return result.cancelled
