"""Revoking an API key: it opens nothing from this instant on."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.auth.api_keys import COLUMNS, ApiKeyRow, read_api_key
from backend.core.access import Actor, Permission, needs
from backend.core.errors import NotFound
from backend.core.ids import Kind
from backend.core.work import unit_of_work

REVOKE = f"""
    UPDATE api_keys SET revoked_at = coalesce(revoked_at, $3) WHERE workspace_id = $1 AND id = $2
    RETURNING {COLUMNS}
"""


@needs(Permission.MANAGE_KEYS)
async def revoke_api_key(actor: Actor, key_id: UUID) -> ApiKeyRow:
    """Revoke a key; doing so again changes nothing. Raises NotFound."""
    async with unit_of_work(actor) as work:
        row = await work.sql.fetchrow(REVOKE, actor.workspace_id, key_id, work.now)
        if row is None:
            raise NotFound
        await record(work, actor, "api_key.revoked", (Kind.API_KEY, key_id))
    return read_api_key(row)
