"""News for those whose program invitation has left: the session's new dates, or that it was called off.

Each change of dates is news of its own, told once and only where it differs from what the person was told
last; a change that is taken back before its news left is no news.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.core.db import Row
from backend.core.work import Work
from backend.invitations.owed import NEWS_KEY, NO_NEWS, OUT, PROGRAM_MAIL, THEIR_MEMBER
from backend.invitations.program_mails import withdraw
from backend.invitations.scope import Cause, Scope
from backend.mail.actions import CancelResult, Due, MailDraft, OweResult, cancel, owe

# What leaves at this very moment is waited for, so that it is known whether it has left.
HOLD = """
    SELECT id FROM mails WHERE id = ANY(ARRAY(
        SELECT mail.id FROM registrations r CROSS JOIN LATERAL (
            SELECT id FROM mails WHERE subject_id = r.id
                AND kind IN ('program_invitation', 'session_moved')
                AND state IN ('SCHEDULED', 'QUEUED') OFFSET 0
        ) AS mail WHERE r.workspace_id = $1 AND r.session_id = $2
    )) ORDER BY dedupe_key FOR UPDATE
"""
# The dates that the people of a session know, kept before they change: those of the last letter that left.
REMEMBER = f"""
    UPDATE registrations r SET told_starts_at = s.starts_at, told_ends_at = s.ends_at
    FROM sessions s
    WHERE r.workspace_id = $1 AND r.session_id = $2 AND s.id = r.session_id
        AND EXISTS (SELECT 1 FROM mails mail
            WHERE {PROGRAM_MAIL} AND {OUT} OFFSET 0)
        AND (r.told_starts_at IS NULL OR EXISTS (SELECT 1 FROM mails mail
            WHERE mail.subject_id = r.id AND mail.kind = 'session_moved' AND {OUT}
                AND mail.dedupe_key = 'session_moved:' || r.id || ':' || s.version OFFSET 0))
"""
STALE = """
    SELECT mail.dedupe_key FROM registrations r CROSS JOIN LATERAL (
        SELECT dedupe_key FROM mails WHERE subject_id = r.id AND kind = 'session_moved'
            AND state IN ('SCHEDULED', 'QUEUED') OFFSET 0
    ) AS mail WHERE r.workspace_id = $1 AND r.session_id = $2
"""
# An invitation that is leaving at this moment goes first; if it bounces, its news is not sent after it.
NEWS = f"""
    SELECT r.id, r.member_id, s.cancelled_at IS NOT NULL AS cancelled, {NEWS_KEY} AS dedupe_key,
        {NO_NEWS} AS why_not, told.state, mail.id AS waits_for
    FROM {{registrations}} AS r JOIN sessions s ON s.id = r.session_id {THEIR_MEMBER}
    CROSS JOIN LATERAL (SELECT * FROM mails mail WHERE {PROGRAM_MAIL} AND {OUT} OFFSET 0) AS mail
    LEFT JOIN LATERAL (SELECT * FROM mails WHERE subject_id = r.id OFFSET 0) AS told
        ON told.dedupe_key = {NEWS_KEY}
    WHERE r.workspace_id = $1 AND r.told_starts_at IS NOT NULL AND s.tells
        AND (s.cancelled_at IS NOT NULL
            OR (r.told_starts_at, r.told_ends_at) IS DISTINCT FROM (s.starts_at, s.ends_at))
        AND (told.id IS NULL OR told.state IN ('CANCELLED', 'SCHEDULED', 'QUEUED'))
"""


async def keep_what_was_told(work: Work, session_id: UUID, reason: str) -> CancelResult:
    """Before a session changes: note what its people know, and take back older news that has not left."""
    await work.sql.execute(HOLD, work.workspace_id, session_id)
    await work.sql.execute(REMEMBER, work.workspace_id, session_id)
    stale = await work.sql.fetch(STALE, work.workspace_id, session_id)
    return await cancel(work, [row["dedupe_key"] for row in stale], reason)


async def settle_news(work: Work, workspace_id: UUID, cause: Cause, scope: Scope) -> OweResult:
    """Owe the news that is due to these people, and take back what is not."""
    statement = scope.applied(NEWS, 1)
    rows: Sequence[Row] = await work.sql.fetch(statement, workspace_id, *scope.values)
    drafts = [
        _called_off(row, cause, work) if row["cancelled"] else _moved(row, cause, work)
        for row in rows
        if not row["why_not"] and row["state"] in (None, "CANCELLED")
    ]
    result = await owe(work, workspace_id, drafts)
    await withdraw(work, rows)
    return result


def _moved(row: Row, cause: Cause, work: Work) -> MailDraft:
    return MailDraft(
        kind="session_moved",
        dedupe_key=row["dedupe_key"],
        member_id=row["member_id"],
        subject_id=row["id"],
        due=Due.now(work.now),
        batch_id=cause.batch_id,
        waits_for=row["waits_for"],
    )


def _called_off(row: Row, cause: Cause, work: Work) -> MailDraft:
    return MailDraft(
        kind="session_cancelled",
        dedupe_key=row["dedupe_key"],
        member_id=row["member_id"],
        subject_id=row["id"],
        due=Due.now(work.now),
        batch_id=cause.batch_id,
        waits_for=row["waits_for"],
    )
