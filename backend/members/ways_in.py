"""Ending every way in that a member holds: devices signed in, mailed links, one-time codes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.core.work import Work

# Whoever is shut out is refused at once whatever these say; ended, they stay dead when the member comes back.
TOKENS = """
    UPDATE access_tokens SET ended_at = $3
    WHERE workspace_id = $1 AND member_id = ANY($2::uuid[]) AND ended_at IS NULL AND id IS DISTINCT FROM $4
"""
RESETS = """
    UPDATE password_resets SET used_at = $3
    WHERE workspace_id = $1 AND member_id = ANY($2::uuid[]) AND used_at IS NULL
"""
CODES = """
    UPDATE sign_in_codes SET used_at = $3
    WHERE workspace_id = $1 AND member_id = ANY($2::uuid[]) AND used_at IS NULL
"""

CHANGES = """
    UPDATE email_changes SET used_at = $3
    WHERE workspace_id = $1 AND member_id = ANY($2::uuid[]) AND used_at IS NULL
"""


async def end_tokens(
    work: Work, workspace_id: UUID, member_ids: Sequence[UUID], *, keep: UUID | None = None
) -> int:
    """Sign these members out of every device but the one to keep; returns of how many."""
    done = await work.sql.execute(TOKENS, workspace_id, list(member_ids), work.now, keep)
    return int(done.rpartition(" ")[2])


async def end_links_and_codes(work: Work, workspace_id: UUID, member_ids: Sequence[UUID]) -> None:
    """Make every mailed link, and every one-time code, of these members worthless."""
    await work.sql.execute(RESETS, workspace_id, list(member_ids), work.now)
    await work.sql.execute(CODES, workspace_id, list(member_ids), work.now)
    await work.sql.execute(CHANGES, workspace_id, list(member_ids), work.now)


async def end_ways_in(
    work: Work, workspace_id: UUID, member_ids: Sequence[UUID], *, keep: UUID | None = None
) -> None:
    """End all of them but the one token to keep."""
    await end_tokens(work, workspace_id, member_ids, keep=keep)
    await end_links_and_codes(work, workspace_id, member_ids)
