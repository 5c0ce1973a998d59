"""Registering members in a session by themselves, beside what their groups bring."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.core.work import Work
from backend.invitations.scope import Cause

REGISTER = """
    INSERT INTO registrations AS r (id, workspace_id, session_id, member_id, batch_id, created_at)
    SELECT public.usher_uuid7(), $1, $2, member_id, $3, $4 FROM unnest($5::uuid[]) AS member_id
    ON CONFLICT (session_id, member_id) DO UPDATE SET ended_at = NULL, batch_id = EXCLUDED.batch_id
    WHERE r.ended_at IS NOT NULL
"""
ADD_REASONS = """
    INSERT INTO registration_reasons
        (id, workspace_id, registration_id, kind, batch_id, created_by, created_at)
    SELECT public.usher_uuid7(), $1, id, 'DIRECT', $3, $6, $4 FROM registrations
    WHERE workspace_id = $1 AND session_id = $2 AND member_id = ANY($5::uuid[])
    ON CONFLICT (registration_id, kind, coalesce(group_id, '00000000-0000-0000-0000-000000000000'))
        WHERE ended_at IS NULL DO NOTHING
"""


async def register_directly(
    work: Work, workspace_id: UUID, session_id: UUID, member_ids: Sequence[UUID], cause: Cause
) -> None:
    """Add a direct reason for each member; settle afterwards for their mail."""
    values = (workspace_id, session_id, cause.batch_id, work.now, list(member_ids))
    await work.sql.execute(REGISTER, *values)
    await work.sql.execute(ADD_REASONS, *values, cause.member_id)
