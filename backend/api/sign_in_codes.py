"""One-time codes for people without an address, over GraphQL."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, field

from backend.api.auth import signed_in
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.errors import InputError
from backend.api.types.session import SignInPayload
from backend.api.types.usual import NullIsUsual, usual
from backend.auth.actions.issue_sign_in_code import issue_sign_in_code
from backend.auth.actions.sign_in_with_code import sign_in_with_code
from backend.core.ids import Kind, decode


@strawberry.input(description="For whom, and how long it works.")
class IssueSignInCodeInput(NullIsUsual):
    member_id: ID = field(description="An active member without an address.")
    minutes: int = usual(int, 60, "15 to 1,440.")


@strawberry.input(description="Who signs in by a code, and the password they choose.")
class SignInWithCodeInput:
    login: str = field(description="The username.")
    code: str = field(description="In either case, with or without its hyphen.")
    password: str = field(description="As long as the workspace asks, at most 128 characters of any kind.")
    workspace: str | None = field(default=None, description="The workspace's slug, where it is known.")


@strawberry.type(description="The code, or why there is none.")
class IssueSignInCodePayload:
    code: str | None = field(default=None, description="Works once. Shown in this answer and nowhere else.")
    expires_at: datetime | None = field(default=None, description="Until when it works.")
    errors: list[InputError] = field(default_factory=list, description="Why there is none.")


@strawberry.type
class SignInCodeMutations:
    @mutation("Hand someone without an address a code to sign in by; the one before it is dead.")
    async def issue_sign_in_code(self, info: Info, input: IssueSignInCodeInput) -> IssueSignInCodePayload:
        member_id = decode(Kind.MEMBER, input.member_id)
        issued = await issue_sign_in_code(info.context.actor, member_id, input.minutes)
        return IssueSignInCodePayload(code=issued.code, expires_at=issued.expires_at)

    @mutation("Sign in by a one-time code, and choose a password with it.")
    async def sign_in_with_code(self, info: Info, input: SignInWithCodeInput) -> SignInPayload:
        given = (input.login, input.code, input.password, input.workspace)
        return await signed_in(info, await sign_in_with_code(*given, info.context.visit))
