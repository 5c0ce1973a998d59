"""The one way in: a paste, a CSV file or a spreadsheet becomes a sheet of rows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO

from backend.accounts.reading.delimited import split_text
from backend.accounts.reading.encodings import find_encoding
from backend.accounts.reading.headers import MOST_COLUMNS, Header, read_header
from backend.accounts.reading.rows import read_row, secret_places
from backend.accounts.reading.shapes import CLASSIC, LOST, MOST_BYTES, MOST_ROWS, RawRow, Shape, Sheet
from backend.accounts.reading.workbook import is_workbook, workbook_rows
from backend.core.errors import InputError, InvalidInput

LONGEST_LINE = 1_000_000  # characters
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
FOR_EXCEL = "utf-8-sig"  # Excel takes a CSV for UTF-8 by this mark only


def read_sheet(text: str) -> Sheet:
    """A paste."""
    clean = UNSTORABLE.sub(LOST, text.removeprefix("\ufeff"))
    separator, records = split_text(_lines(io.StringIO(clean, newline=None)))
    return _sheet(enumerate(records, start=1), separator, FOR_EXCEL)


def read_sheet_file(path: Path) -> Sheet:
    """A file: .xlsx, or text with separators. It may be deleted as soon as this has returned.

    Slow (a spreadsheet is read by a process of its own first), so never on the event loop.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InvalidInput(InputError("FILE_TOO_LARGE", f"A file has at most {MOST_BYTES // 10**6} MB."))
    if is_workbook(path):
        return _sheet(workbook_rows(path), ",", FOR_EXCEL)
    with path.open("rb") as file:
        encoding = find_encoding(file)
    stream = path.open(encoding=encoding.name, newline=None)
    separator, records = split_text(_lines(stream))
    warnings = (encoding.warning,) if encoding.warning else ()
    return _sheet(enumerate(records, start=1), separator, encoding.name, warnings)


def _sheet(
    numbered: Iterable[tuple[int, list[str]]],
    separator: str,
    encoding: str,
    warnings: tuple[InputError, ...] = (),
) -> Sheet:
    filled = ((position, cells) for position, cells in numbered if any(cells))
    first = next(filled, None)
    header = _header(first[1]) if first else None
    if header:
        first, warnings = next(filled, None), (*warnings, *header.warnings)
    if first is None:
        raise InvalidInput(InputError("NO_ROWS", "There are no rows to read."))
    columns = header.columns if header else tuple(column.value for column in CLASSIC)
    shape = Shape(separator, columns, header.texts if header else None, encoding)
    return Sheet(shape, _rows(chain([first], filled), shape), warnings)


def _header(cells: list[str]) -> Header | None:
    header = read_header(cells)
    if header and len(header.columns) > MOST_COLUMNS:
        raise InvalidInput(InputError("TOO_MANY_COLUMNS", f"A file has at most {MOST_COLUMNS} columns."))
    return header


def _rows(numbered: Iterable[tuple[int, list[str]]], shape: Shape) -> Iterator[RawRow]:
    secrets = secret_places(shape)
    for count, (position, cells) in enumerate(numbered, start=1):
        if count > MOST_ROWS:
            raise InvalidInput(InputError("TOO_MANY_ROWS", f"At most {MOST_ROWS:,} rows at once."))
        yield read_row(position, cells, shape, secrets)


def _lines(stream: TextIO) -> Iterator[str]:
    with stream:
        while line := stream.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                message = f"A line has over {LONGEST_LINE:,} characters: this is no table."
                raise InvalidInput(InputError("LINE_TOO_LONG", message))
            yield line.replace("\x00", LOST) if "\x00" in line else line
