"""Taking back what a batch changed on members themselves: invitations, access, roles and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.core.clock import midnight
from backend.core.sqltext import records
from backend.core.work import Work
from backend.invitations.links import retire_links
from backend.invitations.undo.rules import Verdict
from backend.workspaces.queries import WorkspaceRow

REVOKE = """
    UPDATE invitations SET state = 'REVOKED', closed_at = $4
    WHERE workspace_id = $1 AND batch_id = $2 AND member_id = ANY($3::uuid[]) AND state = 'PENDING'
    RETURNING id
"""
SLEEP = """
    UPDATE members SET asleep_at = $3, updated_at = $3
    WHERE workspace_id = $1 AND id = ANY($2::uuid[]) AND activated_at IS NULL
"""
# Nobody has used their first passwords: whoever sets the accounts again gives new ones.
FORGET = "DELETE FROM credentials WHERE workspace_id = $1 AND member_id = ANY($2::uuid[])"
ROLES = """
    UPDATE members m SET role = row.before, updated_at = $2
    FROM jsonb_to_recordset($3::jsonb) AS row (id uuid, before text)
    WHERE m.workspace_id = $1 AND m.id = row.id
"""
INVITED_AS = """
    UPDATE invitations i SET role = row.before
    FROM jsonb_to_recordset($2::jsonb) AS row (id uuid, before text)
    WHERE i.workspace_id = $1 AND i.member_id = row.id AND i.state = 'PENDING'
"""
DATES = """
    UPDATE members m SET deactivates_on = row.day, deactivates_at = row.at, deactivation_set_at = $2,
        updated_at = $2
    FROM jsonb_to_recordset($3::jsonb) AS row (id uuid, day date, at timestamptz)
    WHERE m.workspace_id = $1 AND m.id = row.id
"""


async def revoke_of_batch(
    work: Work, workspace_id: UUID, batch_id: UUID, member_ids: Sequence[UUID]
) -> list[UUID]:
    """Revoke what of a batch still invites these members, who sleep until they are invited again."""
    rows = await work.sql.fetch(REVOKE, workspace_id, batch_id, list(member_ids), work.now)
    revoked: list[UUID] = [row["id"] for row in rows]
    await retire_links(work, workspace_id, revoked)
    await work.sql.execute(SLEEP, workspace_id, list(member_ids), work.now)
    return revoked


async def forget_passwords(work: Work, workspace_id: UUID, member_ids: Sequence[UUID]) -> None:
    """Forget the first passwords of these, which nobody has used."""
    await work.sql.execute(FORGET, workspace_id, list(member_ids))


async def restore_fields(work: Work, workspace: WorkspaceRow, verdicts: Sequence[Verdict]) -> None:
    """Put back the roles and dates that nothing has changed since."""
    back = [(one.member_id, change) for one in verdicts for change in one.fields]
    roles = [{"id": who, "before": change.before} for who, change in back if change.field == "role"]
    dates = [_dated(who, change.before, workspace) for who, change in back if change.field != "role"]
    await work.sql.execute(ROLES, workspace.id, work.now, records(roles))
    await work.sql.execute(INVITED_AS, workspace.id, records(roles))
    await work.sql.execute(DATES, workspace.id, work.now, records(dates))


def _dated(member_id: UUID, before: str | None, workspace: WorkspaceRow) -> dict[str, Any]:
    day = date.fromisoformat(before) if before else None
    return {"id": member_id, "day": day, "at": midnight(day, workspace.time_zone) if day else None}
