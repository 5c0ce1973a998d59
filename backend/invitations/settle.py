"""Bringing registrations and owed program mail in line with grants, whatever verb changed them.

Every verb changes its grants and then settles the members or sessions it touched: reasons that no longer
hold end, missing ones are added, registrations follow their reasons, mails follow the registrations.
Settling twice changes nothing. Sessions that have ended or were cancelled keep what they had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.db import Row
from backend.core.work import Work
from backend.invitations.owed import WHY_NOT, program_mail_key
from backend.mail.actions import CancelResult, Due, MailDraft, cancel, owe
from backend.programs.rules import invitation_due
from backend.workspaces.queries import WorkspaceRow

OPEN = "s.cancelled_at IS NULL AND (s.ends_at IS NULL OR s.ends_at > $2)"
ASSIGNED = f"""
    assigned AS (
        SELECT a.group_id, s.id AS session_id FROM assignments a JOIN sessions s ON s.id = a.session_id
        WHERE a.workspace_id = $1 AND a.ended_at IS NULL AND {OPEN}
        UNION
        SELECT a.group_id, s.id FROM assignments a JOIN sessions s ON s.program_id = a.program_id
        WHERE a.workspace_id = $1 AND a.ended_at IS NULL AND {OPEN}
    )"""
DESIRED = f"""{ASSIGNED}, desired AS (
        SELECT assigned.session_id, place.member_id, assigned.group_id
        FROM assigned JOIN memberships place ON place.group_id = assigned.group_id AND place.role = 'LEARNER'
        WHERE true {{scope_desired}}
    )"""
END_REASONS = f"""
    WITH {ASSIGNED}
    UPDATE registration_reasons reason SET ended_at = $2
    FROM registrations r JOIN sessions s ON s.id = r.session_id
    WHERE reason.registration_id = r.id AND reason.kind = 'GROUP' AND reason.ended_at IS NULL
        AND r.workspace_id = $1 AND {OPEN} {{scope}}
        AND NOT EXISTS (
            SELECT 1 FROM assigned JOIN memberships place ON place.group_id = assigned.group_id
            WHERE assigned.session_id = r.session_id AND assigned.group_id = reason.group_id
                AND place.member_id = r.member_id AND place.role = 'LEARNER'
        )
"""
REGISTER = f"""
    WITH {DESIRED}
    INSERT INTO registrations AS r (id, workspace_id, session_id, member_id, batch_id, created_at)
    SELECT public.usher_uuid7(), $1, session_id, member_id, $3, $2
    FROM (SELECT DISTINCT session_id, member_id FROM desired) AS pair
    ORDER BY session_id, member_id
    ON CONFLICT (session_id, member_id) DO UPDATE SET ended_at = NULL, batch_id = EXCLUDED.batch_id
    WHERE r.ended_at IS NOT NULL
"""
ADD_REASONS = f"""
    WITH {DESIRED}
    INSERT INTO registration_reasons
        (id, workspace_id, registration_id, kind, group_id, batch_id, created_by, created_at)
    SELECT public.usher_uuid7(), $1, r.id, 'GROUP', desired.group_id, $3, $4, $2
    FROM desired JOIN registrations r USING (session_id, member_id)
    ON CONFLICT (registration_id, kind, coalesce(group_id, '00000000-0000-0000-0000-000000000000'))
        WHERE ended_at IS NULL DO NOTHING
"""
END_REGISTRATIONS = f"""
    UPDATE registrations r SET ended_at = $2 FROM sessions s
    WHERE s.id = r.session_id AND r.workspace_id = $1 AND r.ended_at IS NULL AND {OPEN} {{scope}}
        AND NOT EXISTS (
            SELECT 1 FROM registration_reasons reason
            WHERE reason.registration_id = r.id AND reason.ended_at IS NULL
        )
