"""The record of an intake: who, by which door, when, and what each row became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from backend.core.access import Actor
from backend.core.ids import new_id
from backend.core.staging import staged
from backend.core.work import Work
from backend.invitations.intake.shapes import PlannedRow, Request

BATCH = """
    INSERT INTO batches
        (id, workspace_id, operation, door, created_by, key_id, plan_hash, counts, hold_until, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
ROWS = """
    INSERT INTO batch_rows (id, workspace_id, batch_id,
        position, input, email, outcome, member_id, invitation_id, changes, errors)
    SELECT id, $1, $2, position, input, email, outcome, member_id, invitation_id, changes, errors
    FROM staged_batch_rows
"""
ROW_COLUMNS = """id uuid, position int, input text, email text, outcome text,
    member_id uuid, invitation_id uuid, changes jsonb, errors jsonb"""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch in the making; its mails wait until `hold_until`."""

    id: UUID
    hold_until: datetime | None = None


async def open_batch(
    work: Work, actor: Actor, request: Request, plan_hash: str, counts: Mapping[str, int]
) -> Batch:
    """The batch's own row."""
    hold = work.now + timedelta(seconds=request.hold_seconds) if request.hold_seconds else None
    batch = Batch(new_id(), hold)
    await work.sql.execute(
        BATCH,
        batch.id,
        actor.workspace_id,
        request.operation,
        actor.door.value,
        actor.member_id,
        actor.key_id,
        plan_hash.partition(".")[0],
        _json(dict(counts)),
        hold,
        work.now,
    )
    return batch


async def add_batch_rows(
    work: Work,
    workspace_id: UUID,
    batch: Batch,
    rows: Sequence[PlannedRow],
    members: Mapping[int, UUID],
    invitations: Mapping[int, UUID],
) -> None:
    """What each of these rows became; members and invitations by position."""

    def record(row: PlannedRow) -> tuple[Any, ...]:
        entry, at = row.entry, row.entry.position
        identity = (members.get(at), invitations.get(at))
        shown = (entry.input, entry.email, row.outcome.value)
        return (new_id(), at, *shown, *identity, _json(row.changes), _json(row.errors))

    async with staged(work.sql, "staged_batch_rows", ROW_COLUMNS, map(record, rows)):
        await work.sql.execute(ROWS, workspace_id, batch.id)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
