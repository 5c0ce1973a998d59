"""Handing someone without an address a way in: a code that works once, and not for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.audit.actions import record
from backend.auth.codes import code_hash, new_code
from backend.core.access import Actor, Permission, Role, needs
from backend.core.db import Row
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.ids import Kind, new_id
from backend.core.work import unit_of_work
from backend.members.rules import above
from backend.members.status import STATUS

SHORTEST, LONGEST = 15, 24 * 60  # minutes
FIND = f"""
    SELECT m.role, m.email_key, m.username_key, {STATUS} AS status
    FROM members m WHERE m.workspace_id = $1 AND m.id = $2 FOR UPDATE
"""
REPLACE = """
    UPDATE sign_in_codes SET used_at = $3 WHERE workspace_id = $1 AND member_id = $2 AND used_at IS NULL
"""
INSERT = """
    INSERT INTO sign_in_codes (id, workspace_id, member_id, code_hash, created_by, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code, told this once, and until when it works."""

    code: str
    expires_at: datetime


@needs(Permission.MANAGE_MEMBERS)
async def issue_sign_in_code(actor: Actor, member_id: UUID, minutes: int = 60) -> IssuedCode:
    """Make a code for an active member without an address; the one before it is dead.

    Raises InvalidInput, NotFound.
    """
    async with unit_of_work(actor) as work:
        row = await work.sql.fetchrow(FIND, actor.workspace_id, member_id)
        if row is None:
            raise NotFound
        if errors := _check(actor, row, minutes):
            raise InvalidInput(*errors)
        code, expires_at = new_code(), work.now + timedelta(minutes=minutes)
        await work.sql.execute(REPLACE, actor.workspace_id, member_id, work.now)
        values = (member_id, code_hash(code, member_id), actor.member_id, work.now, expires_at)
        await work.sql.execute(INSERT, new_id(), actor.workspace_id, *values)
        await record(work, actor, "auth.code_issued", (Kind.MEMBER, member_id), minutes=minutes)
    return IssuedCode(code, expires_at)


def _check(actor: Actor, row: Row, minutes: int) -> list[InputError]:
    errors = above(actor, Role(row["role"]))
    if row["email_key"] is not None:
        message = "They have an address: a link to choose a password goes there."
        errors.append(InputError("HAS_ADDRESS", message, ("memberId",)))
    elif row["status"] != "ACTIVE":
        errors.append(InputError("NOT_ACTIVE", "Only active members sign in.", ("memberId",)))
    if not SHORTEST <= minutes <= LONGEST:
        message = f"A code works for {SHORTEST} minutes to {LONGEST // 60} hours."
        errors.append(InputError("INVALID_NUMBER", message, ("minutes",)))
    return errors
