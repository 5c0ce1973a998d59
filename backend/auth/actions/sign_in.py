"""Signing in by e-mail address or username, in whichever workspace the password fits."""

from __future__ import annotations

from dataclasses import dataclass

from backend.audit.actions import record
from backend.auth.errors import wrong_sign_in
from backend.auth.limits import count_guess, count_sign_in
from backend.auth.rules import MOST_WORKSPACES, Login, read_login, read_slug
from backend.auth.tokens import SignedIn, Visit, issue_token
from backend.core.access import Actor, Door, Role
from backend.core.db import Row, crossing
from backend.core.ids import Kind
from backend.core.passwords import hash_password, needs_rehash, verify_password
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.members.status import ACTIVE
from backend.workspaces.queries import COLUMNS, WorkspaceRow, read_workspace

# An initial password that nobody changed in time is dead, whoever knows it.
USABLE = f"""{ACTIVE} AND c.hash IS NOT NULL
    AND NOT (c.must_change AND coalesce(c.initial_until <= (SELECT public.usher_now()), false))"""

CANDIDATES = f"""
    SELECT m.id, m.workspace_id, m.role, c.hash
    FROM members m
    JOIN workspaces w ON w.id = m.workspace_id
    JOIN credentials c ON c.member_id = m.id
    WHERE (m.email_key = $1 OR m.username_key = $2) AND ($3::text IS NULL OR w.slug = $3) AND {USABLE}
    ORDER BY m.joined_at DESC NULLS LAST, m.id LIMIT {MOST_WORKSPACES}
"""

TRIES = f"SELECT count(*) FROM (SELECT FROM workspaces LIMIT {MOST_WORKSPACES}) AS bounded"

STILL = f"""
    SELECT m.joined_at, m.email_key, c.must_change
    FROM members m JOIN credentials c ON c.member_id = m.id
    WHERE m.id = $1 AND c.hash = $2 AND {USABLE} FOR UPDATE OF c
"""

# Who joins locks themselves before anything else of theirs: see accept_invitation.
JOINING = "SELECT FROM members WHERE id = $1 AND joined_at IS NULL FOR UPDATE"
JOIN = "UPDATE members SET joined_at = $2, updated_at = $2 WHERE id = $1 AND joined_at IS NULL"
REHASH = "UPDATE credentials SET hash = $2, updated_at = $3 WHERE member_id = $1"


@dataclass(frozen=True, slots=True)
class ChooseWorkspace:
    """The password fits in several workspaces; told only to who knows it."""

    workspaces: list[WorkspaceRow]


async def sign_in(
    login: str, password: str, workspace: str | None, visit: Visit
) -> SignedIn | ChooseWorkspace:
    """Sign in; `workspace` is a slug. Raises InvalidInput, the same whatever is wrong, or RateLimited."""
    who = read_login(login)
    await count_sign_in(who, visit.address)
    found, tries = await _candidates(who, workspace)
    if not await count_guess([one["id"] for one in found], who):
        await _take_as_long(tries, password)
        raise wrong_sign_in()
    matching = [one for one in found if await verify_password(one["hash"], password)]
    if not matching:
        await _take_as_long(tries - len(found), password)
        raise wrong_sign_in()
    if len(matching) > 1:
        return await _choice(matching)
    return await _enter(matching[0], password, visit)


async def _candidates(who: Login, workspace: str | None) -> tuple[list[Row], int]:
    """Who it may be, and how many passwords a refusal verifies: as many whoever it is."""
    slug = read_slug(workspace)
    async with crossing() as sql:
        found = await sql.fetch(CANDIDATES, who.email_key, who.username_key, slug)
        tries = await sql.fetchval(TRIES)
    return found, 1 if slug else max(1, tries)


async def _take_as_long(times: int, password: str) -> None:
    """Nobody can tell from the time whether, and in how many workspaces, an account exists."""
    for _ in range(times):
        await verify_password(None, password)


async def _choice(matching: list[Row]) -> ChooseWorkspace:
    ids = [one["workspace_id"] for one in matching]
    async with crossing() as sql:
        rows = await sql.fetch(f"SELECT {COLUMNS} FROM workspaces WHERE id = ANY($1) ORDER BY name", ids)
    return ChooseWorkspace([read_workspace(row) for row in rows])


async def _enter(member: Row, password: str, visit: Visit) -> SignedIn:
    fresh = await hash_password(password) if needs_rehash(member["hash"]) else None
    actor = Actor(member["workspace_id"], member["id"], Role(member["role"]), Door.APP)
    async with unit_of_work(actor) as work:
        await work.sql.execute(JOINING, member["id"])
        # A password changed, or access ended, since it was verified: as if it had never fitted.
        still = await work.sql.fetchrow(STILL, member["id"], member["hash"])
        if still is None:
            raise wrong_sign_in()
        if fresh:
            await work.sql.execute(REHASH, member["id"], fresh, work.now)
        if still["joined_at"] is None:
            await _join(work, member)
        await record(work, actor, "auth.signed_in", (Kind.MEMBER, member["id"]))
        return await issue_token(
            work, actor, visit, email_key=still["email_key"], must_change=still["must_change"]
        )


async def _join(work: Work, member: Row) -> None:
    """Joined means signed in for the first time, by whatever door they came."""
    await work.sql.execute(JOIN, member["id"], work.now)
    work.changed(ChangeKind.MEMBER, member["id"])
