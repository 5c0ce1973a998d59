"""Taking a sheet in: its rows stand on the server, passwords sealed, before anything is planned."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from backend.accounts.imports.records import as_json
from backend.accounts.reading.interpret import interpret_row
from backend.accounts.reading.shapes import Column, RawRow, Sheet
from backend.accounts.said import said_as_json, said_of
from backend.core.sealing import seal_piece, unseal_piece
from backend.core.staging import staged
from backend.core.text import sort_key
from backend.core.work import Work

CHUNK = 5_000

COLUMNS = """position int, cells jsonb, said jsonb, input text, sealed bytea, identity text,
    folded_name text"""
INSERT = """
    INSERT INTO account_import_rows
        (import_id, workspace_id, position, cells, said, input, sealed, identity, folded_name)
    SELECT $1, $2, position, cells, said, input, sealed, identity, folded_name FROM staged_cells
"""
TAKEN_IN = """
    UPDATE account_imports SET shape = $3, warnings = $4, total = $5 WHERE workspace_id = $1 AND id = $2
"""
MEND = """
    UPDATE account_import_rows r SET cells = row.cells, said = row.said, input = row.input,
        sealed = row.sealed, identity = row.identity, folded_name = row.folded_name
    FROM staged_cells row WHERE r.import_id = $1 AND r.workspace_id = $2 AND r.position = row.position
"""


async def take_in(work: Work, import_id: UUID, workspace_id: UUID, sheet: Sheet) -> int:
    """Keep the rows of a sheet, however many, some thousands at a time; answers how many there are.

    Raises InvalidInput where the file turns out to be broken.
    """
    total = 0
    while chunk := await asyncio.to_thread(_records, import_id, islice(sheet.rows, CHUNK)):
        total += len(chunk)
        async with staged(work.sql, "staged_cells", COLUMNS, chunk):
            await work.sql.execute(INSERT, import_id, workspace_id)
    told = (as_json(sheet.shape), as_json(sheet.warnings), total)
    await work.sql.execute(TAKEN_IN, workspace_id, import_id, *told)
    return total


async def replace_rows(work: Work, import_id: UUID, workspace_id: UUID, rows: list[RawRow]) -> None:
    """Put mended rows in the place of those that stand."""
    async with staged(work.sql, "staged_cells", COLUMNS, _records(import_id, iter(rows))):
        await work.sql.execute(MEND, import_id, workspace_id)


def with_password(cells: Mapping[str, str], sealed: bytes | None, import_id: UUID, at: int) -> dict[str, str]:
    """The cells of a row with its password among them again."""
    if sealed is None:
        return dict(cells)
    return {**cells, Column.PASSWORD.value: unseal_piece(sealed, import_id, at).decode()}


def sealed_password(password: str | None, import_id: UUID, at: int) -> bytes | None:
    """A password sealed for its row."""
    return seal_piece(password.encode(), import_id, at) if password else None


def _records(import_id: UUID, rows: Iterator[RawRow]) -> list[tuple[Any, ...]]:
    """Runs in a thread."""
    return [_record(import_id, row) for row in rows]


def _record(import_id: UUID, row: RawRow) -> tuple[Any, ...]:
    said = said_of(interpret_row(row))
    cells = {key: text for key, text in row.cells.items() if key != Column.PASSWORD}
    sealed = sealed_password(row.cells.get(Column.PASSWORD), import_id, row.position)
    name = sort_key(f"{said.last_name or ''} {said.first_name or ''}".strip()) or None
    identity = None if said.errors else said.identity
    return (row.position, as_json(cells), said_as_json(said), row.input, sealed, identity, name)
