"""Signing in by a one-time code, and choosing a password with it."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.auth.codes import code_hash
from backend.auth.credentials import JUDGED_BY, chosen_password_errors, store_password
from backend.auth.errors import wrong_code
from backend.auth.limits import count_sign_in
from backend.auth.rules import MOST_WORKSPACES, Login, read_login, read_slug
from backend.auth.tokens import SignedIn, Visit, issue_token
from backend.core.access import Actor, Door, Role
from backend.core.db import Connection, Row, crossing
from backend.core.errors import InvalidInput
from backend.core.ids import Kind
from backend.core.passwords import hash_password
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.members.status import ACTIVE
from backend.members.ways_in import end_ways_in

CANDIDATES = f"""
    SELECT m.id, m.workspace_id, m.role, m.email_key, c.id AS code_id, c.code_hash, {JUDGED_BY}
    FROM members m
    JOIN workspaces w ON w.id = m.workspace_id
    JOIN sign_in_codes c ON c.member_id = m.id
    WHERE (m.email_key = $1 OR m.username_key = $2) AND ($3::text IS NULL OR w.slug = $3) AND {ACTIVE}
        AND c.used_at IS NULL AND c.expires_at > (SELECT public.usher_now())
    ORDER BY m.id LIMIT {MOST_WORKSPACES}
"""
# Who joins locks themselves before anything else of theirs: see accept_invitation.
LOCK = "SELECT FROM members WHERE workspace_id = $1 AND id = $2 FOR UPDATE"
USE = """
    UPDATE sign_in_codes SET used_at = $3
    WHERE workspace_id = $1 AND id = $2 AND used_at IS NULL RETURNING id
"""
JOIN = """
    UPDATE members SET joined_at = $3, updated_at = $3
    WHERE workspace_id = $1 AND id = $2 AND joined_at IS NULL
"""


async def sign_in_with_code(
    login: str, code: str, password: str, workspace: str | None, visit: Visit
) -> SignedIn:
    """Use the code up, set the password and sign in; every device signed in before is signed out.

    Raises InvalidInput, the same whatever is wrong with login or code, or RateLimited. A password that
    can't be taken leaves the code as it is.
    """
    who = read_login(login)
    await count_sign_in(who, visit.address)
    async with crossing() as sql:
        member = await _whose(sql, who, code, workspace)
    if errors := chosen_password_errors(password, member):
        raise InvalidInput(*errors)
    hashed = await hash_password(password)
    actor = Actor(member["workspace_id"], member["id"], Role(member["role"]), Door.APP)
    async with unit_of_work(actor) as work:
        await _enter(work, actor, member["code_id"], hashed)
        return await issue_token(work, actor, visit, email_key=member["email_key"])


async def _whose(sql: Connection, who: Login, code: str, workspace: str | None) -> Row:
    found = await sql.fetch(CANDIDATES, who.email_key, who.username_key, read_slug(workspace))
    for row in found:
        if row["code_hash"] == code_hash(code, row["id"]):
            return row
    raise wrong_code()


async def _enter(work: Work, actor: Actor, code_id: UUID, hashed: str) -> None:
    member_id = actor.member_id
    await work.sql.execute(LOCK, actor.workspace_id, member_id)
    if member_id is None or not await work.sql.fetchval(USE, actor.workspace_id, code_id, work.now):
        raise wrong_code()  # somebody else came first
    await store_password(work, actor.workspace_id, member_id, hashed)
    await end_ways_in(work, actor.workspace_id, [member_id])
    await work.sql.execute(JOIN, actor.workspace_id, member_id, work.now)
    await record(work, actor, "auth.signed_in", (Kind.MEMBER, member_id), by="code")
    work.changed(ChangeKind.MEMBER, member_id)
