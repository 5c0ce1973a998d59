"""The workspace as the API shows it."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend.api.types.node import Node, Presenter
from backend.core.ids import Kind
from backend.workspaces.queries import WorkspaceRow


@strawberry.type(description="One organisation's platform; everything else belongs to one.")
class Workspace(Node):
    slug: str = strawberry.field(description="Its short name in addresses and at sign-in.")
    name: str = strawberry.field(description="Its name, as people read it.")
    language: str = strawberry.field(description="The language of those who have chosen none.")
    time_zone: str = strawberry.field(description="The IANA zone that its days are counted in.")
    mail_hour: str = strawberry.field(description="When mails of a day leave, local time as HH:MM.")
    sender_name: str = strawberry.field(description="Whom its mails come from.")
    sender_address: str = strawberry.field(
        description="The address its mails come from; empty for Usher's own."
    )
    brand_color: str = strawberry.field(description="As #rrggbb.")
    logo_url: str = strawberry.field(description="The address of its logo; empty where there is none.")
    invitation_days: int = strawberry.field(description="How long an invitation is good for, in days.")
    allowed_domains: list[str] = strawberry.field(description="The e-mail domains it takes; empty for any.")
    password_length: int = strawberry.field(description="The least length of a password, in characters.")
    trainers_invite: bool = strawberry.field(description="Whether trainers invite new people.")
    send_reminders: bool = strawberry.field(description="Whether open invitations are reminded of.")
    send_warnings: bool = strawberry.field(description="Whether people are warned that their access ends.")
    created_at: datetime = strawberry.field(description="When it was made.")


workspace_type = Presenter(Workspace, Kind.WORKSPACE, WorkspaceRow)
