"""Bringing the program invitations in line with the registrations that owe them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache, partial

from backend.core.db import Row
from backend.core.work import Work
from backend.invitations.owed import PROGRAM_MAIL, THEIR_MEMBER, WHY_NOT, program_mail_key
from backend.invitations.scope import Cause, Scope
from backend.mail.actions import CancelResult, Due, MailDraft, OweResult, cancel, owe
from backend.programs.rules import StartDue, invitation_due
from backend.workspaces.queries import WorkspaceRow

Starting = Callable[[datetime, str], StartDue]  # when the mail of a session is due: many share one
# Those that have left are looked at only where their reason ends at this very moment, to be counted.
MAILS = f"""
    SELECT r.id, r.member_id, r.batch_id, s.starts_at, s.time_zone, {WHY_NOT} AS why_not,
        mail.state, mail.due_at, mail.dedupe_key, waits_for.id AS waits_for
    FROM {{registrations}} AS r JOIN sessions s ON s.id = r.session_id {THEIR_MEMBER}
    LEFT JOIN LATERAL (SELECT * FROM mails mail WHERE {PROGRAM_MAIL} OFFSET 0) AS mail ON true
    LEFT JOIN LATERAL (
        SELECT w.id FROM mails w
        WHERE w.member_id = m.id AND w.kind IN ('workspace_invitation', 'account_link', 'account_password')
            AND w.state IN ('SCHEDULED', 'QUEUED', 'SENDING') ORDER BY w.id DESC LIMIT 1
    ) waits_for ON m.joined_at IS NULL
    WHERE r.workspace_id = $1
        AND (mail.id IS NULL OR mail.state IN ('CANCELLED', 'SCHEDULED', 'QUEUED')
            OR r.ended_at = $2 OR s.cancelled_at = $2)
        AND (r.ended_at IS NULL OR mail.id IS NOT NULL)
"""


async def settle_program_mails(
    work: Work, workspace: WorkspaceRow, cause: Cause, scope: Scope
) -> tuple[OweResult, CancelResult]:
    """Owe what the registrations owe, on its day, and take back what they don't."""
    statement = scope.applied(MAILS, 2)
    rows = await work.sql.fetch(statement, workspace.id, work.now, *scope.values)
    start = lru_cache(maxsize=None)(partial(invitation_due, mail_hour=workspace.mail_hour, now=work.now))
    drafts = [draft for row in rows if (draft := _draft(row, start, cause, work.now))]
    return await owe(work, workspace.id, drafts), await withdraw(work, rows)


async def withdraw(work: Work, rows: Sequence[Row]) -> CancelResult:
    """Take back the mails of these rows (`why_not`, `state`, `dedupe_key`) that are owed no longer."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["why_not"] and row["state"] not in (None, "CANCELLED"):
            by_reason[row["why_not"]].append(row["dedupe_key"])
    results = [await cancel(work, keys, reason) for reason, keys in sorted(by_reason.items())]
    return CancelResult(sum(one.cancelled for one in results), sum(one.already_out for one in results))


def _draft(row: Row, due: Starting, cause: Cause, now: datetime) -> MailDraft | None:
    """The mail to write for a registration, or None where it stands as it should."""
    if row["why_not"]:
        return None
    start = due(row["starts_at"], row["time_zone"])
    waiting = row["state"] in ("SCHEDULED", "QUEUED")
    if waiting and (row["due_at"] == start.at or (row["due_at"] <= now and start.at <= now)):
        return None
    batch_id = cause.batch_id or row["batch_id"]
    return MailDraft(
        kind="program_invitation",
        dedupe_key=program_mail_key(row["id"]),
        member_id=row["member_id"],
        subject_id=row["id"],
        due=Due(start.day, start.hour, start.zone, start.at),
        batch_id=batch_id,
        next_at=max(start.at, cause.hold_until) if cause.hold_until else None,
        bundle_key=f"{row['member_id']}:{batch_id}" if batch_id else None,
        waits_for=row["waits_for"],
    )
