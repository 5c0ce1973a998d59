"""What signing in and joining take and answer."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import field

from backend.api.types.errors import InputError
from backend.api.types.viewer import Viewer
from backend.api.types.workspace import Workspace
from backend.auth.rules import LinkState

TOKEN = "A secret: send it as `Authorization: Bearer …`. Shown this once; the app gets a cookie instead."  # noqa: S105


@strawberry.input(description="Who signs in.")
class SignInInput:
    login: str = field(description="The e-mail address, or the username of people without one.")
    password: str = field(description="Their password in the workspace.")
    workspace: str | None = field(default=None, description="The workspace's slug, where several fit.")


@strawberry.input(description="Who forgot a password.")
class RequestPasswordResetInput:
    login: str = field(description="The e-mail address, or the username.")
    workspace: str | None = field(default=None, description="The workspace's slug; null for all of theirs.")


@strawberry.input(description="A new password, by the link that was mailed.")
class ResetPasswordInput:
    token: str = field(description="The last part of the link's address.")
    password: str = field(description="The new password.")


@strawberry.input(description="A new password for who is signed in.")
class ChangePasswordInput:
    current: str = field(description="The present password.")
    password: str = field(description="The new one.")


@strawberry.input(description="What one gives on joining.")
class AcceptInvitationInput:
    token: str = field(description="The last part of the link's address.")
    first_name: str = field(description="At most 120 characters.")
    last_name: str = field(description="At most 120 characters.")
    password: str = field(description="As long as the workspace asks, at most 128 characters of any kind.")
    language: str | None = field(default=None, description="Null leaves it as it was when they were invited.")


@strawberry.type(description="Signed in, or why not yet.")
class SignInPayload:
    token: str | None = field(default=None, description=TOKEN)
    viewer: Viewer | None = field(
        default=None, description="Who is signed in now; null while the password must be changed first."
    )
    must_change_password: bool = field(
        default=False, description="Whether the token opens nothing but `changePassword` yet."
    )
    workspaces: list[Workspace] = field(
        default_factory=list, description="Where the password fits several: repeat with one of their slugs."
    )
    errors: list[InputError] = field(default_factory=list, description="What is to be mended.")


@strawberry.type(description="Done, or what is to be mended.")
class SimplePayload:
    errors: list[InputError] = field(default_factory=list, description="What is to be mended.")


@strawberry.type(description="A session that waits for whoever accepts the invitation.")
class InvitedSession:
    program: str = field(description="The program's title.")
    name: str = field(description="The session's name.")
    starts_at: datetime = field(description="When it starts.")
    ends_at: datetime | None = field(description="When it ends; null while that is open.")
    time_zone: str = field(description="The IANA zone its days are counted in.")


@strawberry.type(
    description="The invitation behind a link; everything but the state is null where it is unknown."
)
class InvitationLink:
    state: LinkState = field(description="What became of it.")
    workspace: Workspace | None = field(description="Where it leads.")
    email: str | None = field(description="The address it was sent to.")
    first_name: str | None = field(description="As far as it is known.")
    last_name: str | None = field(description="As far as it is known.")
    language: str | None = field(description="The invited person's; null means the workspace's.")
    invited_by: str | None = field(description="The name of who invited.")
    expires_at: datetime | None = field(description="Until when it can be accepted.")
    sessions: list[InvitedSession] = field(description="The sessions that wait, by start.")
