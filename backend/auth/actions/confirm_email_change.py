"""Taking a new address by the link that was mailed to it: once."""

from __future__ import annotations

from backend.auth.errors import dead_link
from backend.auth.rules import LinkState, reset_state
from backend.core.access import Actor, Door, Role
from backend.core.db import Connection, Row, crossing
from backend.core.tokens import token_hash
from backend.core.work import unit_of_work
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.moving import move_member
from backend.members.status import ACTIVE

FIND = f"""
    SELECT c.workspace_id, c.member_id, c.email, c.used_at IS NOT NULL AS used,
        c.expires_at <= (SELECT public.usher_now()) AS expired, {ACTIVE} AS active, m.role
    FROM email_changes c JOIN members m ON m.id = c.member_id
    WHERE c.token_hash = $1
"""
LOCK = "SELECT FROM members WHERE workspace_id = $1 AND id = $2 FOR UPDATE"


async def confirm_email_change(token: str) -> None:
    """Change the address of whoever asked for it; raises InvalidInput where the link can't be used."""
    hashed = token_hash(token)
    async with crossing() as sql:
        change = await _usable(sql, hashed)
    actor = Actor(change["workspace_id"], change["member_id"], Role(change["role"]), Door.APP)
    async with unit_of_work(actor) as work:
        await lock_workspace(work, actor)
        await work.sql.execute(LOCK, actor.workspace_id, actor.member_id)
        change = await _usable(work.sql, hashed)  # somebody else may have come first
        # It uses up the link too.
        await move_member(work, actor, change["member_id"], change["email"], confirmed=True)


async def _usable(sql: Connection, hashed: str) -> Row:
    change = await sql.fetchrow(FIND, hashed)
    if change is None:
        raise dead_link(LinkState.UNKNOWN)
    state = reset_state(used=change["used"], expired=change["expired"], active=change["active"])
    if state is not LinkState.PENDING:
        raise dead_link(state)
    return change
