"""Giving people an open invitation: its row, its link and the mail that carries it, as sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.core.access import Actor, Role
from backend.core.ids import new_id
from backend.core.sqltext import records
from backend.core.work import Work
from backend.invitations.links import add_links, retire_links
from backend.invitations.owed import INVITATION_MAILS, workspace_mail_key
from backend.invitations.reminders import reminder_times, reminders
from backend.invitations.settle import Cause
from backend.mail.actions import Due, MailDraft, cancel_of_members, owe
from backend.workspaces.queries import WorkspaceRow

CLOSE = """
    UPDATE invitations SET closed_at = $2,
        state = CASE WHEN expires_at <= $2 THEN 'EXPIRED' ELSE 'REVOKED' END
    WHERE workspace_id = $1 AND member_id = ANY($3::uuid[]) AND state = 'PENDING'
"""
EARLIER = "SELECT id FROM invitations WHERE workspace_id = $1 AND member_id = ANY($2::uuid[])"
INSERT = """
    INSERT INTO invitations (id, workspace_id, member_id, email_key, state, role, door, operation, batch_id,
        invited_by, version, created_at, expires_at)
    SELECT row.id, $1, row.member_id, row.email_key, 'PENDING', row.role, $2, $3, $4, $5, 1, $6, $7
    FROM jsonb_to_recordset($8::jsonb) AS row (id uuid, member_id uuid, email_key text, role text)
"""
JOIN = """
    UPDATE invitations SET state = 'ACCEPTED', closed_at = $2
    WHERE workspace_id = $1 AND member_id = ANY($3::uuid[]) AND state = 'PENDING'
"""


@dataclass(frozen=True, slots=True)
class Invitee:
    """A member who is to be invited, and as what."""

    member_id: UUID
    email_key: str
    role: Role


async def invite(
    work: Work,
    actor: Actor,
    workspace: WorkspaceRow,
    invitees: Sequence[Invitee],
    cause: Cause,
    operation: str,
) -> dict[UUID, UUID]:
    """Open an invitation for each; answers invitation ids by member. Older ones are closed first.

    The caller has spent what these cost of the day.
    """
    if not invitees:
        return {}
    ids = {one.member_id: new_id() for one in invitees}
    members = list(ids)
    await close_invitations(work, workspace.id, members)
    data = records(_row(one, ids[one.member_id]) for one in invitees)
    expires_at = work.now + timedelta(days=workspace.invitation_days)
    await work.sql.execute(
        INSERT,
        workspace.id,
        actor.door.value,
        operation,
        cause.batch_id,
        actor.member_id,
        work.now,
        expires_at,
        data,
    )
    await add_links(work, workspace.id, dict.fromkeys(ids.values(), 1))
    times = reminder_times(workspace, work.now, expires_at, work.now)
    drafts = [_mail(member, ids[member], cause, work) for member in members]
    drafts += [one for member in members for one in reminders(ids[member], member, cause.batch_id, times)]
    await owe(work, workspace.id, drafts)
    return ids


async def close_invitations(work: Work, workspace_id: UUID, member_ids: Sequence[UUID]) -> None:
    """Close what still invites these members, and its links."""
    await work.sql.execute(CLOSE, workspace_id, work.now, list(member_ids))
    await _retire_earlier(work, workspace_id, member_ids)


async def _retire_earlier(work: Work, workspace_id: UUID, member_ids: Sequence[UUID]) -> None:
    """Most who are invited never were before: for them there is nothing to look through."""
    earlier = await work.sql.fetch(EARLIER, workspace_id, list(member_ids))
    if earlier:
        await retire_links(work, workspace_id, [row["id"] for row in earlier])


def _row(one: Invitee, invitation_id: UUID) -> dict[str, Any]:
    return {
        "id": invitation_id,
        "member_id": one.member_id,
        "email_key": one.email_key,
        "role": one.role.value,
    }


async def join_without(work: Work, workspace_id: UUID, member_ids: Sequence[UUID]) -> None:
    """Close what invited these members, since they have an account now; nobody accepted it."""
    if not member_ids:
        return
    await work.sql.execute(JOIN, workspace_id, work.now, member_ids)
    await _retire_earlier(work, workspace_id, member_ids)
    await cancel_of_members(work, member_ids, "ACCOUNT_OPENED", INVITATION_MAILS)


def _mail(member_id: UUID, invitation_id: UUID, cause: Cause, work: Work) -> MailDraft:
    return MailDraft(
        kind="workspace_invitation",
        dedupe_key=workspace_mail_key(invitation_id, 1),
        member_id=member_id,
        subject_id=invitation_id,
        due=Due.now(work.now),
        batch_id=cause.batch_id,
        next_at=cause.hold_until,
    )
