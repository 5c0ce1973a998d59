"""What has an id, and how a row becomes a node."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields
from typing import Any, Generic, TypeAlias, TypeVar, cast

import strawberry
from strawberry import ID

from backend.core.ids import Kind, encode

T = TypeVar("T")
# In a field's metadata: how it is resolved for all of its parents at once, which are nodes or their rows.
TOGETHER = "together"
Together: TypeAlias = Callable[[Any, Sequence[Any], dict[str, Any]], Awaitable[list[Any]]]


@strawberry.interface(description="Anything with an id of its own; ids are typed, such as mem_… or grp_….")
class Node:
    id: ID = strawberry.field(description="The public id, the same in URLs, files and exports.")


class Presenter(Generic[T]):
    """Makes nodes out of rows whose fields bear the same names; the id of one with a prefix is public."""

    def __init__(self, kind: type[T], prefix: Kind | None, row: type) -> None:
        self.kind, self._make, self.prefix = kind, cast("Callable[..., T]", kind), prefix
        wanted = {one.name for one in fields(kind) if one.init}  # type: ignore[arg-type]  # strawberry types are dataclasses
        self._names = [name for name in row.__annotations__ if name in wanted - {"id"}]
        self._keeps_row = "row" in wanted
        PRESENTERS[row] = self

    def __call__(self, row: Any) -> T:
        """The node of one row."""
        values: dict[str, Any] = {name: getattr(row, name) for name in self._names}
        if self._keeps_row:
            values["row"] = row
        if self.prefix:
            values["id"] = self.id_of(row)
        return self._make(**values)

    def id_of(self, row: Any) -> ID:
        """The public id of one row."""
        assert self.prefix  # noqa: S101 - for the type checker: only nodes have an id to ask for
        return cast(ID, encode(self.prefix, row.id))


PRESENTERS: dict[type, Presenter[Any]] = {}


def row_of(source: Any) -> Any:
    """The row behind a node; rows stand for themselves."""
    return source if type(source) in PRESENTERS else source.row


async def one(loader: Any, key: Any, show: Callable[[Any], T]) -> T | None:
    """What a loader finds by a key, shown; None for no key, or for what the caller may not see."""
    row = await loader.load(key) if key is not None else None
    return show(row) if row is not None else None
