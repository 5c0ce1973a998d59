"""Keyset pages: opaque cursors over a sort value and an id, as Relay connections want them."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

import orjson

from backend.core.access import Actor
from backend.core.db import Row, reading
from backend.core.errors import InputError, InvalidInput

T = TypeVar("T")
LARGEST = 100
READ: dict[str, Callable[[Any], Any]] = {
    "text": str,
    "int": int,
    "timestamptz": datetime.fromisoformat,
    "uuid": lambda value: UUID(str(value)),
}


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a connection was asked for; `first` from the front or `last` from the back, never both."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    @property
    def backward(self) -> bool:
        """Whether the page is read from its end."""
        return self.last is not None

    @property
    def size(self) -> int:
        """How many at the most, 1 to 100; 50 unless asked."""
        wanted = self.last if self.last is not None else self.first
        size = 50 if wanted is None else wanted
        if (self.first is not None and self.last is not None) or not 0 <= size <= LARGEST:
            raise InvalidInput(
                InputError("INVALID_PAGE", f"Ask for first or last, at most {LARGEST}.", ("first",))
            )
        return size


class Page(NamedTuple, Generic[T]):
    """One page of a list; `cursor` gives the cursor of the node of this index. A tuple: answers make many."""

    nodes: list[T]
    cursor: Callable[[int], str]
    has_next: bool
    has_previous: bool


def cursor(value: Any, row_id: UUID) -> str:
    """An opaque place in a list sorted by (value, id)."""
    return urlsafe_b64encode(orjson.dumps([value, row_id], default=str)).decode().rstrip("=")


def read_cursor(text: str, field: str = "after") -> tuple[Any, UUID]:
    """The place behind a cursor; raises InvalidInput, about the field it came in, where it is none."""
    try:
        value, row_id = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return value, UUID(str(row_id))
    except (ValueError, TypeError) as error:
        raise _none_of_ours(field) from error


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order over a table: the sort column, its SQL type, and which way it runs; ties by id."""

    column: str
    sql_type: str
    descending: bool = False
    id_column: str = "id"

    def clause(self, page: PageRequest, parameters: list[Any]) -> tuple[str, str]:
        """The WHERE condition (true where none) and the ORDER BY with LIMIT; adds to `parameters`."""
        conditions = [
            self._beyond(word, place, parameters)
            for word, place in (("after", page.after), ("before", page.before))
            if place
        ]
        return " AND ".join(conditions) or "true", f"{self.order(page)} LIMIT {page.size + 1}"

    def order(self, page: PageRequest) -> str:
        """The ORDER BY in which a page is read."""
        way = self._way(page)
        return f"ORDER BY {self.column} {way}, {self.id_column} {way}"

    def statement(
        self, columns: str, source: str, either: Sequence[str], page: PageRequest, parameters: list[Any]
    ) -> str:
        """A page of the rows of a source, down to its WHERE, that fit one of these conditions; none fits two.

        Each condition is read in this order by itself, as an OR between them would not be. `id` must be
        among the columns; where a row stands in the order is added as `place`.
        """
        beyond, tail = self.clause(page, parameters)
        parts = [
            f"SELECT {columns}, {self.column} AS place FROM {source} AND {one} AND {beyond} {tail}"
            for one in either
        ]
        if len(parts) == 1:
            return parts[0]
        way, together = self._way(page), " UNION ALL ".join(f"({part})" for part in parts)
        return f"SELECT * FROM ({together}) AS parts ORDER BY place {way}, id {way} LIMIT {page.size + 1}"

    def _way(self, page: PageRequest) -> str:
        return "DESC" if self.descending ^ page.backward else "ASC"

    def _beyond(self, word: str, place: str, parameters: list[Any]) -> str:
        value, row_id = read_cursor(place, word)
        parameters += [_value(value, self.sql_type, word), row_id]
        n = len(parameters)
        sign = "<" if self.descending ^ (word == "before") else ">"
        return f"({self.column}, {self.id_column}) {sign} (${n - 1}::{self.sql_type}, ${n}::uuid)"


