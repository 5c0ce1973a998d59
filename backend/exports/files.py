"""Writing rows as files, piece by piece: CSV, XLSX and newline-delimited JSON."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, Protocol

import orjson

from backend.core.access import Actor
from backend.core.db import NAMELESS, Connection, Row
from backend.core.replica import reading_afar
from backend.exports.shapes import Column, Export, Format, in_order, number
from backend.exports.workbook import WorkbookWriter

FIRST, BATCH = 200, 1000  # rows: few at first, so that something is seen soon
BOM = b"\xef\xbb\xbf"
# Spreadsheets run what begins with these; full-width forms are folded by some (OWASP, CSV injection).
TRIGGERS = frozenset("=+-@\t\r＝＋－＠")


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV is written: its separator, and whether a byte order mark tells Excel that it is UTF-8."""

    separator: str = ","
    bom: bool = True


class Writer(Protocol):
    """A kind of file: the bytes of some rows, and what ends it."""

    def add(self, rows: Sequence[Row]) -> bytes: ...

    def end(self) -> bytes: ...


async def stream(
    actor: Actor, export: Export, kind: Format, form: CsvForm | None = None
) -> AsyncGenerator[bytes, None]:
    """The file of an export, read by one statement in one snapshot; its first piece holds rows already."""
    async with reading_afar(actor.workspace_id) as sql:
        writer = _writer(await _arranged(sql, export), kind, form or CsvForm())
        async with aclosing(_batches(sql, export)) as batches:
            async for rows in batches:
                yield await asyncio.to_thread(writer.add, rows)
    yield await asyncio.to_thread(writer.end)


def safe(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula; everything else as it is."""
    return f"'{value}" if isinstance(value, str) and value[:1] in TRIGGERS else value


async def _arranged(sql: Connection, export: Export) -> Sequence[Column]:
    """The columns, where one of them tells what is read first."""
    if (known := export.known) is None:
        return export.columns
    arrange = in_order(known.kind, [row["id"] for row in await sql.fetch(known.statement, *known.values)])
    return [
        replace(column, arrange=arrange) if column.name == known.column else column
        for column in export.columns
    ]


async def _batches(sql: Connection, export: Export) -> AsyncGenerator[list[Row], None]:
    statement = await sql.prepare(export.statement, name=NAMELESS)
    cursor = await statement.cursor(*export.values)
    coming = asyncio.ensure_future(cursor.fetch(FIRST))
    try:
        while rows := await coming:  # the database reads on while these are written
            coming = asyncio.ensure_future(cursor.fetch(BATCH))
            yield rows
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)


def _writer(columns: Sequence[Column], kind: Format, form: CsvForm) -> Writer:
    if kind is Format.XLSX:
        return _Sheets(columns)
    return _Separated(columns, form) if kind is Format.CSV else _Lines(columns)


def _written(rows: Sequence[Row], columns: Sequence[Column]) -> list[Sequence[Any]]:
    """The cells of some rows, column by column: a function is called for each column, not for each cell."""
    by_column = zip(columns, zip(*rows, strict=True), strict=True) if rows else ()
    return [column.cells(values) for column, values in by_column]


class _Separated:
    """Comma-separated values (RFC 4180), or values separated otherwise.

    Most cells need nothing: one look at a column of them tells, far sooner than a CSV writer is done.
    """

    def __init__(self, columns: Sequence[Column], form: CsvForm) -> None:
        self._separator, self._columns = form.separator, columns
        self._special = ('"', "\r", "\n", form.separator)
        header = self._lines([self._plain([column.header]) for column in columns])
        self._opening = BOM + header if form.bom else header

    def add(self, rows: Sequence[Row]) -> bytes:
        opening, self._opening = self._opening, b""
        cells = zip(self._columns, _written(rows, self._columns), strict=False)  # no rows, no cells
        return opening + self._lines(
            [map(str, some) if column.write is number else self._plain(some) for column, some in cells]
        )

    def end(self) -> bytes:
        return self.add([])

    def _plain(self, cells: Sequence[str]) -> Sequence[str]:
        """Cells as no reader takes them for a formula or for the end of a cell."""
        whole = "".join(cells)
        if TRIGGERS.isdisjoint([cell[:1] for cell in cells]) and not any(
            mark in whole for mark in self._special
        ):
            return cells
        return [_escaped(cell, self._separator) for cell in cells]

    def _lines(self, columns: Sequence[Iterable[str]]) -> bytes:
        lines = map(self._separator.join, zip(*columns, strict=True))
        return "".join([f"{line}\r\n" for line in lines]).encode()


def _escaped(cell: str, separator: str) -> str:
    guarded: str = safe(cell)
    if any(mark in guarded for mark in ('"', "\r", "\n", separator)):
        return '"' + guarded.replace('"', '""') + '"'
    return guarded


class _Lines:
    """A JSON object a line."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns

    def add(self, rows: Sequence[Row]) -> bytes:
        return b"".join([self._line(row) for row in rows])

    def end(self) -> bytes:
        return b""

    def _line(self, row: Row) -> bytes:
        pairs = zip(self._columns, row.values(), strict=True)
        return orjson.dumps({column.name: column.tell(value) for column, value in pairs}) + b"\n"


class _Sheets:
    """A spreadsheet."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._book = WorkbookWriter([column.header for column in columns])

    def add(self, rows: Sequence[Row]) -> bytes:
        return self._book.add(zip(*_written(rows, self._columns), strict=True))

    def end(self) -> bytes:
        return self._book.end()
