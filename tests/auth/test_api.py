"""Signing in and joining over GraphQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.api.context import Context
from backend.api.schema import schema
from backend.auth.limits import MINUTE
from backend.auth.tokens import Visit, authenticate
from backend.core.limits import limit
from tests.auth.cast import PASSWORD, Cast

NEW = "seven herons at low tide"
SIGNED_IN = "token mustChangePassword viewer { member { email } workspace { slug } permissions }"
SIGN_IN = f"""mutation ($input: SignInInput!) {{
    signIn(input: $input) {{ {SIGNED_IN} workspaces {{ slug }} errors {{ code field }} }}
}}"""
ACCEPT = f"""mutation ($input: AcceptInvitationInput!) {{
    acceptInvitation(input: $input) {{ {SIGNED_IN} errors {{ code field }} }}
}}"""
CHANGE = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { errors { code field } } }"
FORGOT = """mutation ($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input) { errors { code } }
}"""
LOOK = """query ($token: String!) { invitationByToken(token: $token) {
    state email invitedBy workspace { name brandColor } sessions { program }
} }"""


async def ask(context: Context, document: str, **variables: Any) -> Any:
    """The data of an operation that must not be refused."""
    answer = await schema.execute(document, variable_values=variables, context_value=context)
    assert answer.errors is None
    return answer.data


async def refused(context: Context, document: str, **variables: Any) -> str:
    """The name of the refusal of an operation."""
    answer = await schema.execute(document, variable_values=variables, context_value=context)
    assert answer.errors
    return type(answer.errors[0].original_error).__name__


def phone() -> Context:
    """Somebody not signed in."""
    return Context(visit=Visit("192.0.2.7", "Phone"))


async def test_sign_in_answers_token_and_viewer(cast: Cast, acme: UUID) -> None:
    await cast.account(acme, role="ADMIN")
    context = phone()

    answer = (await ask(context, SIGN_IN, input={"login": "ada@example.org", "password": PASSWORD}))["signIn"]

    assert answer["errors"] == answer["workspaces"] == []
    assert not answer["mustChangePassword"]
    assert answer["viewer"]["member"] == {"email": "ada@example.org"}
    assert answer["viewer"]["workspace"] == {"slug": "acme"}
    assert "INVITE" in answer["viewer"]["permissions"]
    assert context.new_token == answer["token"]
    assert await authenticate(answer["token"])


async def test_wrong_sign_in_is_data(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    context = phone()

    answer = (await ask(context, SIGN_IN, input={"login": "ada@example.org", "password": "wrong"}))["signIn"]

    assert answer["errors"] == [{"code": "WRONG_SIGN_IN", "field": ["password"]}]
    assert answer["token"] is answer["viewer"] is context.new_token is None


async def test_a_refused_document_is_not_logged(
    cast: Cast, acme: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    await cast.tried(limit("sign-in", "ada@example.org", 10, MINUTE), 10)
    document = SIGN_IN.replace("($input: SignInInput!)", "").replace(
        "$input", f'{{ login: "ada@example.org", password: "{PASSWORD}" }}'
    )

    assert await refused(phone(), document) == "RateLimited"

    assert PASSWORD not in caplog.text


async def test_sign_in_lists_the_workspaces_to_choose_from(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await cast.account(await cast.workspace("zebra"))
    given = {"login": "ada@example.org", "password": PASSWORD}

    answer = (await ask(phone(), SIGN_IN, input=given))["signIn"]
    assert answer["workspaces"] == [{"slug": "acme"}, {"slug": "zebra"}]
    assert answer["token"] is None
    answer = (await ask(phone(), SIGN_IN, input=given | {"workspace": "zebra"}))["signIn"]

    assert answer["viewer"]["workspace"] == {"slug": "zebra"}


async def test_sign_out_ends_token_and_cookie(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    context = phone()
    token = (await ask(context, SIGN_IN, input={"login": "ada@example.org", "password": PASSWORD}))["signIn"]

    await ask(context, "mutation { signOut { errors { code } } }")

    assert context.forget_token
    assert context.new_token is None
    assert await authenticate(token["token"]) is None
    assert await refused(context, "{ viewer { permissions } }") == "Unauthenticated"


async def test_an_initial_password_opens_only_the_way_to_change_it(cast: Cast, acme: UUID) -> None:
    member_id = await cast.member(acme, role="OWNER")
    until = await cast.now() + timedelta(days=14)
    await cast.password(acme, member_id, must_change=True, initial_until=until)
    context = phone()

    answer = (await ask(context, SIGN_IN, input={"login": "ada@example.org", "password": PASSWORD}))["signIn"]

    assert answer["mustChangePassword"]
    assert answer["viewer"] is None
    assert await refused(context, "{ viewer { permissions } }") == "PasswordChangeRequired"
    assert await refused(context, "{ members { totalCount } }") == "PasswordChangeRequired"
    changed = await ask(context, CHANGE, input={"current": PASSWORD, "password": NEW})
    assert changed["changePassword"]["errors"] == []
    seen = await authenticate(answer["token"])
    assert seen is not None
    assert await ask(Context(caller=seen), "{ viewer { member { email } } }")


async def test_change_password_is_for_the_signed_in(cast: Cast, acme: UUID) -> None:
    assert await refused(phone(), CHANGE, input={"current": PASSWORD, "password": NEW}) == "Unauthenticated"


async def test_forgotten_passwords_answer_alike(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)

    answers = [
        await ask(phone(), FORGOT, input={"login": login})
        for login in ("ada@example.org", "nobody@example.org")
    ]

    assert answers[0] == answers[1] == {"requestPasswordReset": {"errors": []}}
    assert await cast.count("mails") == 1


async def test_looking_and_accepting(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme)
    context = phone()

    link = (await ask(context, LOOK, token=bob.token))["invitationByToken"]
    assert (link["state"], link["email"], link["sessions"]) == ("PENDING", "bob@example.org", [])
    assert link["workspace"] == {"name": "Acme Academy", "brandColor": "#1f5fae"}
    given = {"token": bob.token, "firstName": "", "lastName": "Stone", "password": "short"}
    refusal = (await ask(context, ACCEPT, input=given))["acceptInvitation"]
    assert [error["field"] for error in refusal["errors"]] == [["firstName"], ["password"]]
    given |= {"firstName": "Bob", "password": PASSWORD}
    joined = (await ask(context, ACCEPT, input=given))["acceptInvitation"]

    assert joined["viewer"]["member"] == {"email": "bob@example.org"}
    assert context.new_token == joined["token"]
    assert (await ask(phone(), LOOK, token=bob.token))["invitationByToken"]["state"] == "ACCEPTED"


async def test_unknown_links_tell_nothing(cast: Cast, acme: UUID) -> None:
    link = (await ask(phone(), LOOK, token="\ud800"))["invitationByToken"]

    assert link == {"state": "UNKNOWN", "email": None, "invitedBy": None, "workspace": None, "sessions": []}


async def test_the_page_of_a_link_knows_who_is_signed_in(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme)
    await cast.account(acme)
    context = phone()
    await ask(context, SIGN_IN, input={"login": "ada@example.org", "password": PASSWORD})

    assert (await ask(context, LOOK, token=bob.token))["invitationByToken"]["state"] == "WRONG_ACCOUNT"
