"""Mending cells of a draft: the plan is made anew with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import orjson

from backend.accounts.imports.drafts import lock_draft
from backend.accounts.imports.jobs import SMALL
from backend.accounts.imports.planning import RUN_IMPORTS, plan_at_once
from backend.accounts.imports.queries import import_by_id
from backend.accounts.imports.reading_in import replace_rows, with_password
from backend.accounts.imports.records import ImportRecord
from backend.accounts.reading.rows import row_of
from backend.accounts.reading.shapes import LONGEST_CELL, LOST, Column, RawRow, Shape
from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.text import is_storable
from backend.core.work import ChangeKind, Work, unit_of_work

MOST_MENDED = 1_000  # rows at once

ROWS = """
    SELECT position, cells, sealed FROM account_import_rows
    WHERE workspace_id = $1 AND import_id = $2 AND position = ANY($3::int[])
"""


@dataclass(frozen=True, slots=True)
class Mended:
    """New texts for some cells of a row, by column; an empty one blanks the cell."""

    position: int
    cells: Mapping[str, str] = field(repr=False)


@needs(Permission.MANAGE_MEMBERS)
async def update_import_rows(actor: Actor, import_id: UUID, mended: Sequence[Mended]) -> ImportRecord:
    """Mend cells of a draft and plan it anew; raises NotFound, InvalidInput."""
    if errors := list(_wrong(mended)):
        raise InvalidInput(*errors)
    async with unit_of_work(actor) as work:
        job, draft = await lock_draft(work, actor, import_id, replan=True)
        shape = draft.shape or Shape(",", (), None, "utf-8")
        rows = await _rows(work, actor, import_id, mended, shape)
        await replace_rows(work, import_id, actor.workspace_id, rows)
        await record(work, actor, "import.mended", (Kind.IMPORT, import_id), rows=len(rows))
        small = draft.total <= SMALL
        if not small:
            work.poke(RUN_IMPORTS)
        work.changed(ChangeKind.IMPORT, import_id)
    if small:
        await plan_at_once(job)
    else:
        await job.let_go()
    return await import_by_id(actor, import_id)


def _wrong(mended: Sequence[Mended]) -> list[InputError]:
    if not mended:
        return [InputError("REQUIRED", "There must be a row to mend.", ("rows",))]
    if len(mended) > MOST_MENDED:
        return [InputError("TOO_MANY_ROWS", f"Mend at most {MOST_MENDED:,} rows at once.", ("rows",))]
    known = {column.value for column in Column}
    return [
        InputError("UNKNOWN_COLUMN", f"There is no column {key[:40]!r}.", ("rows", "cells"), row.position)
        for row in mended
        for key, text in row.cells.items()
        if (key not in known and text) or len(text) > LONGEST_CELL
    ]


async def _rows(
    work: Work, actor: Actor, import_id: UUID, mended: Sequence[Mended], shape: Shape
) -> list[RawRow]:
    new = {row.position: row.cells for row in mended}
    found = await work.sql.fetch(ROWS, actor.workspace_id, import_id, list(new))
    if missing := sorted(set(new) - {row["position"] for row in found}):
        message = "This import has no such row."
        raise InvalidInput(*(InputError("UNKNOWN_ROW", message, ("rows",), at) for at in missing))
    rows = []
    for row in found:
        at = row["position"]
        cells = with_password(orjson.loads(row["cells"]), row["sealed"], import_id, at)
        cells |= {key: text if is_storable(text) else LOST for key, text in new[at].items()}
        rows.append(row_of(at, cells, shape))
    return rows
