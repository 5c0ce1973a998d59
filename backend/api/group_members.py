"""Who belongs to a group, over GraphQL."""

from __future__ import annotations

import strawberry
from strawberry import ID, field

from backend.api.arguments import ids
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.group_role import SetGroupRolePayload, group_role_payload
from backend.api.types.intake import IntakePayload, intake_payload
from backend.api.types.removal import RemovalPayload, removal_payload
from backend.api.types.terms import IntakeInput, terms_of
from backend.api.types.usual import NullIsUsual, usual
from backend.core.ids import Kind, decode
from backend.groups.models import GroupRole
from backend.invitations.add_group_emails import GroupEmails, add_group_emails
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.remove_group_members import remove_group_members
from backend.invitations.set_group_role import GroupRoles, set_group_role

ROLE = "What they are in it; managers are named by admins."


@strawberry.input(description="Whom to invite into which group.")
class AddGroupEmailsInput(IntakeInput):
    group_id: ID = field(description="A group in use, of the caller's to manage.")
    emails: list[str] = field(description="Each string may be a whole paste; 10,000 addresses in all.")
    group_role: GroupRole = usual(GroupRole, GroupRole.LEARNER, ROLE)


@strawberry.input(description="Which members join which group.")
class AddGroupMembersInput(IntakeInput):
    group_id: ID = field(description="A group in use, of the caller's to manage.")
    member_ids: list[ID] = field(description="Members whom the caller can see, at most 10,000.")
    group_role: GroupRole = usual(GroupRole, GroupRole.LEARNER, ROLE)


@strawberry.input(description="Which members leave which group.")
class RemoveGroupMembersInput:
    group_id: ID = field(description="A group of the caller's to manage.")
    member_ids: list[ID] = field(description="At most 10,000; managers are taken out by admins.")


@strawberry.input(description="Which members become what in which group.")
class SetGroupRoleInput(NullIsUsual):
    group_id: ID = field(description="A group in use, of the caller's to manage.")
    member_ids: list[ID] = field(description="At most 10,000; what a manager is, admins change.")
    group_role: GroupRole = field(description="Higher or lower than before; managers are named by admins.")
    preview: bool = usual(bool, False, "Only tell what would follow.")


@strawberry.type
class GroupMemberMutations:
    @mutation("Invite people into a group by their addresses; who is new comes in as a trainee.")
    async def add_group_emails(self, info: Info, input: AddGroupEmailsInput) -> IntakePayload:
        wanted = GroupEmails(decode(Kind.GROUP, input.group_id), input.emails, input.group_role)
        return intake_payload(await add_group_emails(info.context.actor, wanted, terms_of(input)))

    @mutation("Let members join a group; a place they hold already is raised, never lowered.")
    async def add_group_members(self, info: Info, input: AddGroupMembersInput) -> IntakePayload:
        members = ids(Kind.MEMBER, input.member_ids)
        wanted = GroupMembers(decode(Kind.GROUP, input.group_id), members, input.group_role)
        return intake_payload(await add_group_members(info.context.actor, wanted, terms_of(input)))

    @mutation("Take members out of a group; what only the group brought them ends with it.")
    async def remove_group_members(self, info: Info, input: RemoveGroupMembersInput) -> RemovalPayload:
        group_id, members = decode(Kind.GROUP, input.group_id), ids(Kind.MEMBER, input.member_ids)
        return removal_payload(await remove_group_members(info.context.actor, group_id, members))

    @mutation(
        "Give members of a group another role in it, higher or lower; only learners are registered by it."
    )
    async def set_group_role(self, info: Info, input: SetGroupRoleInput) -> SetGroupRolePayload:
        members = ids(Kind.MEMBER, input.member_ids)
        wanted = GroupRoles(decode(Kind.GROUP, input.group_id), members, input.group_role)
        done = await set_group_role(info.context.actor, wanted, preview=input.preview)
        return group_role_payload(done)
