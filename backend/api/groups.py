"""Groups over GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry import ID, UNSET, argument

from backend.api.arguments import After, Before, First, Last, kept, kept_text, page_of, stated
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.connections import Connection, connection
from backend.api.types.errors import InputError
from backend.api.types.graph import Group, group_type
from backend.api.types.usual import NullIsUsual, usual
from backend.core.ids import Kind, decode
from backend.groups import queries
from backend.groups.actions import GroupDraft, GroupEdit, create_group, update_group
from backend.groups.upsert_group import PartnersGroup, UpsertOutcome, upsert_group
from backend.invitations.archive_group import archive_group


@strawberry.input(description="What a list of groups is narrowed to.")
class GroupFilter(NullIsUsual):
    search: str | None = strawberry.field(default=None, description="In their names.")
    archived: bool = usual(bool, False, "Those put away, instead of those in use.")
    managed: bool = usual(bool, False, "Only those the caller manages.")
    external_ids: list[str] | None = strawberry.field(default=None, description="By your own ids of them.")


@strawberry.input(description="What a group is to be.")
class CreateGroupInput(NullIsUsual):
    name: str = strawberry.field(description="Its name, up to 200 characters.")
    description: str | None = strawberry.field(default=None, description="What it is for.")
    is_private: bool = usual(bool, False, "Seen by its leaders and admins only.")
    external_id: str | None = strawberry.field(default=None, description="Your own id, unique here.")


@strawberry.input(description="What is to change in a group; what is left out stays.")
class UpdateGroupInput:
    id: ID = strawberry.field(description="A group of the caller's to manage.")
    name: str | None = strawberry.field(default=UNSET, description="Its name; null leaves it.")
    description: str | None = strawberry.field(default=UNSET, description="What it is for; null for nothing.")
    is_private: bool | None = strawberry.field(default=UNSET, description="For admins; null leaves it.")
    external_id: str | None = strawberry.field(default=UNSET, description="For admins; null for none.")


@strawberry.input(description="What the group with your own id is to be; what is left out stays.")
class UpsertGroupInput:
    external_id: str = strawberry.field(description="Your own id of it, by which it is found or made.")
    name: str = strawberry.field(description="Its name, up to 200 characters.")
    description: str | None = strawberry.field(default=UNSET, description="What it is for; null for nothing.")
    is_private: bool | None = strawberry.field(
        default=UNSET, description="Seen by its leaders and admins only; null leaves it."
    )


@strawberry.input(description="Which group to put away, or to take up again.")
class ArchiveGroupInput(NullIsUsual):
    id: ID = strawberry.field(description="The group; what it brought stays, it brings no more.")
    archived: bool = usual(bool, True, "False takes it up again.")


@strawberry.type(description="The group, or what to mend.")
class GroupPayload:
    group: Group | None = strawberry.field(default=None, description="Null where it was refused.")
    errors: list[InputError] = strawberry.field(default_factory=list, description="What to mend.")


@strawberry.type(description="The group and whether it was there, or what to mend.")
class UpsertGroupPayload:
    group: Group | None = strawberry.field(default=None, description="Null where it was refused.")
    outcome: UpsertOutcome | None = strawberry.field(default=None, description="Null where it was refused.")
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
        own = None if given.external_ids is None else tuple(given.external_ids)
        wanted = queries.GroupFilter(given.search, given.archived, managed=given.managed, external_ids=own)
        page = await queries.list_groups(actor, page_of(first, after, last, before), wanted)
        return connection(page, group_type, lambda: queries.count_groups(actor, wanted))


@strawberry.type
class GroupMutations:
    @mutation("Make a group.")
    async def create_group(self, info: Info, input: CreateGroupInput) -> GroupPayload:
        draft = GroupDraft(input.name, input.description or "", input.is_private, input.external_id)
        return GroupPayload(group=group_type(await create_group(info.context.actor, draft)))

    @mutation("Change a group; its managers change its name and description, admins the rest too.")
    async def update_group(self, info: Info, input: UpdateGroupInput) -> GroupPayload:
        edit = GroupEdit(
            stated(input.name),
            kept_text(input.description),
            stated(input.is_private),
            kept(input.external_id),
        )
        group = await update_group(info.context.actor, decode(Kind.GROUP, input.id), edit)
        return GroupPayload(group=group_type(group))

    @mutation("Make the group with your own id, or bring it in line; sent again it changes nothing.")
    async def upsert_group(self, info: Info, input: UpsertGroupInput) -> UpsertGroupPayload:
        wanted = PartnersGroup(
            input.external_id, input.name, kept_text(input.description), stated(input.is_private)
        )
        done = await upsert_group(info.context.actor, wanted)
        return UpsertGroupPayload(group=group_type(done.group), outcome=done.outcome)

    @mutation("Put a group away: what it brought stays, and it brings no more. Or take it up again.")
    async def archive_group(self, info: Info, input: ArchiveGroupInput) -> GroupPayload:
        group_id = decode(Kind.GROUP, input.id)
        group = await archive_group(info.context.actor, group_id, archived=input.archived)
        return GroupPayload(group=group_type(group))