"""
MAILS = f"""
    SELECT r.id, r.member_id, r.batch_id, s.starts_at, s.time_zone, {WHY_NOT} AS why_not,
        mail.state, mail.due_at, mail.dedupe_key, waits_for.id AS waits_for
    FROM registrations r JOIN sessions s ON s.id = r.session_id JOIN members m ON m.id = r.member_id
    LEFT JOIN mails mail ON mail.dedupe_key = 'program_invitation:' || r.id
    LEFT JOIN LATERAL (
        SELECT w.id FROM mails w WHERE w.member_id = m.id AND w.kind = 'workspace_invitation'
            AND w.state IN ('SCHEDULED', 'QUEUED', 'SENDING') ORDER BY w.id DESC LIMIT 1
    ) waits_for ON m.activated_at IS NULL
    WHERE r.workspace_id = $1 {{scope}}
        AND (mail.id IS NULL OR mail.state IN ('CANCELLED', 'SCHEDULED', 'QUEUED'))
        AND (r.ended_at IS NULL OR mail.id IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a settling is done for: batch, doer, and until when its mails are held back."""

    batch_id: UUID | None = None
    member_id: UUID | None = None
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settling did to the program mails."""

    owed: int
    withdrawn: CancelResult


async def settle(
    work: Work,
    workspace: WorkspaceRow,
    cause: Cause,
    *,
    member_ids: Sequence[UUID] | None = None,
    session_ids: Sequence[UUID] | None = None,
) -> Settled:
    """Settle these members, these sessions, or where both are given these members in these sessions."""
    values: list[Any] = [list(ids) for ids in (member_ids, session_ids) if ids is not None]

    async def run(statement: str, *fixed: Any, people: str = "r", runs: str = "r") -> None:
        scope = _scope(len(fixed), member_ids, session_ids, people, runs)
        await work.sql.execute(statement.format(scope=scope, scope_desired=scope), *fixed, *values)

    base = (workspace.id, work.now)
    await run(END_REASONS, *base)
    await run(REGISTER, *base, cause.batch_id, people="place", runs="assigned")
    await run(ADD_REASONS, *base, cause.batch_id, cause.member_id, people="place", runs="assigned")
    await run(END_REGISTRATIONS, *base)
    return await settle_mails(work, workspace, cause, member_ids=member_ids, session_ids=session_ids)


async def settle_mails(
    work: Work,
    workspace: WorkspaceRow,
    cause: Cause,
    *,
    member_ids: Sequence[UUID] | None = None,
    session_ids: Sequence[UUID] | None = None,
) -> Settled:
    """Bring the program mails in line with the registrations alone."""
    values = [list(ids) for ids in (member_ids, session_ids) if ids is not None]
    scope = _scope(1, member_ids, session_ids, "r", "r")
    rows = await work.sql.fetch(MAILS.format(scope=scope), workspace.id, *values)
    drafts = [draft for row in rows if (draft := _draft(row, workspace, cause, work.now))]
    if drafts:
        await owe(work, workspace.id, drafts)
    return Settled(len(drafts), await _withdraw(work, rows))


async def _withdraw(work: Work, rows: Sequence[Row]) -> CancelResult:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["why_not"] and row["state"] in ("SCHEDULED", "QUEUED"):
            by_reason[row["why_not"]].append(row["dedupe_key"])
    results = [await cancel(work, keys, reason) for reason, keys in sorted(by_reason.items())]
    return CancelResult(sum(one.cancelled for one in results), sum(one.already_out for one in results))


def _draft(row: Row, workspace: WorkspaceRow, cause: Cause, now: datetime) -> MailDraft | None:
    """The mail to write for a registration, or None where it stands as it should."""
    if row["why_not"]:
        return None
    start = invitation_due(row["starts_at"], row["time_zone"], workspace.mail_hour, now)
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


def _scope(
    fixed: int,
    member_ids: Sequence[UUID] | None,
    session_ids: Sequence[UUID] | None,
    people: str,
    runs: str,
) -> str:
    text, number = "", fixed
    for ids, column in ((member_ids, f"{people}.member_id"), (session_ids, f"{runs}.session_id")):
        if ids is not None:
            number += 1
            text += f" AND {column} = ANY(${number}::uuid[])"
    if not text:
        raise ValueError("settle members or sessions, never a whole workspace")
    return text
