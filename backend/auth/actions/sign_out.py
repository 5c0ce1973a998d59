"""Signing out of one device."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor
from backend.core.ids import Kind
from backend.core.work import unit_of_work

END = """
    UPDATE access_tokens SET ended_at = $3
    WHERE id = $1 AND member_id = $2 AND ended_at IS NULL RETURNING id
"""


async def sign_out(actor: Actor, token_id: UUID) -> bool:
    """End the token that the caller came with; False where it had ended already."""
    async with unit_of_work(actor) as work:
        ended = await work.sql.fetchval(END, token_id, actor.member_id, work.now)
        if ended:
            await record(work, actor, "auth.signed_out", (Kind.MEMBER, actor.member_id))
    return ended is not None
