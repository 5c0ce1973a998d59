"""Small readings of arguments that many fields share."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import strawberry

from backend.core.ids import Kind, decode
from backend.core.paging import PageRequest


def page_of(
    first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
) -> PageRequest:
    """The page that a connection was asked for."""
    return PageRequest(first, after, last, before)


def ids(kind: Kind, given: Iterable[strawberry.ID] | None) -> tuple[UUID, ...]:
    """The values behind public ids of one kind, each once; raises WrongId."""
    return tuple(dict.fromkeys(decode(kind, str(one)) for one in given or ()))
