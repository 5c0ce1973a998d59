"""Bringing registrations and owed program mail in line with grants, whatever verb changed them.

Every verb changes its grants and then settles the members or sessions it touched: reasons that no longer
hold end, missing ones are added, registrations follow their reasons, mails follow the registrations.
Settling twice changes nothing. Sessions that have ended or were cancelled keep what they had. An archived
group keeps the registrations it brought, and brings no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.db import plan_anew
from backend.core.work import Work
from backend.invitations.news import settle_news
from backend.invitations.program_mails import settle_program_mails
from backend.invitations.scope import Cause as Cause
from backend.invitations.scope import Scope
from backend.mail.actions import CancelResult, OweResult
from backend.workspaces.queries import WorkspaceRow

OPEN = "s.cancelled_at IS NULL AND (s.ends_at IS NULL OR s.ends_at > $2)"
BY_GROUPS = f"""
    SELECT s.id AS session_id, place.member_id, place.group_id
    FROM {{{{places}}}}
    JOIN groups ON groups.id = place.group_id AND groups.archived_at IS NULL
    JOIN assignments a ON a.group_id = place.group_id AND a.ended_at IS NULL
    JOIN sessions s ON {{how}}
    WHERE place.workspace_id = $1 AND place.role = 'LEARNER' AND {OPEN} {{{{sessions}}}}"""
DESIRED = f"""{{members_places}}desired AS (
    {BY_GROUPS.format(how="s.id = a.session_id")}
    UNION {BY_GROUPS.format(how="s.program_id = a.program_id")}
)"""
END_REASONS = f"""
    UPDATE registration_reasons SET ended_at = $2 WHERE id = ANY(ARRAY(
        SELECT reason.id FROM {{registrations}} AS r JOIN sessions s ON s.id = r.session_id
        CROSS JOIN LATERAL (
            SELECT id, group_id FROM registration_reasons
            WHERE registration_id = r.id AND kind = 'GROUP' AND ended_at IS NULL OFFSET 0
        ) AS reason
        WHERE r.workspace_id = $1 AND {OPEN} AND NOT EXISTS (
            SELECT 1 FROM assignments a JOIN memberships place ON place.group_id = a.group_id
            WHERE a.group_id = reason.group_id AND a.ended_at IS NULL
                AND (a.session_id = r.session_id OR a.program_id = s.program_id)
                AND place.member_id = r.member_id AND place.role = 'LEARNER' OFFSET 0
        )
    ))
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
    FROM desired CROSS JOIN LATERAL (
        SELECT id FROM registrations
        WHERE session_id = desired.session_id AND member_id = desired.member_id OFFSET 0
    ) AS r
    ON CONFLICT (registration_id, kind, coalesce(group_id, '00000000-0000-0000-0000-000000000000'))
        WHERE ended_at IS NULL DO NOTHING
"""
END_REGISTRATIONS = f"""
    UPDATE registrations SET ended_at = $2 WHERE id = ANY(ARRAY(
        SELECT r.id FROM {{registrations}} AS r JOIN sessions s ON s.id = r.session_id
        WHERE r.workspace_id = $1 AND r.ended_at IS NULL AND {OPEN} AND NOT EXISTS (
            SELECT 1 FROM registration_reasons reason
            WHERE reason.registration_id = r.id AND reason.ended_at IS NULL OFFSET 0
        )
    ))
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settling did: registrations begun and ended, program mails owed and taken back, news owed."""

    registered: int
    unregistered: int
    owed: OweResult
    withdrawn: CancelResult
    news: OweResult


async def settle(
    work: Work,
    workspace: WorkspaceRow,
    cause: Cause,
    *,
    member_ids: Sequence[UUID] | None = None,
    session_ids: Sequence[UUID] | None = None,
) -> Settled:
    """Settle these members, these sessions, or where both are given these members in these sessions."""
    scope = Scope(member_ids, session_ids)

    async def run(statement: str, *fixed: object) -> int:
        return _number(await work.sql.execute(scope.applied(statement, len(fixed)), *fixed, *scope.values))

    base = (workspace.id, work.now)
    await run(END_REASONS, *base)
    registered = await run(REGISTER, *base, cause.batch_id)
    await plan_anew(work.sql, registered)
    await run(ADD_REASONS, *base, cause.batch_id, cause.member_id)
    unregistered = await run(END_REGISTRATIONS, *base)
    owed, withdrawn = await settle_program_mails(work, workspace, cause, scope)
    news = await settle_news(work, workspace.id, cause, scope)
    return Settled(registered, unregistered, owed, withdrawn, news)


def _number(status: str) -> int:
    """How many rows a statement wrote, from the answer that PostgreSQL ends it with."""
    return int(status.rpartition(" ")[2])
