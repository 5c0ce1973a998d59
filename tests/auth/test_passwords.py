"""Changing and resetting passwords."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from uuid import UUID

import pytest

from backend.auth.actions.change_password import change_password
from backend.auth.actions.request_password_reset import (
    ANSWER_AFTER,
    request_password_reset,
    reset_token,
)
from backend.auth.actions.reset_password import reset_password
from backend.auth.actions.sign_in import sign_in
from backend.auth.limits import HOUR
from backend.auth.tokens import SignedIn, Visit, authenticate
from backend.core.access import Actor, Door, Role, system
from backend.core.errors import Forbidden, InvalidInput, RateLimited
from backend.core.ids import new_id
from backend.core.limits import limit
from tests.auth.cast import PASSWORD, Cast

VISIT = Visit("192.0.2.7")
NEW = "seven herons at low tide"
ADA = "ada@example.org"


async def enter(password: str = PASSWORD) -> SignedIn:
    """Sign Ada in."""
    signed_in = await sign_in(ADA, password, None, VISIT)
    assert isinstance(signed_in, SignedIn)
    return signed_in


async def mailed_token(cast: Cast) -> str:
    """The token in the newest letter owed."""
    reset = await cast.sql.fetchval("SELECT subject_id FROM mails ORDER BY id DESC LIMIT 1")
    return reset_token(reset)


def codes(refusal: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, tuple[str, ...]]]:
    """What a refusal says, and of which field."""
    return [(error.code, error.field) for error in refusal.value.errors]


async def test_change_signs_other_devices_out(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    phone, desk = await enter(), await enter()

    await change_password(desk.caller.actor, PASSWORD, NEW, keep=desk.caller.token_id)

    assert await authenticate(phone.token) is None
    assert await authenticate(desk.token)
    assert await enter(NEW)
    with pytest.raises(InvalidInput):
        await enter(PASSWORD)
    assert "auth.password_changed" in await cast.audited()


async def test_change_frees_who_had_an_initial_password(cast: Cast, acme: UUID) -> None:
    member_id = await cast.member(acme)
    until = await cast.now() + timedelta(days=14)
    await cast.password(acme, member_id, must_change=True, initial_until=until, sealed=b"sealed")
    signed_in = await enter()

    await change_password(signed_in.caller.actor, PASSWORD, NEW, keep=signed_in.caller.token_id)

    seen = await authenticate(signed_in.token)
    assert seen is not None
    assert not seen.must_change_password
    assert await cast.count("credentials", "sealed IS NULL AND initial_until IS NULL") == 1


@pytest.mark.parametrize(
    ("current", "new", "code", "field"),
    [
        ("not the present one", NEW, "WRONG_PASSWORD", "current"),
        (PASSWORD, PASSWORD, "PASSWORD_UNCHANGED", "password"),
        (PASSWORD, "too short", "PASSWORD_TOO_SHORT", "password"),
        (PASSWORD, "Acme Academy 2026", "PASSWORD_TOO_PERSONAL", "password"),
    ],
)
async def test_change_refused_changes_nothing(
    cast: Cast, acme: UUID, current: str, new: str, code: str, field: str
) -> None:
    await cast.account(acme)
    phone, desk = await enter(), await enter()

    with pytest.raises(InvalidInput) as refusal:
        await change_password(desk.caller.actor, current, new, keep=desk.caller.token_id)

    assert codes(refusal) == [(code, (field,))]
    assert await authenticate(phone.token)
    assert await enter()
    assert "auth.password_changed" not in await cast.audited()


async def test_only_people_change_passwords(cast: Cast, acme: UUID) -> None:
    ada = await cast.account(acme)
    key = Actor(acme, ada, Role.OWNER, Door.API_KEY, key_id=new_id())

    for actor in (system(acme), key):
        with pytest.raises(Forbidden):
            await change_password(actor, PASSWORD, NEW, keep=None)

    assert await enter()


async def test_guessing_the_present_password_is_limited(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    ada = await enter()
    for _ in range(10):
        with pytest.raises(InvalidInput):
            await change_password(ada.caller.actor, "a guess", NEW, keep=None)

    with pytest.raises(RateLimited):
        await change_password(ada.caller.actor, PASSWORD, NEW, keep=None)

    assert await enter()


async def test_reset_by_mail(cast: Cast, acme: UUID) -> None:
    ada = await cast.account(acme)
    before = await enter()

    await request_password_reset("ADA@example.org", None, VISIT)
    token = await mailed_token(cast)
    signed_in = await reset_password(token, NEW, VISIT)

    assert signed_in.caller.actor.member_id == ada
    assert await authenticate(signed_in.token)
    assert await authenticate(before.token) is None
    assert await enter(NEW)
    assert "auth.password_reset" in await cast.audited()
    assert token not in str(list(await cast.sql.fetch("SELECT * FROM password_resets")))


async def test_reset_gives_a_first_password_and_joins(cast: Cast, acme: UUID) -> None:
    await cast.member(acme)
    await request_password_reset(ADA, "acme", VISIT)

    await reset_password(await mailed_token(cast), NEW, VISIT)

    assert await cast.count("members", "joined_at IS NOT NULL") == 1
    assert await enter(NEW)


async def test_each_workspace_gets_its_own_link(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await cast.account(await cast.workspace("second"))

    await request_password_reset(ADA, None, VISIT)
    assert await cast.count("mails", "kind = 'password_reset'") == 2
    await request_password_reset(ADA, "second", VISIT)

    assert await cast.count("mails", "kind = 'password_reset'") == 3


@pytest.mark.parametrize("kind", ["unknown", "invited", "deactivated", "no address", "odd"])
async def test_reset_answers_alike_for_those_who_get_none(cast: Cast, acme: UUID, kind: str) -> None:
    now = await cast.now()
    if kind == "invited":
        await cast.invited(acme, ADA)
    if kind == "deactivated":
        await cast.account(acme, deactivated_at=now)
    if kind == "no address":
        await cast.password(acme, await cast.member(acme, None, username="ada", username_key="ada"))
    login = {"no address": "ada", "odd": "\ud800\x00"}.get(kind, ADA)
    started = time.monotonic()

    await request_password_reset(login, None, VISIT)

    assert time.monotonic() - started >= ANSWER_AFTER
    assert await cast.count("password_resets") + await cast.count("mails") == 0


async def test_reset_takes_as_long_for_those_who_get_one(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    started = time.monotonic()

    await request_password_reset(ADA, None, VISIT)

    assert ANSWER_AFTER <= time.monotonic() - started < ANSWER_AFTER + 1
    assert await cast.count("mails", "kind = 'password_reset'") == 1


async def test_resets_asked_for_are_limited(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    for login in (ADA, "nobody@example.org"):
        await cast.tried(limit("reset", login, 5, HOUR), 4)
        await request_password_reset(login, None, VISIT)
        with pytest.raises(RateLimited):
            await request_password_reset(login, None, VISIT)

    assert await cast.count("mails") == 1


@pytest.mark.parametrize("why", ["unknown", "used", "expired", "deactivated", "weak"])
async def test_reset_refused_changes_nothing(cast: Cast, acme: UUID, why: str) -> None:
    await cast.account(acme)
    signed_in = await enter()
    await request_password_reset(ADA, None, VISIT)
    token, password = await mailed_token(cast), NEW
    if why == "unknown":
        token = "no such token"
    if why == "used":
        await cast.sql.execute("UPDATE password_resets SET used_at = usher_now()")
    if why == "expired":
        await cast.shift_clock(timedelta(hours=2))
    if why == "deactivated":
        await cast.sql.execute("UPDATE members SET deactivated_at = usher_now()")
    if why == "weak":
        password = "password1234"
    expected = {
        "unknown": "LINK_UNKNOWN",
        "used": "LINK_ACCEPTED",
        "expired": "LINK_EXPIRED",
        "deactivated": "LINK_REVOKED",
        "weak": "PASSWORD_TOO_COMMON",
    }[why]

    with pytest.raises(InvalidInput) as refusal:
        await reset_password(token, password, VISIT)

    assert codes(refusal)[0][0] == expected
    await cast.sql.execute("UPDATE members SET deactivated_at = NULL")
    assert await authenticate(signed_in.token)
    assert await enter()


async def test_one_of_many_resets_at_once_succeeds(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await request_password_reset(ADA, None, VISIT)
    token = await mailed_token(cast)

    answers = await asyncio.gather(
        *(reset_password(token, f"{NEW} {n}", VISIT) for n in range(100)), return_exceptions=True
    )

    assert sum(isinstance(answer, SignedIn) for answer in answers) == 1
    assert sum(isinstance(answer, InvalidInput | RateLimited) for answer in answers) == 99
    assert await cast.count("access_tokens", "ended_at IS NULL") == 1


async def test_a_reset_uses_up_every_link_of_its_member(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await request_password_reset(ADA, None, VISIT)
    first = await mailed_token(cast)
    await request_password_reset(ADA, None, VISIT)

    await reset_password(await mailed_token(cast), NEW, VISIT)

    with pytest.raises(InvalidInput):
        await reset_password(first, "another password altogether", VISIT)
    assert await enter(NEW)
