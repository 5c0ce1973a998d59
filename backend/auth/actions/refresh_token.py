"""refreshToken: a fresh secret for the device that asks, in place of the one it came with."""

from __future__ import annotations

from uuid import UUID

from backend.auth.rules import TOKEN_LIFETIME
from backend.core.access import Actor, Permission, needs
from backend.core.errors import Unauthenticated
from backend.core.tokens import new_token, token_hash
from backend.core.work import unit_of_work

# An answer may get lost on its way: the old secret opens the door a little longer (`authenticate`).
REFRESH = """
    UPDATE access_tokens
    SET previous_hash = token_hash, token_hash = $3, refreshed_at = $4, last_used_at = $4, expires_at = $5
    WHERE id = $1 AND member_id = $2 AND ended_at IS NULL RETURNING id
"""


@needs(Permission.OWN_PROFILE)
async def refresh_token(actor: Actor, token_id: UUID) -> str:
    """The new secret, shown this once; raises Unauthenticated where the old one ended meanwhile."""
    token = new_token()
    async with unit_of_work(actor) as work:
        until = work.now + TOKEN_LIFETIME
        found = await work.sql.fetchval(
            REFRESH, token_id, actor.member_id, token_hash(token), work.now, until
        )
        if found is None:
            raise Unauthenticated
    return token
