"""Taking back what a batch changed on members themselves: accounts it made, roles and dates it set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.core.clock import midnight
from backend.core.db import Row
from backend.core.sqltext import records
from backend.core.work import Work
from backend.invitations.account_letters import ACCOUNT_LETTERS
from backend.mail.actions import cancel_of_members
from backend.members.ways_in import end_ways_in
from backend.workspaces.queries import WorkspaceRow

# Accounts that nobody has used lose their access; nothing is deleted.
CLOSE_ACCOUNTS = """
    UPDATE members m SET deactivated_at = $3, updated_at = $3 FROM batch_rows line
    WHERE line.workspace_id = $1 AND line.batch_id = $2 AND line.outcome = 'CREATE'
        AND m.id = line.member_id AND m.joined_at IS NULL AND m.deactivated_at IS NULL
    RETURNING m.id
"""
# Nobody has used their first passwords: whoever sets the accounts again gives new ones.
FORGET = "DELETE FROM credentials WHERE workspace_id = $1 AND member_id = ANY($2::uuid[])"
CHANGES = """
    SELECT line.member_id, change ->> 'field' AS field, change ->> 'before' AS before,
        CASE change ->> 'field' WHEN 'role' THEN m.role ELSE m.deactivates_on::text END
            IS NOT DISTINCT FROM change ->> 'after' AS stands
    FROM batch_rows line CROSS JOIN LATERAL jsonb_array_elements(line.changes) AS change
    JOIN members m ON m.id = line.member_id
    WHERE line.workspace_id = $1 AND line.batch_id = $2 AND line.outcome <> 'REFUSED'
    ORDER BY line.member_id
"""
ROLES = """
    UPDATE members m SET role = row.before, updated_at = $2
    FROM jsonb_to_recordset($3::jsonb) AS row (id uuid, before text)
    WHERE m.workspace_id = $1 AND m.id = row.id
"""
DATES = """
    UPDATE members m SET deactivates_on = row.day, deactivates_at = row.at, deactivation_set_at = $2,
        updated_at = $2
    FROM jsonb_to_recordset($3::jsonb) AS row (id uuid, day date, at timestamptz)
    WHERE m.workspace_id = $1 AND m.id = row.id
"""
RESTORED = ("role", "deactivatesOn")


async def close_accounts(work: Work, workspace: WorkspaceRow, batch_id: UUID) -> int:
    """End the access of the accounts that a batch made and nobody has signed in to, and all ways in.

    Answers how many letters were withdrawn that another batch had owed to them again.
    """
    rows = await work.sql.fetch(CLOSE_ACCOUNTS, workspace.id, batch_id, work.now)
    closed = [row["id"] for row in rows]
    await work.sql.execute(FORGET, workspace.id, closed)
    await end_ways_in(work, workspace.id, closed)
    return (await cancel_of_members(work, closed, "BATCH_UNDONE", ACCOUNT_LETTERS)).cancelled


async def restore_fields(work: Work, workspace: WorkspaceRow, batch_id: UUID) -> int:
    """Put roles and dates back where nothing has changed them since; answers how many changes stay."""
    rows = await work.sql.fetch(CHANGES, workspace.id, batch_id)
    back = [row for row in rows if row["field"] in RESTORED and row["stands"]]
    roles = [{"id": row["member_id"], "before": row["before"]} for row in back if row["field"] == "role"]
    await work.sql.execute(ROLES, workspace.id, work.now, records(roles))
    await work.sql.execute(DATES, workspace.id, work.now, records(_dates(back, workspace)))
    told = [row for row in rows if row["field"] not in ("status", "password")]
    return len(told) - len(back)


def _dates(rows: Sequence[Row], workspace: WorkspaceRow) -> list[dict[str, object]]:
    dates = []
    for row in rows:
        if row["field"] == "deactivatesOn":
            day = date.fromisoformat(row["before"]) if row["before"] else None
            at = midnight(day, workspace.time_zone) if day else None
            dates.append({"id": row["member_id"], "day": day, "at": at})
    return dates
