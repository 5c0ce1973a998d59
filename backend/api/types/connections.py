"""Relay connections (the GraphQL Cursor Connections specification) over keyset pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

import strawberry

from backend.api.types.node import TOGETHER, Presenter
from backend.core.paging import Page

T = TypeVar("T")
R = TypeVar("R")


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follow after `endCursor`.")
    has_previous_page: bool = strawberry.field(description="Whether more stand before `startCursor`.")
    start_cursor: str | None = strawberry.field(description="The first node's place; null for an empty page.")
    end_cursor: str | None = strawberry.field(description="The last node's place; null for an empty page.")


@strawberry.type(description="A node of a list and its place in it.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="An opaque place, for `after` and `before`.")
    node: T = strawberry.field(description="What stands there.")


async def _nodes(_context: Any, sources: Sequence[Connection[T]], _arguments: Any) -> list[list[Any]]:
    """Rows as they are, where they can be read as nodes."""
    return [
        source.page.nodes if isinstance(source.present, Presenter) else source.shown() for source in sources
    ]


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    page: strawberry.Private[Page[Any]]
    present: strawberry.Private[Callable[[Any], T]]
    counter: strawberry.Private[Callable[[], Awaitable[int]]]

    def shown(self) -> list[T]:
        """The nodes as objects."""
        return [self.present(row) for row in self.page.nodes]

    @strawberry.field(description="What stands on this page, in order.", metadata={TOGETHER: _nodes})
    def nodes(self) -> list[T]:
        return self.shown()

    @strawberry.field(description="How to go on from here.")
    def page_info(self) -> PageInfo:
        page = self.page
        return PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=page.cursor(0) if page.nodes else None,
            end_cursor=page.cursor(-1) if page.nodes else None,
        )

    @strawberry.field(description="The nodes with the cursor of each.")
    def edges(self) -> list[Edge[T]]:
        return [Edge(cursor=self.page.cursor(index), node=node) for index, node in enumerate(self.shown())]

    @strawberry.field(description="How many there are in all; large lists are counted up to 10,001.")
    async def total_count(self) -> int:
        return await self.counter()


def connection(
    page: Page[R], present: Callable[[R], T], counter: Callable[[], Awaitable[int]]
) -> Connection[T]:
    """A page of rows as a connection of nodes."""
    return Connection(page=page, present=present, counter=counter)


def counted(number: int) -> Callable[[], Awaitable[int]]:
    """A count that is known already."""

    async def answer() -> int:
        return number

    return answer
