"""What admins do with members, over GraphQL."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID, UNSET, field

from backend.api.arguments import kept, stated
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.errors import InputError, input_errors
from backend.api.types.graph import Member, member_type
from backend.api.types.node import one
from backend.core.access import Role
from backend.core.ids import Kind, decode
from backend.invitations.change_member_email import change_member_email
from backend.invitations.chosen import Done
from backend.invitations.clear_bounce import clear_bounce
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.reactivate_members import reactivate_members
from backend.invitations.update_member import MemberChange, update_member

MANY = "At most 10,000. Each is judged by itself."
NULL_LEAVES = "Left out or null, it stays as it is."


@strawberry.input(description="What admins decide of a member; names, language and password are their own.")
class UpdateMemberInput:
    id: ID = field(description="A member who is not above the caller.")
    role: Role | None = field(default=UNSET, description=f"Never above the caller's own. {NULL_LEAVES}")
    labels: list[str] | None = field(default=UNSET, description=f"All of them. {NULL_LEAVES}")
    additional_information: list[str] | None = field(default=UNSET, description=f"All. {NULL_LEAVES}")
    deactivates_on: date | None = field(
        default=UNSET, description="The first day without access; null for no end."
    )
    external_id: str | None = field(default=UNSET, description="The partner's own id; null clears it.")
    username: str | None = field(
        default=UNSET, description="What they sign in by; null clears it for people with an address."
    )


@strawberry.input(description="Whom to shut out.")
class DeactivateMembersInput:
    ids: list[ID] = field(description=MANY)


@strawberry.input(description="Whom to let in again.")
class ReactivateMembersInput:
    ids: list[ID] = field(description=MANY)
    deactivates_on: date | None = field(
        default=None, description="Replaces the date of each; with none, one that has passed is cleared."
    )


@strawberry.input(description="A member's new address.")
class ChangeMemberEmailInput:
    id: ID = field(description="A member who is not above the caller.")
    email: str = field(description="Mail that is owed goes there; links mailed before open nothing.")


@strawberry.input(description="An address that is to be written to again: a member's, or any.")
class ClearBounceInput:
    id: ID | None = field(default=None, description="The member whose address it is.")
    email: str | None = field(default=None, description="The address itself, where no member is named.")


@strawberry.type(description="The member as they are now, or what to mend.")
class MemberPayload:
    member: Member | None = field(default=None, description="Null where it was refused.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type(description="Whom it was done for, and who was refused.")
class MembersPayload:
    members: list[Member] = field(default_factory=list, description="Those for whom it holds now.")
    mails_withdrawn: int = field(default=0, description="Mails that will not leave.")
    mails_already_out: int = field(default=0, description="Mails that were leaving at that moment.")
    errors: list[InputError] = field(
        default_factory=list, description="Who was refused, with their place in `ids`; the others are done."
    )


@strawberry.type
class MemberMutations:
    @mutation("Change what admins decide of a member.")
    async def update_member(self, info: Info, input: UpdateMemberInput) -> MemberPayload:
        change = MemberChange(
            role=stated(input.role),
            labels=stated(input.labels),
            additional_information=stated(input.additional_information),
            deactivates_on=kept(input.deactivates_on),
            external_id=kept(input.external_id),
            username=kept(input.username),
        )
        member_id = decode(Kind.MEMBER, input.id)
        await update_member(info.context.actor, member_id, change)
        return MemberPayload(member=await one(info.context.loaders.member, member_id, member_type))

    @mutation("End the access of members now; nothing of theirs is deleted.")
    async def deactivate_members(self, info: Info, input: DeactivateMembersInput) -> MembersPayload:
        wanted = [decode(Kind.MEMBER, given) for given in input.ids]
        return await members_payload(info, await deactivate_members(info.context.actor, wanted))

    @mutation("Let deactivated members in again, with all that still has a reason.")
    async def reactivate_members(self, info: Info, input: ReactivateMembersInput) -> MembersPayload:
        wanted = [decode(Kind.MEMBER, given) for given in input.ids]
        done = await reactivate_members(info.context.actor, wanted, input.deactivates_on)
        return await members_payload(info, done)

    @mutation("Give a member another address, or their first one.")
    async def change_member_email(self, info: Info, input: ChangeMemberEmailInput) -> MemberPayload:
        member_id = decode(Kind.MEMBER, input.id)
        await change_member_email(info.context.actor, member_id, input.email)
        return MemberPayload(member=await one(info.context.loaders.member, member_id, member_type))

    @mutation("Write to an address again though mail to it came back; what is still owed goes out.")
    async def clear_bounce(self, info: Info, input: ClearBounceInput) -> MemberPayload:
        member_id = decode(Kind.MEMBER, input.id) if input.id else None
        holder = await clear_bounce(info.context.actor, member_id, input.email)
        return MemberPayload(member=await one(info.context.loaders.member, holder, member_type))


async def members_payload(info: Info, done: Done) -> MembersPayload:
    """What a bulk verb did to members, as the API tells it."""
    found = await info.context.loaders.member.many(done.ids)
    return MembersPayload(
        members=[member_type(row) for row in found if row],
        mails_withdrawn=done.mails.cancelled,
        mails_already_out=done.mails.already_out,
        errors=input_errors(done.errors),
    )
