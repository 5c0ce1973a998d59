"""Changing one's own password; every other device is signed out."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.auth.credentials import chosen_password_errors, present_password
from backend.auth.errors import unchanged_password, wrong_current_password
from backend.auth.limits import count_change
from backend.core.access import Actor
from backend.core.errors import Forbidden, InvalidInput
from backend.core.ids import Kind
from backend.core.passwords import hash_password, verify_password
from backend.core.work import unit_of_work
from backend.members.ways_in import end_ways_in

# Guarded by the hash that was verified: of two changes at once, one wins and the other is told.
REPLACE = """
    UPDATE credentials
    SET hash = $3, sealed = NULL, must_change = false, initial_until = NULL, updated_at = $4
    WHERE member_id = $1 AND hash = $2 RETURNING id
"""


async def change_password(actor: Actor, current: str, password: str, *, keep: UUID | None) -> None:
    """Set a new password; `keep` is the token that stays signed in. Raises InvalidInput or RateLimited.

    It asks for the present password instead of a permission, since one who must change an initial password
    has no permission yet; keys and the system have no password.
    """
    if actor.member_id is None or actor.key_id is not None:
        raise Forbidden
    await count_change(actor.member_id)
    person = await present_password(actor.workspace_id, actor.member_id, current)
    if errors := chosen_password_errors(password, person):
        raise InvalidInput(*errors)
    if await verify_password(person["hash"], password):
        raise unchanged_password()
    hashed = await hash_password(password)
    async with unit_of_work(actor) as work:
        if not await work.sql.fetchval(REPLACE, actor.member_id, person["hash"], hashed, work.now):
            raise wrong_current_password()
        await end_ways_in(work, actor.workspace_id, [actor.member_id], keep=keep)
        await record(work, actor, "auth.password_changed", (Kind.MEMBER, actor.member_id))
