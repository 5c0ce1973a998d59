"""What is done with invitations once they are made, over GraphQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import strawberry
from strawberry import ID, UNSET, field

from backend.api.arguments import ids, kept, stated
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.errors import InputError, input_errors
from backend.api.types.graph import Invitation, invitation_type
from backend.api.types.node import one
from backend.core.access import Role
from backend.core.ids import Kind, decode
from backend.core.keep import KEEP
from backend.invitations.chosen import Done
from backend.invitations.extend_invitations import Extension, extend_invitations
from backend.invitations.invitation_link import invitation_link
from backend.invitations.resend_invitations import resend_invitations
from backend.invitations.revoke_invitations import revoke_invitations
from backend.invitations.update_invitation import InvitationChange, update_invitation

MANY = "At most 10,000; admins name any, others those they made. Each is judged by itself."


@strawberry.input(description="Which invitations to mail again.")
class ResendInvitationsInput:
    ids: list[ID] = field(description=MANY)


@strawberry.input(description="Which invitations to take back.")
class RevokeInvitationsInput:
    ids: list[ID] = field(description=MANY)


@strawberry.input(description="Which invitations get more time: give either `days` or `until`.")
class ExtendInvitationsInput:
    ids: list[ID] = field(description=MANY)
    days: int | None = field(
        default=None, description="So many days more; from now on for those that ran out."
    )
    until: date | None = field(default=None, description="The last day, in the workspace's zone.")


@strawberry.input(description="What becomes of an invitation before it is accepted.")
class UpdateInvitationInput:
    id: ID = field(description="An invitation that waits: any for admins, one's own for others.")
    email: str | None = field(
        default=UNSET, description="Mails go there, with a new link; left out or null, it stays."
    )
    role: Role | None = field(default=UNSET, description="Left out or null, it stays.")
    group_ids: list[ID] | None = field(
        default=UNSET, description="All groups it leads to, as far as the caller may change them."
    )
    deactivates_on: date | None = field(
        default=UNSET, description="The first day without access; null for no end."
    )
    language: str | None = field(default=UNSET, description="Of its mails; null for the workspace's.")


@strawberry.input(description="Whose link to copy.")
class InvitationLinkInput:
    id: ID = field(description="An invitation that waits: any for admins, one's own for others.")


@strawberry.type(description="For which invitations it was done, and which were refused.")
class InvitationsPayload:
    invitations: list[Invitation] = field(
        default_factory=list, description="Those it was done for; a new one where an old one had run out."
    )
    mails_withdrawn: int = field(default=0, description="Mails that will not leave.")
    mails_already_out: int = field(default=0, description="Mails that were leaving at that moment.")
    errors: list[InputError] = field(
        default_factory=list, description="What was refused, with its place in `ids`; the others are done."
    )


@strawberry.type(description="The invitation as it is now, or what to mend.")
class InvitationPayload:
    invitation: Invitation | None = field(default=None, description="Null where it was refused.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type(description="A link that lets its holder join as who was invited, or why there is none.")
class InvitationLinkPayload:
    url: str | None = field(default=None, description="The one in its newest letter; works once.")
    errors: list[InputError] = field(default_factory=list, description="Why it opens nothing.")


@strawberry.type
class InvitationVerbMutations:
    @mutation("Mail invitations again; the old link works until the mail server accepts the new mail.")
    async def resend_invitations(self, info: Info, input: ResendInvitationsInput) -> InvitationsPayload:
        return await _payload(info, await resend_invitations(info.context.actor, _all(input.ids)))

    @mutation(
        "Take invitations back; what was granted to who never joined rests until they are invited again."
    )
    async def revoke_invitations(self, info: Info, input: RevokeInvitationsInput) -> InvitationsPayload:
        return await _payload(info, await revoke_invitations(info.context.actor, _all(input.ids)))

    @mutation("Give invitations more time; one that ran out opens again, reminders move along.")
    async def extend_invitations(self, info: Info, input: ExtendInvitationsInput) -> InvitationsPayload:
        by = Extension(input.days, input.until)
        return await _payload(info, await extend_invitations(info.context.actor, _all(input.ids), by))

    @mutation("Change an invitation that waits: address, role, groups, date, language.")
    async def update_invitation(self, info: Info, input: UpdateInvitationInput) -> InvitationPayload:
        groups = stated(input.group_ids)
        change = InvitationChange(
            email=stated(input.email),
            role=stated(input.role),
            group_ids=KEEP if groups is KEEP else ids(Kind.GROUP, groups),
            deactivates_on=kept(input.deactivates_on),
            language=kept(input.language),
        )
        invitation_id = decode(Kind.INVITATION, input.id)
        await update_invitation(info.context.actor, invitation_id, change)
        loader = info.context.loaders.invitation_by_id
        return InvitationPayload(invitation=await one(loader, invitation_id, invitation_type))

    @mutation("Copy the link of an invitation; that it was copied is recorded.")
    async def invitation_link(self, info: Info, input: InvitationLinkInput) -> InvitationLinkPayload:
        url = await invitation_link(info.context.actor, decode(Kind.INVITATION, input.id))
        return InvitationLinkPayload(url=url)


def _all(given: Sequence[ID]) -> list[UUID]:
    return [decode(Kind.INVITATION, each) for each in given]


async def _payload(info: Info, done: Done) -> InvitationsPayload:
    found = await info.context.loaders.invitation_by_id.many(done.ids)
    return InvitationsPayload(
        invitations=[invitation_type(row) for row in found if row],
        mails_withdrawn=done.mails.cancelled,
        mails_already_out=done.mails.already_out,
        errors=input_errors(done.errors),
    )
