"""A hold on an import: whoever has it may take its next step, until the lease runs out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from backend.accounts.imports.records import COLUMNS, ImportRecord, read_import
from backend.core.access import Actor, Permission, Role, may
from backend.core.db import Row, crossing
from backend.core.ids import new_id
from backend.core.work import Work
from backend.members.status import NOT_DEACTIVATED

LEASE = timedelta(seconds=20)
MOST_TRIES = 5
SMALL = 500  # rows that are planned while the caller waits

CLAIM = f"""
    UPDATE account_imports SET lease_token = $1, lease_until = clock_timestamp() + $2, tries = tries + 1
    WHERE id = (
        SELECT id FROM account_imports
        WHERE {{phase}} AND (lease_until IS NULL OR lease_until < clock_timestamp())
        ORDER BY lease_until NULLS FIRST, id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING {COLUMNS}, tries
"""
# Passwords of what was written are hashed though the rest be cancelled.
PLANNING = "state = 'PLANNING' OR state = 'RUNNING' AND (verify OR written < total)"
HASHING = "hashed < passwords AND (state IN ('CANCELLED', 'FAILED') OR state = 'RUNNING' AND written = total)"
STANDING = f"SELECT m.role, {NOT_DEACTIVATED} AS stays FROM members m WHERE m.id = $1"
RENEW = """
    UPDATE account_imports SET lease_until = clock_timestamp() + $3 WHERE id = $1 AND lease_token = $2
"""
LET_GO = """
    UPDATE account_imports SET lease_token = NULL, lease_until = clock_timestamp(), tries = 0
    WHERE id = $1 AND lease_token = $2
"""
HOLD = f"""
    SELECT {COLUMNS} FROM account_imports
    WHERE workspace_id = $1 AND id = $2 AND lease_token = $3 FOR UPDATE
"""


class LeaseLost(Exception):
    """Another has taken over, or the import is gone."""


@dataclass(frozen=True, slots=True)
class Job:
    """An import in hand."""

    id: UUID
    actor: Actor
    token: UUID

    async def hold(self, work: Work) -> ImportRecord:
        """The import, locked to the end of this transaction; raises LeaseLost."""
        row = await work.sql.fetchrow(HOLD, self.actor.workspace_id, self.id, self.token)
        if row is None:
            raise LeaseLost
        return read_import(row)

    async def renew(self, lease: timedelta = LEASE) -> None:
        """Keep it for so much longer."""
        async with crossing() as sql:
            await sql.execute(RENEW, self.id, self.token, lease)

    async def let_go(self) -> None:
        """Put it down, its step done."""
        async with crossing() as sql:
            await sql.execute(LET_GO, self.id, self.token)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a worker took in hand; `refusal` where it can't go on."""

    job: Job
    record: ImportRecord
    refusal: str | None = None


async def claim(phase: str, lease: timedelta = LEASE) -> Claimed | None:
    """Take the import in this phase that has waited longest; None where there is none."""
    token = new_id()
    async with crossing() as sql:
        row = await sql.fetchrow(CLAIM.format(phase=f"({phase})"), token, lease)
        if row is None:
            return None
        record = read_import(row)
        standing = await sql.fetchrow(STANDING, record.created_by) if record.created_by else None
    if row["tries"] > MOST_TRIES:
        return Claimed(Job(record.id, record.actor, token), record, "GAVE_UP")
    actor, refusal = _as_they_stand(record.actor, standing)
    return Claimed(Job(record.id, actor, token), record, refusal if phase == PLANNING else None)


def _as_they_stand(asked: Actor, standing: Row | None) -> tuple[Actor, str | None]:
    """Whoever asked for it, with the role they have by now; what is written stays and is seen through."""
    if asked.member_id is None:
        return asked, None
    if standing is None or not standing["stays"]:
        return asked, "CREATOR_GONE"
    role = min(Role(standing["role"]), asked.role, key=lambda role: role.rank)
    actor = replace(asked, role=role)
    return actor, None if may(actor, Permission.MANAGE_MEMBERS) else "CREATOR_LOWERED"
