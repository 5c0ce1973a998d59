"""Closing sessions that are over: what is still owed for them has come too late and is withdrawn."""

from __future__ import annotations

from backend.core.work import Change, ChangeKind, crossing_work
from backend.mail.actions import cancel

AT_ONCE = 200
CLOSE = """
    UPDATE sessions SET closed_at = $1
    WHERE id IN (
        SELECT id FROM sessions WHERE closed_at IS NULL AND ends_at <= $1
        ORDER BY ends_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ) RETURNING id, workspace_id
"""
LEFT_OVER = """
    SELECT mail.dedupe_key FROM registrations r CROSS JOIN LATERAL (
        SELECT dedupe_key FROM mails WHERE subject_id = r.id AND state IN ('SCHEDULED', 'QUEUED')
            AND kind IN ('program_invitation', 'session_moved', 'session_cancelled') OFFSET 0
    ) AS mail WHERE r.session_id = ANY($1::uuid[])
"""


async def close_sessions() -> int:
    """Close those that have ended since the last time, up to 200 at once; answers how many."""
    async with crossing_work() as work:
        closed = await work.sql.fetch(CLOSE, work.now, AT_ONCE)
        if closed:
            left = await work.sql.fetch(LEFT_OVER, [row["id"] for row in closed])
            await cancel(work, [row["dedupe_key"] for row in left], "SESSION_ENDED")
            work.changes += [Change(row["workspace_id"], ChangeKind.SESSION, row["id"]) for row in closed]
    return len(closed)
