"""One's own profile and address, and the workspace's settings, over GraphQL."""

from __future__ import annotations

import strawberry
from strawberry import UNSET, field

from backend.api.arguments import kept, kept_text, stated
from backend.api.context import Info
from backend.api.member_verbs import MemberPayload
from backend.api.mutations import mutation
from backend.api.types.errors import InputError
from backend.api.types.graph import member_type
from backend.api.types.node import one
from backend.api.types.session import SimplePayload
from backend.api.types.workspace import Workspace, workspace_type
from backend.auth.actions.confirm_email_change import confirm_email_change
from backend.auth.actions.request_email_change import request_email_change
from backend.invitations.update_workspace import WorkspaceChange, update_workspace
from backend.members.actions import Profile, update_profile

NULL_LEAVES = "Left out or null, it stays as it is."


@strawberry.input(description="What one says of oneself.")
class UpdateProfileInput:
    first_name: str | None = field(default=UNSET, description=f"At most 120 characters. {NULL_LEAVES}")
    last_name: str | None = field(default=UNSET, description=f"At most 120 characters. {NULL_LEAVES}")
    language: str | None = field(default=UNSET, description="Null for the workspace's.")


@strawberry.input(description="One's new address; a link that confirms it is mailed there.")
class RequestEmailChangeInput:
    email: str = field(description="The new address.")
    password: str = field(description="One's present password.")


@strawberry.input(description="The link that was mailed to a new address.")
class ConfirmEmailChangeInput:
    token: str = field(description="The last part of the link's address.")


@strawberry.input(description="The workspace's settings; what is left out stays as it is.")
class UpdateWorkspaceInput:
    name: str | None = field(default=UNSET, description=f"As people read it. {NULL_LEAVES}")
    language: str | None = field(default=UNSET, description=f"Of those who chose none. {NULL_LEAVES}")
    time_zone: str | None = field(
        default=UNSET, description=f"An IANA zone; ends of access move with it. {NULL_LEAVES}"
    )
    mail_hour: str | None = field(
        default=UNSET, description=f"When mails of a day leave, HH:MM. {NULL_LEAVES}"
    )
    sender_name: str | None = field(
        default=UNSET, description="Whom its mails come from; null for the workspace's name."
    )
    sender_address: str | None = field(
        default=UNSET, description="The address they come from; null for Usher's own."
    )
    brand_color: str | None = field(default=UNSET, description=f"As #rrggbb. {NULL_LEAVES}")
    logo_url: str | None = field(default=UNSET, description="An https address; null for no logo.")
    invitation_days: int | None = field(
        default=UNSET, description=f"How long new invitations are good for, 1 to 365 days. {NULL_LEAVES}"
    )
    allowed_domains: list[str] | None = field(
        default=UNSET, description=f"The domains it takes; empty for any. {NULL_LEAVES}"
    )
    password_length: int | None = field(
        default=UNSET, description=f"The least length of a password, 8 to 64. {NULL_LEAVES}"
    )
    trainers_invite: bool | None = field(
        default=UNSET, description=f"Whether trainers invite new people. {NULL_LEAVES}"
    )
    send_reminders: bool | None = field(
        default=UNSET, description=f"Whether open invitations are reminded of. {NULL_LEAVES}"
    )
    send_warnings: bool | None = field(
        default=UNSET, description=f"Whether people are warned that their access ends. {NULL_LEAVES}"
    )


@strawberry.type(description="The workspace as it is now, or what to mend.")
class WorkspacePayload:
    workspace: Workspace | None = field(default=None, description="Null where it was refused.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type
class ProfileMutations:
    @mutation("Change one's own name and language.")
    async def update_profile(self, info: Info, input: UpdateProfileInput) -> MemberPayload:
        actor = info.context.actor
        names = stated(input.first_name), stated(input.last_name)
        await update_profile(actor, Profile(*names, kept(input.language)))
        return MemberPayload(member=await one(info.context.loaders.member, actor.member_id, member_type))

    @mutation("Ask for another address of one's own; nothing changes until the mailed link is used.")
    async def request_email_change(self, info: Info, input: RequestEmailChangeInput) -> SimplePayload:
        await request_email_change(info.context.actor, input.email, input.password)
        return SimplePayload()

    @mutation("Confirm a new address by the link that was mailed to it.")
    async def confirm_email_change(self, info: Info, input: ConfirmEmailChangeInput) -> SimplePayload:
        await confirm_email_change(input.token)
        return SimplePayload()

    @mutation("Change the workspace's settings; what is owed by the calendar moves with them.")
    async def update_workspace(self, info: Info, input: UpdateWorkspaceInput) -> WorkspacePayload:
        change = WorkspaceChange(
            name=stated(input.name),
            language=stated(input.language),
            time_zone=stated(input.time_zone),
            mail_hour=stated(input.mail_hour),
            sender_name=kept_text(input.sender_name),
            sender_address=kept_text(input.sender_address),
            brand_color=stated(input.brand_color),
            logo_url=kept_text(input.logo_url),
            invitation_days=stated(input.invitation_days),
            allowed_domains=stated(input.allowed_domains),
            password_length=stated(input.password_length),
            trainers_invite=stated(input.trainers_invite),
            send_reminders=stated(input.send_reminders),
            send_warnings=stated(input.send_warnings),
        )
        return WorkspacePayload(workspace=workspace_type(await update_workspace(info.context.actor, change)))
