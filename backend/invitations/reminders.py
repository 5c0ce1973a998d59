"""Reminding people of an invitation that waits: three times in its lifetime, by day, until it is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from backend.core.work import Work
from backend.invitations.calendar import reminders_due
from backend.mail.actions import Due, MailDraft, cancel, owe
from backend.mail.models import MailKind
from backend.workspaces.queries import WorkspaceRow

KIND = MailKind.INVITATION_REMINDER.value
PENDING = """
    SELECT i.id, i.member_id, i.batch_id, i.created_at, i.expires_at
    FROM invitations i JOIN members m ON m.id = i.member_id
    WHERE i.workspace_id = $1 AND i.id = ANY($2::uuid[]) AND i.state = 'PENDING'
        AND i.expires_at > $3 AND m.asleep_at IS NULL
"""
OPEN = """
    SELECT dedupe_key, due_at FROM mails
    WHERE workspace_id = $1 AND subject_id = ANY($2::uuid[]) AND kind = $3
        AND state IN ('SCHEDULED', 'QUEUED')
"""
ALL_PENDING = "SELECT id FROM invitations WHERE workspace_id = $1 AND state = 'PENDING'"


def reminders(
    invitation_id: UUID, member_id: UUID, batch_id: UUID | None, due: Mapping[int, Due]
) -> list[MailDraft]:
    """The reminders of an invitation, as mails to owe; `due` is by number, from 1."""
    return [
        MailDraft(KIND, f"{KIND}:{invitation_id}:{number}", member_id, invitation_id, when, batch_id)
        for number, when in due.items()
    ]


def reminder_times(
    workspace: WorkspaceRow, created_at: datetime, expires_at: datetime, now: datetime
) -> dict[int, Due]:
    """When an invitation is reminded of, by number; never where the workspace wants no reminders."""
    if not workspace.send_reminders:
        return {}
    return reminders_due(created_at, expires_at, workspace.time_zone, now)


async def settle_reminders(work: Work, workspace: WorkspaceRow, invitation_ids: Sequence[UUID]) -> None:
    """Bring the reminders of these invitations in line with their lifetimes; twice changes nothing."""
    rows = await work.sql.fetch(PENDING, workspace.id, list(invitation_ids), work.now)
    open_rows = await work.sql.fetch(OPEN, workspace.id, list(invitation_ids), KIND)
    standing = {row["dedupe_key"]: row["due_at"] for row in open_rows}
    wanted: dict[str, MailDraft] = {}
    for row in rows:
        due = reminder_times(workspace, row["created_at"], row["expires_at"], work.now)
        for draft in reminders(row["id"], row["member_id"], row["batch_id"], due):
            wanted[draft.dedupe_key] = draft
    await owe(work, workspace.id, [one for key, one in wanted.items() if standing.get(key) != one.due.at])
    waiting = {row["id"] for row in rows} if workspace.send_reminders else set()
    stale = [key for key in standing if UUID(key.split(":")[1]) not in waiting]
    if stale:
        await cancel(work, stale, "INVITATION_CLOSED" if workspace.send_reminders else "REMINDERS_OFF")


async def pending_invitations(work: Work, workspace_id: UUID) -> list[UUID]:
    """Every invitation of a workspace that waits to be accepted."""
    return [row["id"] for row in await work.sql.fetch(ALL_PENDING, workspace_id)]
