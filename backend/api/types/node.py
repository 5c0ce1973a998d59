"""What has an id, and how a row becomes a node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

import strawberry
from strawberry import ID

from backend.core.ids import Kind, encode

T = TypeVar("T")


@strawberry.interface(description="Anything with an id of its own; ids are typed, such as mem_… or grp_….")
class Node:
    id: ID = strawberry.field(description="The public id, the same in URLs, files and exports.")


def present(kind: type[T], prefix: Kind, row: Any) -> T:
    """A node out of a row whose fields bear the same names; its id becomes the public one."""
    wanted = {one.name for one in fields(kind) if one.init}  # type: ignore[arg-type]  # strawberry types are dataclasses
    values = {name: getattr(row, name) for name in row.__dataclass_fields__ if name in wanted}
    values["id"] = ID(encode(prefix, row.id))
    if "row" in wanted:
        values["row"] = row
    return kind(**values)


async def one(loader: Any, key: Any, show: Callable[[Any], T]) -> T | None:
    """What a loader finds by a key, shown; None for no key, or for what the caller may not see."""
    row = await loader.load(key) if key is not None else None
    return show(row) if row is not None else None
