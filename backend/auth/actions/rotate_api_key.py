"""A successor for an API key; the former one opens for a while beside it, and then ends by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from backend.audit.actions import record
from backend.auth.actions.create_api_key import NewApiKey, add_api_key, check_key
from backend.auth.api_keys import COLUMNS, read_api_key
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.ids import Kind
from backend.core.work import unit_of_work

LONGEST_OVERLAP = 30 * 24  # hours
FIND = f"SELECT {COLUMNS} FROM api_keys WHERE workspace_id = $1 AND id = $2 FOR UPDATE"
END = "UPDATE api_keys SET expires_at = least(expires_at, $3) WHERE workspace_id = $1 AND id = $2"


@needs(Permission.MANAGE_KEYS)
async def rotate_api_key(
    actor: Actor, key_id: UUID, *, overlap_hours: int = 24, expires_at: datetime | None = None
) -> NewApiKey:
    """A new key of the same name, role and scopes; the former one ends after the overlap.

    Raises NotFound, InvalidInput: for what has ended, and for what the caller may not do themselves.
    """
    async with unit_of_work(actor) as work:
        row = await work.sql.fetchrow(FIND, actor.workspace_id, key_id)
        if row is None:
            raise NotFound
        former = read_api_key(row)
        errors = check_key(work, actor, former.scopes, former.role, expires_at)
        if not 0 <= overlap_hours <= LONGEST_OVERLAP:
            message = f"Both keys open for 0 to {LONGEST_OVERLAP} hours."
            errors.append(InputError("OUT_OF_RANGE", message, ("overlapHours",), None, "24"))
        if former.revoked_at or (former.expires_at and former.expires_at <= work.now):
            errors.append(InputError("KEY_ENDED", "This key has ended. Make a new one.", ("id",)))
        if errors:
            raise InvalidInput(*errors)
        made = await add_api_key(work, actor, former.name, former.scopes, former.role, expires_at)
        ends = work.now + timedelta(hours=overlap_hours)
        await work.sql.execute(END, actor.workspace_id, key_id, ends)
        subject = (Kind.API_KEY, key_id)
        await record(work, actor, "api_key.rotated", subject, successor=made.key.id, ends=ends)
    return made
