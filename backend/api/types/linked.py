"""Fields that lead from a row to others: declared by a loader, so that a whole level is read at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

import strawberry

from backend.api.arguments import After, First
from backend.api.context import Context, Info
from backend.api.types.connections import Connection, connection, counted
from backend.api.types.node import PRESENTERS, TOGETHER, Together, row_of
from backend.core.paging import Page, PageRequest

Pick: TypeAlias = Callable[[Any], Any]


def linked(loader: str, by: str, description: str, pick: Pick | None = None) -> Any:
    """A field that holds what a loader finds by a value of the row: a node, none, many, or what is picked."""
    key, shown = attrgetter(by), pick or _shown

    async def resolve(self: Any, info: Info):  # type: ignore[no-untyped-def]  # its type stands at the field
        value = key(row_of(self))
        return shown(await getattr(info.context.loaders, loader).load(value) if value else None)

    async def together(context: Context, sources: Sequence[Any], _arguments: dict[str, Any]) -> list[Any]:
        keys = [key(row_of(source)) for source in sources]
        found: list[Any] = await getattr(context.loaders, loader).many(keys)
        return list(map(pick, found)) if pick else found

    return _field(resolve, together, description)


def listed(loader: str, description: str) -> Any:
    """A field that holds a page of a list of each row's own; its loader `…_counted` counts them."""

    async def resolve(self: Any, info: Info, first: First = None, after: After = None):  # type: ignore[no-untyped-def]
        row, pages = row_of(self), getattr(info.context.loaders, loader)
        asked = PageRequest(first, after)
        return _page(info.context, row, asked, await pages.of(asked).load(row.id), loader)

    async def together(context: Context, sources: Sequence[Any], arguments: dict[str, Any]) -> list[Any]:
        rows, pages = [row_of(source) for source in sources], getattr(context.loaders, loader)
        asked = PageRequest(**arguments)
        found = await pages.of(asked).many([row.id for row in rows])
        return [_page(context, row, asked, page, loader) for row, page in zip(rows, found, strict=True)]

    return _field(resolve, together, description)


def _field(resolve: Callable[..., Any], together: Together, description: str) -> Any:
    return strawberry.field(resolver=resolve, description=description, metadata={TOGETHER: together})


def _page(context: Context, row: Any, asked: PageRequest, page: Page[Any], loader: str) -> Connection[Any]:
    """What the page holds is all there is where it begins at the front and nothing follows."""

    async def count() -> int:
        return await getattr(context.loaders, f"{loader}_counted").load(row.id) or 0

    whole = asked.after is None and not page.has_next
    present = PRESENTERS[type(page.nodes[0])] if page.nodes else _shown
    return connection(page, present, counted(len(page.nodes)) if whole else count)


def _shown(found: Any) -> Any:
    if isinstance(found, list):
        return [_shown(one) for one in found]
    return PRESENTERS[type(found)](found) if found is not None else None
