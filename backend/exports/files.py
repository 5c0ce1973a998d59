"""Writing rows as files, piece by piece: CSV, XLSX and newline-delimited JSON."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, Protocol

import orjson

from backend.core.access import Actor
from backend.core.db import NAMELESS, Row
from backend.core.replica import reading_afar
from backend.exports.shapes import Column, Export, Format
from backend.exports.workbook import WorkbookWriter

FIRST, BATCH = 200, 2000  # rows: few at first, so that something is seen soon
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
    writer = _writer(export.columns, kind, form or CsvForm())
    async with aclosing(_batches(actor, export)) as batches:
        async for rows in batches:
            yield await asyncio.to_thread(writer.add, rows)
    yield await asyncio.to_thread(writer.end)


def safe(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula; everything else as it is."""
    return f"'{value}" if isinstance(value, str) and value[:1] in TRIGGERS else value


async def _batches(actor: Actor, export: Export) -> AsyncGenerator[list[Row], None]:
    async with reading_afar(actor.workspace_id) as sql:
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


def _written(rows: Sequence[Row], columns: Sequence[Column]) -> Iterable[Sequence[Any]]:
    """The cells of some rows, written column by column: a function for each column, not for each cell."""
    if not rows:
        return []
    by_column = zip(columns, zip(*rows, strict=True), strict=True)
    return zip(*(column.cells(values) for column, values in by_column), strict=True)


class _Separated:
    """Comma-separated values (RFC 4180), or values separated otherwise."""

    def __init__(self, columns: Sequence[Column], form: CsvForm) -> None:
        self._separator = form.separator
        self._safe = [replace(column, guard=safe) for column in columns]
        header = self._table([[column.header for column in columns]])
        self._opening = BOM + header if form.bom else header

    def add(self, rows: Sequence[Row]) -> bytes:
        opening, self._opening = self._opening, b""
        return opening + self._table(_written(rows, self._safe))

    def end(self) -> bytes:
        return self.add([])

    def _table(self, rows: Iterable[Sequence[Any]]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self._separator, lineterminator="\r\n").writerows(rows)
        return text.getvalue().encode()


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
        return self._book.add(_written(rows, self._columns))

    def end(self) -> bytes:
        return self._book.end()
