"""Days and instants as they come in: none so far off that a zone's offset leads out of the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from operator import methodcaller
from typing import TypeVar

from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.types.scalar import ScalarDefinition

FIRST, LAST = 1900, 9998  # years
D = TypeVar("D", date, datetime)


def read_day(value: object) -> date:
    """A calendar day out of its ISO 8601 text; the year 9999 is how many systems write "never"."""
    return _within(_read(value, "Date", date.fromisoformat), "Date", LAST + 1)


def read_instant(value: object) -> datetime:
    """An instant out of its ISO 8601 text; whether it must carry an offset is for the action to say."""
    return _within(_read(value, "DateTime", datetime.fromisoformat), "DateTime", LAST)


def _read(value: object, kind: str, parse: Callable[[str], D]) -> D:
    try:
        if isinstance(value, str):
            return parse(value)
    except ValueError:
        pass
    example = "2027-03-01" if kind == "Date" else "2027-03-01T09:00:00+01:00"
    raise StrawberryInputCoercionError(f"{str(value)[:40]!r} is no {kind}; write it as {example}.")


def _within(value: D, kind: str, last: int) -> D:
    if FIRST <= value.year <= last:
        return value
    message = f"A {kind} lies between the years {FIRST} and {last}; this is {value.year}."
    raise StrawberryInputCoercionError(message)


DAY = ScalarDefinition(
    name="Date",
    description="A calendar day of the workspace, in ISO 8601: `2027-03-01`.",
    specified_by_url=None,
    serialize=methodcaller("isoformat"),
    parse_value=read_day,
    parse_literal=None,
    origin=date,
)
INSTANT = ScalarDefinition(
    name="DateTime",
    description="An instant with its offset from UTC, in ISO 8601: `2027-03-01T09:00:00+01:00`.",
    specified_by_url=None,
    serialize=methodcaller("isoformat"),
    parse_value=read_instant,
    parse_literal=None,
    origin=datetime,
)
