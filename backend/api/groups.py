"""Groups over GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry import argument

from backend.api.arguments import After, Before, First, Last, page_of
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.connections import Connection, connection
from backend.api.types.errors import InputError
from backend.api.types.graph import Group, group_type
from backend.groups import queries
from backend.groups.actions import GroupDraft, create_group


@strawberry.input(description="What a list of groups is narrowed to.")
class GroupFilter:
    search: str | None = strawberry.field(default=None, description="In their names.")
    archived: bool = strawberry.field(default=False, description="Those put away, instead of those in use.")
    managed: bool = strawberry.field(default=False, description="Only those the caller manages.")


@strawberry.input(description="What a group is to be.")
class CreateGroupInput:
    name: str = strawberry.field(description="Its name, up to 200 characters.")
    description: str | None = strawberry.field(default=None, description="What it is for.")
    is_private: bool = strawberry.field(default=False, description="Seen by its leaders and admins only.")
    external_id: str | None = strawberry.field(default=None, description="Your own id, unique here.")


@strawberry.type(description="The group, or what to mend.")
class GroupPayload:
    group: Group | None = strawberry.field(default=None, description="Null where it was refused.")
    errors: list[InputError] = strawberry.field(default_factory=list, description="What to mend.")


@strawberry.type
class GroupQueries:
    @strawberry.field(description="The groups that the caller may see, by name.")
    async def groups(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[GroupFilter | None, argument(description="None for all.")] = None,
    ) -> Connection[Group]:
        actor, given = info.context.actor, filter or GroupFilter()
        wanted = queries.GroupFilter(given.search, given.archived, managed=given.managed)
        page = await queries.list_groups(actor, page_of(first, after, last, before), wanted)
        return connection(page, group_type, lambda: queries.count_groups(actor, wanted))


@strawberry.type
class GroupMutations:
    @mutation("Make a group.")
    async def create_group(self, info: Info, input: CreateGroupInput) -> GroupPayload:
        draft = GroupDraft(input.name, input.description or "", input.is_private, input.external_id)
        return GroupPayload(group=group_type(await create_group(info.context.actor, draft)))
