"""Choosing a new password by a mailed link: once, and every device signed in before is signed out."""

from __future__ import annotations

from backend.audit.actions import record
from backend.auth.credentials import JUDGED_BY, chosen_password_errors, store_password
from backend.auth.errors import dead_link
from backend.auth.rules import LinkState, reset_state
from backend.auth.tokens import SignedIn, Visit, issue_token
from backend.core.access import Actor, Door, Role
from backend.core.db import Connection, Row, crossing
from backend.core.errors import InvalidInput
from backend.core.ids import Kind
from backend.core.passwords import hash_password
from backend.core.tokens import token_hash
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.members.status import ACTIVE
from backend.members.ways_in import end_ways_in

FIND = f"""
    SELECT r.id, r.workspace_id, r.member_id, r.used_at IS NOT NULL AS used,
        r.expires_at <= (SELECT public.usher_now()) AS expired, {ACTIVE} AS active,
        m.role, m.email_key, {JUDGED_BY}
    FROM password_resets r
    JOIN members m ON m.id = r.member_id
    JOIN workspaces w ON w.id = r.workspace_id
    WHERE r.token_hash = $1
"""

LOCK = "SELECT FROM members WHERE id = $1 FOR UPDATE"
USE = "UPDATE password_resets SET used_at = $2 WHERE member_id = $1 AND used_at IS NULL"
JOIN = "UPDATE members SET joined_at = $2, updated_at = $2 WHERE id = $1 AND joined_at IS NULL"


async def reset_password(token: str, password: str, visit: Visit) -> SignedIn:
    """Set the password and sign in; raises InvalidInput where the link or the password can't be used."""
    hashed_token = token_hash(token)
    async with crossing() as sql:
        reset = await _usable(sql, hashed_token)
    if errors := chosen_password_errors(password, reset):
        raise InvalidInput(*errors)
    hashed = await hash_password(password)
    actor = Actor(reset["workspace_id"], reset["member_id"], Role(reset["role"]), Door.APP)
    async with unit_of_work(actor) as work:
        await work.sql.execute(LOCK, reset["member_id"])
        await _usable(work.sql, hashed_token)  # somebody else may have come first
        return await _reset(work, actor, reset, hashed, visit)


async def _reset(work: Work, actor: Actor, reset: Row, hashed: str, visit: Visit) -> SignedIn:
    member_id = reset["member_id"]
    await store_password(work, actor.workspace_id, member_id, hashed)
    await work.sql.execute(USE, member_id, work.now)
    await work.sql.execute(JOIN, member_id, work.now)
    await end_ways_in(work, actor.workspace_id, [member_id])
    await record(work, actor, "auth.password_reset", (Kind.MEMBER, member_id))
    work.changed(ChangeKind.MEMBER, member_id)
    return await issue_token(work, actor, visit, email_key=reset["email_key"])


async def _usable(sql: Connection, hashed_token: str) -> Row:
    reset = await sql.fetchrow(FIND, hashed_token)
    if reset is None:
        raise dead_link(LinkState.UNKNOWN)
    state = reset_state(used=reset["used"], expired=reset["expired"], active=reset["active"])
    if state is not LinkState.PENDING:
        raise dead_link(state)
    return reset
