"""What each row of a batch became, in the order it came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from backend.core.access import Actor, Permission, require
from backend.core.db import Row, reading
from backend.core.errors import InputError, read_error
from backend.core.paging import Page, position_after
from backend.core.sqltext import Where
from backend.invitations.intake.shapes import FieldChange, Outcome

COLUMNS = "position, input, email, outcome, member_id, changes, errors"
MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A row as it was written: what came in, what it became, for whom."""

    position: int
    input: str
    email: str | None
    outcome: Outcome
    member_id: UUID | None
    changes: tuple[FieldChange, ...]
    errors: tuple[InputError, ...]


async def rows_of_batch(
    actor: Actor, batch_id: UUID, first: int, after: str | None, outcomes: Sequence[Outcome]
) -> Page[BatchLine]:
    """A page of the rows of a batch that the caller may see, at most 1,000; of some outcomes where given."""
    require(actor, Permission.SEE_BATCHES)
    size, beyond = max(0, min(first, MOST_ROWS)), position_after(after)
    where = _where(actor, batch_id, outcomes)
    where.add("position > {}", beyond)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM batch_rows WHERE {where} ORDER BY position LIMIT {size + 1}",
            *where.parameters,
        )
    lines = [_line(row) for row in rows[:size]]
    return Page(lines, lambda index: str(lines[index].position), len(rows) > size, beyond > 0)


async def count_rows_of_batch(actor: Actor, batch_id: UUID, outcomes: Sequence[Outcome]) -> int:
    """How many such rows there are in all."""
    require(actor, Permission.SEE_BATCHES)
    where = _where(actor, batch_id, outcomes)
    async with reading(actor.workspace_id) as sql:
        found: int = await sql.fetchval(f"SELECT count(*) FROM batch_rows WHERE {where}", *where.parameters)
    return found


def _where(actor: Actor, batch_id: UUID, outcomes: Sequence[Outcome]) -> Where:
    where = Where()
    where.add("workspace_id = {}", actor.workspace_id)
    where.add("batch_id = {}", batch_id)
    if not actor.is_admin:
        where.add("EXISTS (SELECT FROM batches WHERE id = batch_id AND created_by = {})", actor.member_id)
    if outcomes:
        where.add("outcome = ANY({}::text[])", [outcome.value for outcome in outcomes])
    return where


def _line(row: Row) -> BatchLine:
    return BatchLine(
        row["position"],
        row["input"],
        row["email"],
        Outcome(row["outcome"]),
        row["member_id"],
        tuple(FieldChange(**one) for one in orjson.loads(row["changes"])),
        tuple(read_error(one) for one in orjson.loads(row["errors"])),
    )
