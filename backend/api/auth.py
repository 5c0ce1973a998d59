"""The face of signing in, passwords and joining."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry import argument

from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.session import (
    AcceptInvitationInput,
    ChangePasswordInput,
    InvitationLink,
    InvitedSession,
    RequestPasswordResetInput,
    ResetPasswordInput,
    SignInInput,
    SignInPayload,
    SimplePayload,
)
from backend.api.types.viewer import viewer_of
from backend.api.types.workspace import workspace_type
from backend.auth import queries
from backend.auth.actions.accept_invitation import NewMember, accept_invitation
from backend.auth.actions.change_password import change_password
from backend.auth.actions.request_password_reset import request_password_reset
from backend.auth.actions.reset_password import reset_password
from backend.auth.actions.sign_in import sign_in
from backend.auth.actions.sign_out import sign_out
from backend.auth.tokens import SignedIn
from backend.core.errors import Unauthenticated


@strawberry.type
class AuthQueries:
    @strawberry.field(description="The invitation behind a link. Looking consumes nothing.")
    async def invitation_by_token(
        self, info: Info, token: Annotated[str, argument(description="The last part of the link's address.")]
    ) -> InvitationLink:
        link = await queries.look_up_invitation(token, info.context.viewer)
        return InvitationLink(
            state=link.state,
            workspace=workspace_type(link.workspace) if link.workspace else None,
            email=link.email,
            first_name=link.first_name,
            last_name=link.last_name,
            language=link.language,
            invited_by=link.invited_by,
            expires_at=link.expires_at,
            sessions=[
                InvitedSession(
                    program=one.program,
                    name=one.name,
                    starts_at=one.starts_at,
                    ends_at=one.ends_at,
                    time_zone=one.time_zone,
                )
                for one in link.sessions
            ],
        )


@strawberry.type
class AuthMutations:
    @mutation("Sign in by e-mail address or username.")
    async def sign_in(self, info: Info, input: SignInInput) -> SignInPayload:
        answer = await sign_in(input.login, input.password, input.workspace, info.context.visit)
        if isinstance(answer, SignedIn):
            return await signed_in(info, answer)
        return SignInPayload(workspaces=[workspace_type(row) for row in answer.workspaces])

    @mutation("End the token this request came with.")
    async def sign_out(self, info: Info) -> SimplePayload:
        if caller := info.context.caller:
            await sign_out(caller.actor, caller.token_id)
        info.context.leave()
        return SimplePayload()

    @mutation("Mail a link to choose a new password. The answer never tells whether there is an account.")
    async def request_password_reset(self, info: Info, input: RequestPasswordResetInput) -> SimplePayload:
        await request_password_reset(input.login, input.workspace, info.context.visit)
        return SimplePayload()

    @mutation("Set a new password by a mailed link; every other device is signed out.")
    async def reset_password(self, info: Info, input: ResetPasswordInput) -> SignInPayload:
        return await signed_in(info, await reset_password(input.token, input.password, info.context.visit))

    @mutation("Change one's own password; every other device is signed out.")
    async def change_password(self, info: Info, input: ChangePasswordInput) -> SimplePayload:
        caller = info.context.caller
        if caller is None:
            raise Unauthenticated
        await change_password(caller.actor, input.current, input.password, keep=caller.token_id)
        return SimplePayload()

    @mutation("Join by the link of an invitation, and be signed in.")
    async def accept_invitation(self, info: Info, input: AcceptInvitationInput) -> SignInPayload:
        given = NewMember(input.first_name, input.last_name, input.password, input.language)
        visit, viewer = info.context.visit, info.context.viewer
        return await signed_in(info, await accept_invitation(input.token, given, visit, viewer))


async def signed_in(info: Info, answer: SignedIn) -> SignInPayload:
    """The answer to whoever has just signed in; the rest of this operation is asked in their name."""
    info.context.enter(answer)
    must_change = answer.caller.must_change_password
    viewer = None if must_change else await viewer_of(info)
    return SignInPayload(token=answer.token, viewer=viewer, must_change_password=must_change)
