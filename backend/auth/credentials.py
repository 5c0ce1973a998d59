"""A member's password: judged, then kept as a hash."""

from __future__ import annotations

from uuid import UUID

from backend.core.db import Row
from backend.core.errors import InputError
from backend.core.ids import new_id
from backend.core.password_policy import password_errors
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


def chosen_password_errors(password: str, person: Row, *names: str) -> list[InputError]:
    """What is wrong with a password that this person (a row of JUDGED_BY) chose; `names` are further ones."""
    known = ("first_name", "last_name", "email", "username", "workspace_name", "workspace_slug")
    personal = [*names, *(person[name] for name in known if person[name])]
    return password_errors(password, least=person["password_length"], personal=personal)


async def store_password(work: Work, workspace_id: UUID, member_id: UUID, hashed: str) -> None:
    """Keep a password that its member chose."""
    await work.sql.execute(STORE, new_id(), workspace_id, member_id, hashed, work.now)
