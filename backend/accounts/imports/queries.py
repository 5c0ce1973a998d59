"""Reading imports and their rows, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from backend.accounts.imports.records import (
    COLUMNS,
    ROW_COLUMNS,
    ImportRecord,
    ImportRow,
    ImportState,
    read_errors,
    read_import,
    read_row,
)
from backend.core.access import Actor, Permission, may, require
from backend.core.db import reading
from backend.core.errors import InputError, NotFound
from backend.core.paging import Keyset, Page, PageRequest, count_rows, make_page, position_after
from backend.core.sqltext import Where
from backend.invitations.intake.shapes import Outcome

MOST_ROWS = 1_000
NEWEST = Keyset("id", "uuid", descending=True)

OF_BATCHES = "SELECT id, batch_id FROM account_imports WHERE workspace_id = $1 AND batch_id = ANY($2::uuid[])"
HAS_SHEET = "on_paper > 0 AND finished_at IS NOT NULL AND sheet_taken_at IS NULL"  # as ImportRecord.has_sheet
FAILED = f"""
    SELECT position, cells, errors FROM account_import_rows
    WHERE workspace_id = $1 AND import_id = $2 AND outcome = 'REFUSED' AND position > $3
    ORDER BY position LIMIT {MOST_ROWS}
"""


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row that was refused: its cells without the password, and why."""

    position: int
    cells: dict[str, str]
    errors: tuple[InputError, ...]


@dataclass(frozen=True, slots=True)
class ImportsRequest:
    """Which imports: of any of these states, with a sheet that waits to be opened or without one."""

    states: tuple[ImportState, ...] = ()
    has_sheet: bool | None = None


@dataclass(frozen=True, slots=True)
class RowsRequest:
    """Which rows of an import: from a position on, of some outcomes, with an error or hint of one code."""

    first: int = 100
    after: str | None = None
    from_position: int | None = None
    outcomes: tuple[Outcome, ...] = ()
    code: str | None = None

    @property
    def beyond(self) -> int:
        """The position before the first one wanted; raises InvalidInput."""
        return max(position_after(self.after), (self.from_position or 1) - 1)


async def list_imports(actor: Actor, page: PageRequest, wanted: ImportsRequest) -> Page[ImportRecord]:
    """One page of the imports, newest first."""
    require(actor, Permission.MANAGE_MEMBERS)
    where = _imports_in(actor, wanted)
    beyond, tail = NEWEST.clause(page, where.parameters)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM account_imports WHERE {where} AND {beyond} {tail}", *where.parameters
        )
    return make_page(rows, page, read_import, lambda row: (row["id"], row["id"]))


async def count_imports(actor: Actor, wanted: ImportsRequest) -> int:
    """How many imports there are, counted up to 10,001."""
    require(actor, Permission.MANAGE_MEMBERS)
    where = _imports_in(actor, wanted)
    return await count_rows(actor, f"account_imports WHERE {where}", where.parameters)


async def imports_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, ImportRecord]:
    """Those of these imports that there are, for whoever may import."""
    require(actor, Permission.MANAGE_MEMBERS)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM account_imports WHERE workspace_id = $1 AND id = ANY($2::uuid[])",
            actor.workspace_id,
            list(ids),
        )
    return {row["id"]: read_import(row) for row in rows}


async def import_by_id(actor: Actor, import_id: UUID) -> ImportRecord:
    """One import; raises NotFound."""
    require(actor, Permission.MANAGE_MEMBERS)
    found = (await imports_by_id(actor, [import_id])).get(import_id)
    if found is None:
        raise NotFound
    return found


async def imports_of_batches(actor: Actor, batch_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The import that each of these batches is of; nothing for whoever may not import."""
    if not may(actor, Permission.MANAGE_MEMBERS):
        return {}
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(OF_BATCHES, actor.workspace_id, list(batch_ids))
    return {row["batch_id"]: row["id"] for row in rows}


async def import_rows(actor: Actor, import_id: UUID, wanted: RowsRequest) -> Page[ImportRow]:
    """A page of an import's rows, in the order of the file; at most 1,000."""
    require(actor, Permission.MANAGE_MEMBERS)
    size = max(0, min(wanted.first, MOST_ROWS))
    where = _where(actor, import_id, wanted)
    where.add("position > {}", wanted.beyond)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {ROW_COLUMNS} FROM account_import_rows WHERE {where} ORDER BY position LIMIT {size + 1}",
            *where.parameters,
        )
    nodes = [read_row(row) for row in rows[:size]]
    return Page(nodes, lambda index: str(nodes[index].position), len(rows) > size, wanted.beyond > 0)


async def count_import_rows(actor: Actor, import_id: UUID, wanted: RowsRequest) -> int:
    """How many such rows an import has in all, wherever the page begins."""
    require(actor, Permission.MANAGE_MEMBERS)
    where = _where(actor, import_id, wanted)
    async with reading(actor.workspace_id) as sql:
        found: int = await sql.fetchval(
            f"SELECT count(*) FROM account_import_rows WHERE {where}", *where.parameters
        )
    return found


async def failed_rows(actor: Actor, import_id: UUID, after: int) -> list[FailedRow]:
    """Some of the rows that were refused, beyond a position; empty at the end."""
    require(actor, Permission.MANAGE_MEMBERS)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(FAILED, actor.workspace_id, import_id, after)
    return [
        FailedRow(row["position"], orjson.loads(row["cells"]), read_errors(row["errors"])) for row in rows
    ]


def _imports_in(actor: Actor, wanted: ImportsRequest) -> Where:
    where = Where()
    where.add("workspace_id = {}", actor.workspace_id)
    if wanted.states:
        where.add("state = ANY({}::text[])", [state.value for state in wanted.states])
    if wanted.has_sheet is not None:
        where.add(f"({HAS_SHEET}) = {{}}", wanted.has_sheet)
    return where


def _where(actor: Actor, import_id: UUID, wanted: RowsRequest) -> Where:
    where = Where()
    where.add("workspace_id = {}", actor.workspace_id)
    where.add("import_id = {}", import_id)
    where.add("outcome IS NOT NULL")
    if wanted.outcomes:
        where.add("outcome = ANY({}::text[])", [outcome.value for outcome in wanted.outcomes])
    if wanted.code is not None:
        where.add("errors @> jsonb_build_array(jsonb_build_object('code', {}::text))", wanted.code)
    return where
