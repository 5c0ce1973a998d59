"""From raw cells to a typed row: pure, cell by cell, a bad one never in the way of the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from backend.accounts.reading.shapes import LOST, SURPLUS, UNCALCULATED, AccountRow, Column, RawRow
from backend.accounts.reading.values import BadValue, read_boolean, read_date, read_role
from backend.core.errors import InputError
from backend.core.languages import account_language
from backend.core.text import check_text, one_line, split_list
from backend.members.rules import (
    LONGEST_EXTERNAL_ID,
    LONGEST_INFORMATION,
    LONGEST_LABEL,
    LONGEST_NAME,
    MOST_TEXTS,
)

T = TypeVar("T")

LONGEST = {
    Column.LAST_NAME: LONGEST_NAME,
    Column.FIRST_NAME: LONGEST_NAME,
    Column.EMAIL: 400,
    Column.USERNAME: 120,
    Column.EXTERNAL_ID: LONGEST_EXTERNAL_ID,
    Column.LABELS: LONGEST_LABEL,
    Column.GROUPS: 200,
    Column.ADDITIONAL_INFORMATION: LONGEST_INFORMATION,
}
SHEET_ERRORS = re.compile(r"#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)")
LOST_MESSAGE = "This has characters that were lost on the way or can't be stored."
# A text that a file shows with a quote before it, so that no spreadsheet takes it for a formula.
GUARDED = re.compile(r"'[=+\-@\t\r＝＋－＠]")


def interpret(rows: Iterable[RawRow]) -> Iterator[AccountRow]:
    """Each row understood, in order."""
    return (interpret_row(row) for row in rows)


def interpret_row(row: RawRow) -> AccountRow:
    """One row understood: typed values, and the errors of the cells that could not be."""
    errors: list[InputError] = []

    def cell(column: Column, read: Callable[[str, Column], T]) -> T | None:
        text = row.cells.get(column)
        if not text:
            return None
        try:
            return read(_plain(text), column)
        except BadValue as bad:
            errors.append(bad.at(column, row.position))
            return None

    values: dict[str, Any] = {name: cell(column, read) for name, column, read in READERS}
    values["password"] = _password(row, errors)
    errors.extend(_misplaced(row))
    return AccountRow(row.position, row.input, errors=tuple(errors), **values)


def _plain(text: str) -> str:
    if LOST in text:
        raise BadValue("INVALID_CHARACTERS", LOST_MESSAGE)
    if found := SHEET_ERRORS.match(text):
        raise BadValue("CELL_ERROR", f"The spreadsheet shows {found[0]} here instead of a value.")
    if text.startswith(UNCALCULATED):
        message = "This is a formula without its value. Open and save the file in a spreadsheet first."
        raise BadValue("FORMULA", message)
    if text.startswith('"') and text.count('"') % 2:
        message = "A quotation mark opens here and is not closed: rows below may belong to this cell."
        raise BadValue("UNCLOSED_QUOTE", message, text.lstrip('"').strip()[:200] or None)
    return text[1:] if GUARDED.match(text) else text


def _text(text: str, column: Column) -> str | None:
    if text.isascii() and text.isprintable() and "  " not in text and len(text) <= LONGEST[column]:
        return text.strip() or None  # clean already, as nearly all are
    clean, errors = check_text(text, column, most=LONGEST[column])
    for error in errors:
        raise BadValue(error.code, error.message, value=error.value)
    return clean or None


def _name(text: str, column: Column) -> str | None:
    if "@" in text:
        message = "This looks like an e-mail address. Check the order of the columns, or give them headers."
        raise BadValue("MISPLACED_EMAIL", message)
    return _text(text, column)


def _email(text: str, column: Column) -> str | None:
    """As typed: the one pipeline of every door judges addresses."""
    return one_line(text)[: LONGEST[column]] or None


def _list(text: str, column: Column) -> tuple[str, ...] | None:
    items = split_list(text)
    if len(items) > MOST_TEXTS:
        raise BadValue("TOO_MANY", f"At most {MOST_TEXTS} in one list.")
    return tuple(clean for item in items if (clean := _text(item, column))) or None


def _paragraphs(text: str, column: Column) -> tuple[str, ...] | None:
    """A list whose texts may have lines."""
    items = [[_text(line, column) or "" for line in item.splitlines()] for item in split_list(text)]
    joined = ["\n".join(lines).strip() for lines in items]
    if len(joined) > MOST_TEXTS or any(len(item) > LONGEST[column] for item in joined):
        message = f"At most {MOST_TEXTS} texts of {LONGEST[column]} characters."
        raise BadValue("TOO_LONG", message, value=str(LONGEST[column]))
    return tuple(item for item in joined if item) or None


def _language(text: str, _column: Column) -> str:
    if code := account_language(text):
        return code
    message = f"{text[:40]!r} is no language code; write en, fr, pt-BR…"
    raise BadValue("UNKNOWN_LANGUAGE", message, value=text[:40])


def _password(row: RawRow, errors: list[InputError]) -> str | None:
    """As it stands; only a formula's place in a spreadsheet could have changed it."""
    text = row.cells.get(Column.PASSWORD)
    if text and LOST in text:
        errors.append(InputError("INVALID_CHARACTERS", LOST_MESSAGE, (Column.PASSWORD,), row.position))
        return None
    return text or None


def _misplaced(row: RawRow) -> Iterator[InputError]:
    if surplus := [key for key in row.cells if key.startswith(SURPLUS)]:
        message = "There are more cells than columns. Put a text that holds the separator in quotation marks."
        yield InputError("TOO_MANY_CELLS", message, (surplus[0],), row.position)


READERS: tuple[tuple[str, Column, Callable[[str, Column], object]], ...] = (
    ("email", Column.EMAIL, _email),
    ("username", Column.USERNAME, _text),
    ("first_name", Column.FIRST_NAME, _name),
    ("last_name", Column.LAST_NAME, _name),
    ("labels", Column.LABELS, _list),
    ("additional_information", Column.ADDITIONAL_INFORMATION, _paragraphs),
    ("groups", Column.GROUPS, _list),
    ("language", Column.LANGUAGE, _language),
    ("send_credentials", Column.SEND_CREDENTIALS, lambda text, _: read_boolean(text)),
    ("role", Column.ROLE, lambda text, _: read_role(text)),
    ("deactivates_on", Column.DEACTIVATES_ON, lambda text, _: read_date(text)),
    ("external_id", Column.EXTERNAL_ID, _text),
)
