"""Closing accounts that a batch opened for people who were invited: they are invited again, as before."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.core.work import Work
from backend.invitations.reminders import settle_reminders
from backend.invitations.sending import invitation_drafts
from backend.mail.actions import owe
from backend.workspaces.queries import WorkspaceRow

# What the account closed opens again with the links that were good then, and nobody is written to twice.
REOPEN = """
    WITH closed AS MATERIALIZED (
        SELECT DISTINCT ON (i.member_id) i.id, i.closed_at FROM invitations i
        JOIN batches batch ON batch.id = $3
        WHERE i.workspace_id = $1 AND i.member_id = ANY($2::uuid[]) AND i.state = 'ACCEPTED'
            AND i.accepted_at IS NULL AND i.closed_at >= batch.created_at
        ORDER BY i.member_id, i.id DESC
    ), links AS (
        UPDATE invitation_links link SET retired_at = NULL FROM closed
        WHERE link.workspace_id = $1 AND link.invitation_id = closed.id AND link.retired_at = closed.closed_at
    )
    UPDATE invitations i SET state = 'PENDING', closed_at = NULL FROM closed
    WHERE i.workspace_id = $1 AND i.id = closed.id
    RETURNING i.id, i.member_id, i.batch_id, i.version, i.expires_at > $4 AND EXISTS (
        SELECT FROM mails WHERE subject_id = i.id AND kind = 'workspace_invitation'
            AND state = 'CANCELLED' AND reason = 'ACCOUNT_OPENED'
    ) AS unsent
"""
INVITED = """
    UPDATE members m SET activated_at = NULL, updated_at = $3, asleep_at = CASE (
        SELECT state FROM invitations WHERE member_id = m.id ORDER BY id DESC LIMIT 1
    ) WHEN 'REVOKED' THEN $3::timestamptz END
    WHERE m.workspace_id = $1 AND m.id = ANY($2::uuid[])
"""


async def reopen_invitations(
    work: Work, workspace: WorkspaceRow, batch_id: UUID, member_ids: Sequence[UUID]
) -> list[UUID]:
    """Let these be invited again instead of active, where they were; answers the invitations."""
    if not member_ids:
        return []
    rows = await work.sql.fetch(REOPEN, workspace.id, list(member_ids), batch_id, work.now)
    await work.sql.execute(INVITED, workspace.id, list(member_ids), work.now)
    versions = {row["id"]: row["version"] for row in rows}
    unsent = [row for row in rows if row["unsent"]]
    await owe(work, workspace.id, invitation_drafts(unsent, versions, work.now))
    await settle_reminders(work, workspace, list(versions))
    return list(versions)
