"""API keys: who a key stands for at each request, and the list of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.auth.errors import KeyRefused
from backend.core.access import Actor, Door, Permission, Role, require
from backend.core.db import Row, crossing, reading
from backend.core.limits import Pace, limit, step
from backend.core.tokens import token_hash

PREFIX = "usher_"  # so that leaked keys can be searched for, and told from sign-in tokens
TOUCHED_EVERY = timedelta(minutes=5)
MOST_REQUESTS = 600  # of one key in a minute
AUTHENTICATE = """
    WITH seen AS (
        SELECT id, workspace_id, role, scopes, last_used_at, revoked_at IS NOT NULL AS revoked,
            coalesce(expires_at <= (SELECT public.usher_now()), false) AS expired
        FROM api_keys WHERE key_hash = $1
    ), touched AS (
        UPDATE api_keys SET last_used_at = (SELECT public.usher_now()) FROM seen
        WHERE api_keys.id = seen.id AND NOT revoked AND NOT expired
            AND (seen.last_used_at IS NULL OR seen.last_used_at < (SELECT public.usher_now()) - $2::interval)
    )
    SELECT * FROM seen
"""
COLUMNS = "id, name, prefix, role, scopes, created_by, created_at, expires_at, last_used_at, revoked_at"
LIST = f"SELECT {COLUMNS} FROM api_keys WHERE workspace_id = $1 ORDER BY created_at DESC, id DESC"


@dataclass(frozen=True, slots=True)
class ApiKeyRow:
    """A key as it stands; the key itself is known to its holder alone."""

    id: UUID
    name: str
    prefix: str
    role: Role
    scopes: list[Permission]
    created_by: UUID | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


def is_api_key(secret: str) -> bool:
    """Whether a bearer secret is a key rather than a sign-in token."""
    return secret.startswith(PREFIX)


async def authenticate_key(secret: str) -> Actor:
    """Who this key stands for; raises KeyRefused, which tells its holder what became of it."""
    async with crossing() as sql:
        row = await sql.fetchrow(AUTHENTICATE, token_hash(secret), TOUCHED_EVERY)
    if row is None:
        raise KeyRefused("There is no such API key.", reason="API_KEY_UNKNOWN")
    if row["revoked"]:
        raise KeyRefused("This API key was revoked.", reason="API_KEY_REVOKED")
    if row["expired"]:
        raise KeyRefused("This API key has expired.", reason="API_KEY_EXPIRED")
    scopes = frozenset(Permission(scope) for scope in row["scopes"])
    return Actor(row["workspace_id"], None, Role(row["role"]), Door.API_KEY, row["id"], scopes)


async def pace_of_key(key_id: UUID) -> Pace:
    """Count one request of this key against its pace."""
    return await step(limit("api-key", str(key_id), MOST_REQUESTS, timedelta(minutes=1)))


async def list_api_keys(actor: Actor) -> list[ApiKeyRow]:
    """Every key of the workspace, newest first, revoked ones too."""
    require(actor, Permission.MANAGE_KEYS)
    async with reading(actor.workspace_id) as sql:
        return [read_api_key(row) for row in await sql.fetch(LIST, actor.workspace_id)]


def read_api_key(row: Row) -> ApiKeyRow:
    """A key out of its row."""
    values = list(row.values())
    values[3:5] = [Role(row["role"]), [Permission(scope) for scope in row["scopes"]]]
    return ApiKeyRow(*values)
