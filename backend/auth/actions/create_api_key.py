"""Making an API key; the secret is shown once and only its hash is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.audit.actions import record
from backend.auth.api_keys import COLUMNS, PREFIX, ApiKeyRow, read_api_key
from backend.core.access import Actor, Permission, Role, may, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.text import check_text
from backend.core.tokens import new_token, token_hash
from backend.core.work import Work, unit_of_work

INSERT = f"""
    INSERT INTO api_keys
        (id, workspace_id, name, prefix, key_hash, role, scopes, created_by, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING {COLUMNS}
"""


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A fresh key with its secret, which is told this once."""

    key: ApiKeyRow
    secret: str


@needs(Permission.MANAGE_KEYS)
async def create_api_key(
    actor: Actor,
    name: str,
    scopes: Sequence[Permission],
    *,
    role: Role = Role.ADMIN,
    expires_at: datetime | None = None,
) -> NewApiKey:
    """Make a key that may do what its scopes name, as far as its role reaches; raises InvalidInput."""
    clean, errors = check_text(name, "name", most=120, least=1)
    async with unit_of_work(actor) as work:
        errors += check_key(work, actor, scopes, role, expires_at)
        if errors:
            raise InvalidInput(*errors)
        return await add_api_key(work, actor, clean, scopes, role, expires_at)


async def add_api_key(
    work: Work, actor: Actor, name: str, scopes: Sequence[Permission], role: Role, expires_at: datetime | None
) -> NewApiKey:
    """The key's row and its audit, within a transaction; whoever calls has checked them."""
    secret = PREFIX + new_token()
    wanted = sorted({scope.value for scope in scopes})
    values = (name, secret[: len(PREFIX) + 6], token_hash(secret), role.value, wanted)
    (row,) = await work.sql.fetch(
        INSERT, new_id(), actor.workspace_id, *values, actor.member_id, work.now, expires_at
    )
    key = read_api_key(row)
    await record(work, actor, "api_key.created", (Kind.API_KEY, key.id), scopes=wanted, role=role.value)
    return NewApiKey(key, secret)


def check_key(
    work: Work, actor: Actor, scopes: Sequence[Permission], role: Role, expires_at: datetime | None
) -> list[InputError]:
    """What is wrong with a key that this caller wants: nobody gives what they have not."""
    errors = []
    if expires_at is not None and (expires_at.tzinfo is None or expires_at <= work.now):
        errors.append(InputError("DATE_IN_PAST", "A key expires in the future.", ("expiresAt",)))
    if not scopes:
        errors.append(InputError("REQUIRED", "Choose at least one scope.", ("scopes",)))
    for scope in scopes:
        if not may(actor, scope):
            errors.append(InputError("SCOPE_ABOVE_YOUR_OWN", f"You may not do {scope.value}.", ("scopes",)))
    if role.rank > actor.role.rank:
        message = f"You can't give the role {role.value}: it is above your own."
        errors.append(InputError("ROLE_ABOVE_YOUR_OWN", message, ("role",), None, actor.role.value))
    return errors