def _value(value: Any, sql_type: str, field: str) -> Any:
    """A cursor's value as the database takes it."""
    try:
        return READ[sql_type](value)
    except (ValueError, TypeError) as error:
        raise _none_of_ours(field) from error


def _none_of_ours(field: str) -> InvalidInput:
    return InvalidInput(InputError("INVALID_CURSOR", "This cursor is none of ours.", (field,)))


def make_page(
    rows: Sequence[Row], page: PageRequest, read: Callable[[Row], T], key: Callable[[Row], tuple[Any, UUID]]
) -> Page[T]:
    """A page out of up to `size + 1` rows as the keyset's clause fetched them."""
    size, backward = page.size, page.backward
    more = len(rows) > size
    kept = rows[:size][::-1] if backward else rows[:size]
    return Page(
        [read(row) for row in kept],
        lambda index: cursor(*key(kept[index])),
        has_next=more if not backward else page.before is not None,
        has_previous=more if backward else page.after is not None,
    )


async def read_pages(
    actor: Actor,
    owners: Sequence[UUID],
    page: PageRequest,
    statement: str,
    parameters: Sequence[Any],
    read: Callable[[Row], T],
    key: Callable[[Row], tuple[Any, UUID]],
) -> dict[UUID, Page[T]]:
    """A page of each owner's list in one statement, in which OWNER stands for the owner.

    The rows of one owner come in the order of the statement: it runs once for each.
    """
    each = f"unnest(${len(parameters) + 1}::uuid[]) AS owner (id) CROSS JOIN LATERAL ({statement}) AS part"
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(f"SELECT part.*, owner.id AS owner_id FROM {each}", *parameters, list(owners))
    return make_pages(rows, owners, page, read, key)


def make_pages(
    rows: Sequence[Row],
    owners: Sequence[UUID],
    page: PageRequest,
    read: Callable[[Row], T],
    key: Callable[[Row], tuple[Any, UUID]],
) -> dict[UUID, Page[T]]:
    """The page of each owner, out of rows in order that say their `owner_id`."""
    found: dict[UUID, list[Row]] = {owner: [] for owner in owners}
    for row in rows:
        found[row["owner_id"]].append(row)
    return {owner: make_page(some, page, read, key) for owner, some in found.items()}


async def count_of_each(
    actor: Actor, owners: Sequence[UUID], rows: str, parameters: Sequence[Any]
) -> dict[UUID, int]:
    """How many rows each owner's list has, counted up to 10,001; in `rows` OWNER stands for the owner."""
    number = f"SELECT count(*) FROM (SELECT 1 FROM {rows} LIMIT 10001) AS found"
    each = f"unnest(${len(parameters) + 1}::uuid[]) AS owner (id)"
    statement = f"SELECT owner.id, ({number}) AS number FROM {each}"
    async with reading(actor.workspace_id) as sql:
        found = await sql.fetch(statement, *parameters, list(owners))
    return {row["id"]: row["number"] for row in found}


async def count_rows(
    actor: Actor, rows: str, parameters: Sequence[Any], either: Sequence[str] = ("true",)
) -> int:
    """How many rows these are, counted up to 10,001; `rows` is what follows FROM, down to its WHERE.

    Each fits one of the conditions `either`, none two.
    """
    together = " UNION ALL ".join(f"(SELECT 1 FROM {rows} AND {one} LIMIT 10001)" for one in either)
    async with reading(actor.workspace_id) as sql:
        found: int = await sql.fetchval(
            f"SELECT count(*) FROM (SELECT 1 FROM ({together}) AS parts LIMIT 10001) AS bounded", *parameters
        )
    return found


def position_after(cursor: str | None) -> int:
    """The position that the plain cursor of a numbered list stands for, 0 for none; raises InvalidInput."""
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
        raise InvalidInput(InputError("INVALID_CURSOR", "This cursor is none of ours.", ("after",)))
    return int(cursor)
