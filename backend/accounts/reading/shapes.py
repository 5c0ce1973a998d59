"""What reading gives: a sheet of raw rows as the person wrote them, and each row understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.core.access import Role
from backend.core.errors import InputError

MOST_ROWS = 150_000
MOST_BYTES = 40_000_000  # of one file
LONGEST_CELL = 32_767  # characters, as in Excel

MASK = "••••••"
LOST = "\ufffd"  # stands for a character that can't be read or stored
UNCALCULATED = "\ue000"  # a private-use sign before a formula that was saved without its value

# Keys of cells that are no account column: the n-th column of the file where its header is not known, and
# the n-th cell beyond the last column.
OTHER = "#"
SURPLUS = "+"
# What the reason after a failed row begins with where there is no header to tell it by.
REASON = "# "


class Column(StrEnum):
    """What a column may hold; the value is its key in `RawRow.cells` and in the field of an error."""

    LAST_NAME = "lastName"
    FIRST_NAME = "firstName"
    EMAIL = "email"
    LABELS = "labels"
    SEND_CREDENTIALS = "sendCredentials"
    PASSWORD = "password"  # noqa: S105 - the name of a column
    LANGUAGE = "language"
    ADDITIONAL_INFORMATION = "additionalInformation"
    GROUPS = "groups"
    USERNAME = "username"
    ROLE = "role"
    DEACTIVATES_ON = "deactivatesOn"
    EXTERNAL_ID = "externalId"


# The order of columns where there is no header.
CLASSIC = (
    Column.LAST_NAME,
    Column.FIRST_NAME,
    Column.EMAIL,
    Column.LABELS,
    Column.SEND_CREDENTIALS,
    Column.PASSWORD,
    Column.LANGUAGE,
    Column.ADDITIONAL_INFORMATION,
    Column.GROUPS,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How the input was written, so that rows can be given back in the same way; plain enough for JSON.

    `columns` are keys of cells in the file's order: a Column's value, or `#7` for an unknown seventh one.
    `header` holds the texts of the header row as they stood, or None where there was none.
    """

    separator: str
    columns: tuple[str, ...]
    header: tuple[str, ...] | None
    encoding: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stood, trimmed. Cells that are empty or missing are not in `cells`.

    `position` is the row's number as a spreadsheet shows it: from 1, the header and blank rows counted.
    `input` is the whole row as text with its password masked: the one form that may be shown.
    """

    position: int
    cells: dict[str, str]
    input: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paste or a file, read row by row: `rows` can be walked once, and raises InvalidInput where the
    file turns out to be broken or too long. `warnings` tell of what was read but will not be used.
    """

    shape: Shape
    rows: Iterator[RawRow]
    warnings: tuple[InputError, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountRow:
    """What a row says, typed. None: the row doesn't say (no such column, a short row, a blank cell).

    A cell that can't be understood is None too, and in `errors`, whose `field` is its column. `email`,
    `username` and `groups` are as typed: whether they hold is the plan's question.
    """

    position: int
    input: str
    email: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    labels: tuple[str, ...] | None = None
    additional_information: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    language: str | None = None
    password: str | None = None
    send_credentials: bool | None = None
    role: Role | None = None
    deactivates_on: date | None = None
    external_id: str | None = None
    errors: tuple[InputError, ...] = ()
