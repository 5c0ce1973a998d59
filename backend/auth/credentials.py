"""A member's password: judged, then kept as a hash."""

from __future__ import annotations

from uuid import UUID

from backend.auth.errors import wrong_current_password
from backend.core.db import Row, reading
from backend.core.errors import InputError
from backend.core.ids import new_id
from backend.core.password_policy import password_errors
from backend.core.passwords import verify_password
from backend.core.work import Work

STORE = """
    INSERT INTO credentials (id, workspace_id, member_id, hash, must_change, updated_at)
    VALUES ($1, $2, $3, $4, false, $5)
    ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash, sealed = NULL, must_change = false,
        initial_until = NULL, updated_at = excluded.updated_at
"""

# What a password is judged against; over rows of `members` m and `workspaces` w.
JUDGED_BY = """m.first_name, m.last_name, m.email, m.username, w.name AS workspace_name,
    w.slug AS workspace_slug, w.password_length"""

PRESENT = f"""
    SELECT c.hash, {JUDGED_BY}
    FROM members m
    JOIN workspaces w ON w.id = m.workspace_id
    LEFT JOIN credentials c ON c.member_id = m.id
    WHERE m.workspace_id = $1 AND m.id = $2
"""


def chosen_password_errors(password: str, person: Row, *names: str) -> list[InputError]:
    """What is wrong with a password that this person (a row of JUDGED_BY) chose; `names` are further ones."""
    known = ("first_name", "last_name", "email", "username", "workspace_name", "workspace_slug")
    personal = [*names, *(person[name] for name in known if person[name])]
    return password_errors(password, least=person["password_length"], personal=personal)


async def store_password(work: Work, workspace_id: UUID, member_id: UUID, hashed: str) -> None:
    """Keep a password that its member chose."""
    await work.sql.execute(STORE, new_id(), workspace_id, member_id, hashed, work.now)


async def present_password(workspace_id: UUID, member_id: UUID, password: str, field: str = "current") -> Row:
    """The `hash` of a member whose present password this is, and what a new one is judged by.

    Raises InvalidInput where it isn't.
    """
    async with reading(workspace_id) as sql:
        person = await sql.fetchrow(PRESENT, workspace_id, member_id)
    stored = person["hash"] if person else None
    if not await verify_password(stored, password) or person is None:
        raise wrong_current_password(field)
    return person
