"""Small readings of arguments that many fields share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeAlias, TypeVar
from uuid import UUID

import strawberry
from strawberry import argument

from backend.core.ids import Kind, decode
from backend.core.keep import KEEP, Kept
from backend.core.paging import PageRequest

T = TypeVar("T")
First: TypeAlias = Annotated[int | None, argument(description="So many from the front: 50, at most 100.")]
After: TypeAlias = Annotated[str | None, argument(description="Those beyond this cursor.")]
Last: TypeAlias = Annotated[int | None, argument(description="So many from the end instead.")]
Before: TypeAlias = Annotated[str | None, argument(description="Those ahead of this cursor.")]


def page_of(
    first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
) -> PageRequest:
    """The page that a connection was asked for."""
    return PageRequest(first, after, last, before)


def ids(kind: Kind, given: Iterable[strawberry.ID] | None) -> tuple[UUID, ...]:
    """The values behind public ids of one kind, each once; raises WrongId."""
    return tuple(dict.fromkeys(decode(kind, str(one)) for one in given or ()))


def stated(value: T | None) -> Kept[T]:
    """What an input says of a field that always has a value: left out or null, it stays."""
    return KEEP if value is None or value is strawberry.UNSET else value


def kept(value: T | None) -> Kept[T | None]:
    """What an input says of a field that may be empty: left out it stays, null empties it."""
    return KEEP if value is strawberry.UNSET else value


def kept_text(value: str | None) -> Kept[str]:
    """The same of a text."""
    return KEEP if value is strawberry.UNSET else value or ""
