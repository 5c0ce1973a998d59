"""Access tokens: given at sign-in, asked at every request, ended by sign-out or a new password."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from backend.auth.rules import LOST_ANSWER, TOKEN_LIFETIME, TOKEN_TOUCHED_EVERY, Viewer
from backend.core.access import Actor, Door, Permission, Role
from backend.core.db import crossing
from backend.core.ids import new_id
from backend.core.text import is_storable, one_line
from backend.core.tokens import new_token, token_hash
from backend.core.work import Work
from backend.members.status import ACTIVE

ISSUE = """
    INSERT INTO access_tokens
        (id, workspace_id, member_id, token_hash, device, created_at, last_used_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
"""

# Whether the member may still be here is asked in the same statement, so that access ends on the minute
# though every worker be dead. The touch is rare, that a busy page doesn't write at each request.
AUTHENTICATE = f"""
    WITH seen AS (
        SELECT t.id, t.workspace_id, t.member_id, t.last_used_at, m.role, m.email_key,
            coalesce(c.must_change, false) AS must_change
        FROM access_tokens t
        JOIN members m ON m.id = t.member_id
        LEFT JOIN credentials c ON c.member_id = m.id
        WHERE t.token_hash = $1 AND t.ended_at IS NULL
            AND t.expires_at > (SELECT public.usher_now()) AND {ACTIVE}
    ), touched AS (
        UPDATE access_tokens t
        SET last_used_at = (SELECT public.usher_now()),
            expires_at = (SELECT public.usher_now()) + $2::interval
        FROM seen
        WHERE t.id = seen.id AND seen.last_used_at < (SELECT public.usher_now()) - $3::interval
    )
    SELECT * FROM seen
"""

# By the secret before the last refresh: good for a moment more. Later somebody else has it, and the
# device ends.
BEFORE = """
    WITH old AS (
        SELECT id, refreshed_at > (SELECT public.usher_now()) - $2::interval AS fresh
        FROM access_tokens WHERE previous_hash = $1 AND ended_at IS NULL
    ), ended AS (
        UPDATE access_tokens t SET ended_at = (SELECT public.usher_now())
        FROM old WHERE t.id = old.id AND NOT old.fresh
    )
    SELECT t.token_hash FROM access_tokens t JOIN old ON old.id = t.id WHERE old.fresh
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a request comes from: the network address, and what the device calls itself."""

    address: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a token stands for. One who must change the password first may do nothing else."""

    actor: Actor
    token_id: UUID
    email_key: str | None
    must_change_password: bool

    @property
    def viewer(self) -> Viewer:
        """Who is signed in here, as the page of a link asks it."""
        return Viewer(self.actor.member_id, self.email_key)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh token, shown this once, and who it stands for."""

    token: str
    caller: Caller


def caller(actor: Actor, token_id: UUID, email_key: str | None, must_change: bool) -> Caller:
    """The caller; an initial password opens nothing but the way to change it."""
    scopes = frozenset[Permission]() if must_change else actor.scopes
    return Caller(replace(actor, scopes=scopes), token_id, email_key, must_change)


async def issue_token(
    work: Work, actor: Actor, visit: Visit, *, email_key: str | None, must_change: bool = False
) -> SignedIn:
    """Sign the actor's member in, within a transaction."""
    token, token_id = new_token(), new_id()
    device = one_line(visit.device)[:200] if is_storable(visit.device) else ""
    until = work.now + TOKEN_LIFETIME
    await work.sql.execute(
        ISSUE, token_id, actor.workspace_id, actor.member_id, token_hash(token), device, work.now, until
    )
    return SignedIn(token, caller(actor, token_id, email_key, must_change))


async def authenticate(token: str, door: Door = Door.TOKEN) -> Caller | None:
    """Who this token stands for; None where it is unknown, ended or expired, or its member shut out."""
    async with crossing() as sql:
        asked = token_hash(token)
        row = await sql.fetchrow(AUTHENTICATE, asked, TOKEN_LIFETIME, TOKEN_TOUCHED_EVERY)
        if row is None and (present := await sql.fetchval(BEFORE, asked, LOST_ANSWER)):
            row = await sql.fetchrow(AUTHENTICATE, present, TOKEN_LIFETIME, TOKEN_TOUCHED_EVERY)
    if row is None:
        return None
    actor = Actor(row["workspace_id"], row["member_id"], Role(row["role"]), door)
    return caller(actor, row["id"], row["email_key"], row["must_change"])
