"""Sending an invitation once more, or for the first time to where its member is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from backend.core.db import Row
from backend.core.work import Work
from backend.invitations.links import renew_links
from backend.invitations.owed import workspace_mail_key
from backend.invitations.quota import spend_invites
from backend.mail.actions import Due, MailDraft, OweResult, owe
from backend.workspaces.queries import WorkspaceRow

WAITING = ("SCHEDULED", "QUEUED", "SENDING")


async def send_again(work: Work, workspace: WorkspaceRow, rows: Sequence[Row], field: str) -> OweResult:
    """Mail each of these invitations (`id`, `member_id`, `batch_id`) with a newer link.

    The links before it stay good until the server accepts the new mail; then the courier retires them.
    Raises RateLimited where the day has too few left.
    """
    versions = await renew_links(work, workspace.id, [row["id"] for row in rows])
    return await owe_invitations(work, workspace, rows, versions, field)


async def owe_invitations(
    work: Work, workspace: WorkspaceRow, rows: Sequence[Row], versions: Mapping[UUID, int], field: str
) -> OweResult:
    """Owe the mail of these versions: one that was withdrawn is revived, one that left is not repeated.

    Raises RateLimited where the day has too few left for those that will leave.
    """
    result = await owe(work, workspace.id, invitation_drafts(rows, versions, work.now))
    await spend_invites(work, workspace, len(result.created | result.revived), field)
    return result


def invitation_drafts(rows: Sequence[Row], versions: Mapping[UUID, int], at: datetime) -> list[MailDraft]:
    """The mails that carry these versions of invitations, due at this instant."""
    return [
        MailDraft(
            kind="workspace_invitation",
            dedupe_key=workspace_mail_key(row["id"], versions[row["id"]]),
            member_id=row["member_id"],
            subject_id=row["id"],
            due=Due.now(at),
            batch_id=row["batch_id"],
        )
        for row in rows
    ]
