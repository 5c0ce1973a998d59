"""Members over GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry
from strawberry import argument

from backend.api.arguments import After, Before, First, Last, ids, page_of
from backend.api.context import Info
from backend.api.types.connections import Connection, connection
from backend.api.types.graph import Member, member_type
from backend.api.types.viewer import Viewer, viewer_of
from backend.core.access import Role
from backend.core.ids import Kind
from backend.groups.queries import visible_members
from backend.members import filters, queries
from backend.members.queries import MemberOrder
from backend.members.status import MemberStatus


@strawberry.input(description="What a list of members is narrowed to; everything given must hold.")
class MemberFilter:
    search: str | None = strawberry.field(default=None, description="In names, addresses and usernames.")
    status: list[MemberStatus] | None = strawberry.field(default=None, description="Any of these.")
    role: list[Role] | None = strawberry.field(default=None, description="Any of these.")
    group_ids: list[strawberry.ID] | None = strawberry.field(default=None, description="In any of these.")
    labels: list[str] | None = strawberry.field(default=None, description="With any of these.")
    deactivates_before: date | None = strawberry.field(default=None, description="Access ends by this day.")
    bounced: bool | None = strawberry.field(default=None, description="Whether their address takes no mail.")
    external_ids: list[str] | None = strawberry.field(default=None, description="By your own ids of them.")


def member_filter(given: MemberFilter | None) -> filters.MemberFilter:
    """The filter as the room takes it."""
    if given is None:
        return filters.MemberFilter()
    return filters.MemberFilter(
        search=given.search,
        statuses=tuple(given.status or ()),
        roles=tuple(given.role or ()),
        group_ids=ids(Kind.GROUP, given.group_ids),
        labels=tuple(given.labels or ()),
        deactivates_before=given.deactivates_before,
        bounced=given.bounced,
        external_ids=None if given.external_ids is None else tuple(given.external_ids),
    )


@strawberry.type
class MemberQueries:
    @strawberry.field(description="The person signed in, their workspace and what they may do.")
    async def viewer(self, info: Info) -> Viewer:
        return await viewer_of(info)

    @strawberry.field(description="The members that the caller may see.")
    async def members(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[MemberFilter | None, argument(description="None for all.")] = None,
        order_by: Annotated[
            MemberOrder | None, argument(description="By name unless asked.")
        ] = MemberOrder.NAME,
    ) -> Connection[Member]:
        actor, wanted = info.context.actor, member_filter(filter)
        scope = visible_members(actor)
        order = order_by or MemberOrder.NAME
        page = await queries.list_members(actor, page_of(first, after, last, before), scope, wanted, order)
        return connection(page, member_type, lambda: queries.count_members(actor, scope, wanted))
