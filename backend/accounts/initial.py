"""Initial passwords: set by an administrator, changed at the first sign-in, dead after 14 days unused."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from backend.core.sealing import seal
from backend.core.work import Work

GOOD_FOR = timedelta(days=14)
SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]

# Whoever has chosen a password meanwhile keeps it.
STORE = """
    INSERT INTO credentials
        (id, workspace_id, member_id, hash, sealed, must_change, initial_until, updated_at)
    SELECT public.usher_uuid7(), $1, member_id, hash, sealed, true, $3, $2
    FROM unnest($4::uuid[], $5::text[], $6::bytea[]) AS given (member_id, hash, sealed)
    ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash, sealed = excluded.sealed,
        must_change = true, initial_until = excluded.initial_until, updated_at = excluded.updated_at
    WHERE credentials.hash IS NULL
"""


@dataclass(frozen=True, slots=True)
class Initial:
    """One member's initial password; `mailed` keeps it sealed until its letter has left."""

    member_id: UUID
    password: str = field(repr=False)
    hash: str
    mailed: bool


async def store_initial(work: Work, workspace_id: UUID, given: Sequence[Initial]) -> None:
    """Keep these passwords as hashes, and those that will be mailed sealed beside them."""
    sealed = [seal(one.password, one.member_id) if one.mailed else None for one in given]
    members, hashes = [one.member_id for one in given], [one.hash for one in given]
    until = work.now + GOOD_FOR
    await work.sql.execute(STORE, workspace_id, work.now, until, members, hashes, sealed)


def made_up() -> str:
    """A password that is easy to read from paper and to type: over 70 bits."""
    words = ("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(4))
    return "-".join(words)
