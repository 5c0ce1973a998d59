"""Writing rows as files, piece by piece: CSV, XLSX and newline-delimited JSON."""

from __future__ import annotations

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator, Sequence
from typing import Any

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from backend.core.access import Actor
from backend.core.db import Row, reading
from backend.exports.shapes import Column, Export, Format

BATCH = 2000
PIECE = 256 * 1024  # bytes
BOM = b"\xef\xbb\xbf"
# Spreadsheets run what begins with these; full-width forms are folded by some (OWASP, CSV injection).
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


async def stream(actor: Actor, export: Export, kind: Format, separator: str = ",") -> AsyncIterator[bytes]:
    """The file of an export, read by one statement in one snapshot."""
    if kind is Format.XLSX:
        async for piece in _xlsx(actor, export):
            yield piece
        return
    if kind is Format.CSV:
        yield BOM + _csv([[column.header for column in export.columns]], separator)
    async for rows in _batches(actor, export):
        if kind is Format.CSV:
            yield await asyncio.to_thread(_csv_rows, rows, export.columns, separator)
        else:
            yield await asyncio.to_thread(_json_rows, rows, export.columns)


def safe(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula; everything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(TRIGGERS) else value


async def _batches(actor: Actor, export: Export) -> AsyncIterator[list[Row]]:
    async with reading(actor.workspace_id) as sql:
        cursor = await sql.cursor(export.statement, *export.values)
        while rows := await cursor.fetch(BATCH):
            yield rows


def _csv_rows(rows: Sequence[Row], columns: Sequence[Column], separator: str) -> bytes:
    writers = [column.write for column in columns]
    table = [[safe(write(value)) for write, value in zip(writers, row.values(), strict=True)] for row in rows]
    return _csv(table, separator)


def _csv(table: Sequence[Sequence[Any]], separator: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode()


def _json_rows(rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
    def line(row: Row) -> bytes:
        pairs = zip(columns, row.values(), strict=True)
        return orjson.dumps({column.name: column.tell(value) for column, value in pairs}) + b"\n"

    return b"".join([line(row) for row in rows])


async def _xlsx(actor: Actor, export: Export) -> AsyncIterator[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Usher")
    sheet.freeze_panes = "A2"
    sheet.append([column.header for column in export.columns])
    writers = [column.write for column in export.columns]

    def add(rows: Sequence[Row]) -> None:
        for row in rows:
            pairs = zip(writers, row.values(), strict=True)
            sheet.append([_cell(sheet, write(value)) for write, value in pairs])

    async for rows in _batches(actor, export):
        await asyncio.to_thread(add, rows)
    with tempfile.TemporaryFile() as file:
        await asyncio.to_thread(book.save, file)
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece


def _cell(sheet: Any, value: Any) -> Any:
    """Texts are written as texts, which no spreadsheet runs, whatever they look like."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, _printable(value))
    cell.data_type = "s"
    return cell


def _printable(value: str) -> str:
    return "".join(letter for letter in value if letter >= " " or letter in "\t\n\r")
