"""Access tokens: what they open, and everything that ends them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from backend.auth.actions.clear_ended import clear_ended
from backend.auth.actions.request_password_reset import request_password_reset
from backend.auth.actions.sign_in import sign_in
from backend.auth.actions.sign_out import sign_out
from backend.auth.tokens import SignedIn, Visit, authenticate
from backend.core.access import Door, Permission, may, system
from backend.core.work import unit_of_work
from backend.members.ways_in import end_tokens
from tests.auth.cast import PASSWORD, Cast


async def enter(email: str = "ada@example.org") -> SignedIn:
    """Sign in."""
    signed_in = await sign_in(email, PASSWORD, None, Visit("192.0.2.7"))
    assert isinstance(signed_in, SignedIn)
    return signed_in


@pytest.mark.parametrize("token", ["", "unknown", "\x00", "\ud800", "x" * 100_000])
async def test_unknown_tokens_open_nothing(cast: Cast, acme: UUID, token: str) -> None:
    await cast.account(acme)
    await enter()

    assert await authenticate(token) is None


async def test_sign_out_ends_this_device_only(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    phone, desk = await enter(), await enter()

    assert await sign_out(phone.caller.actor, phone.caller.token_id)

    assert await authenticate(phone.token) is None
    assert await authenticate(desk.token)
    assert not await sign_out(phone.caller.actor, phone.caller.token_id)
    assert await cast.audited() == ["auth.signed_in", "auth.signed_in", "auth.signed_out"]


async def test_nobody_signs_another_out(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await cast.account(acme, "eve@example.org")
    ada, eve = await enter(), await enter("eve@example.org")

    assert not await sign_out(eve.caller.actor, ada.caller.token_id)

    assert await authenticate(ada.token)


@pytest.mark.parametrize(
    "change", ["deactivated_at = usher_now()", "deactivates_at = usher_now()", "activated_at = NULL"]
)
async def test_access_ends_at_once_with_no_worker_alive(cast: Cast, acme: UUID, change: str) -> None:
    await cast.account(acme)
    signed_in = await enter()
    assert await authenticate(signed_in.token)

    await cast.sql.execute(f"UPDATE members SET {change}")

    assert await authenticate(signed_in.token) is None


async def test_access_ends_on_the_minute(cast: Cast, acme: UUID) -> None:
    await cast.account(acme, deactivates_at=await cast.now() + timedelta(hours=1))
    signed_in = await enter()

    await cast.shift_clock(timedelta(minutes=59))
    assert await authenticate(signed_in.token)
    await cast.shift_clock(timedelta(hours=1))
    assert await authenticate(signed_in.token) is None


async def test_a_token_lives_thirty_days_from_its_last_use(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    signed_in = await enter()

    for day in (29, 58):
        await cast.shift_clock(timedelta(days=day))
        assert await authenticate(signed_in.token)
    await cast.shift_clock(timedelta(days=88, minutes=1))

    assert await authenticate(signed_in.token) is None


async def test_use_is_noted_at_most_every_five_minutes(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    signed_in = await enter()
    before = await cast.sql.fetchval("SELECT last_used_at FROM access_tokens")

    await cast.shift_clock(timedelta(minutes=4))
    await authenticate(signed_in.token)
    assert await cast.sql.fetchval("SELECT last_used_at FROM access_tokens") == before
    await cast.shift_clock(timedelta(minutes=6))
    await authenticate(signed_in.token)

    assert await cast.sql.fetchval("SELECT last_used_at FROM access_tokens") > before


async def test_a_role_lowered_is_lowered_at_once(cast: Cast, acme: UUID) -> None:
    await cast.account(acme, role="OWNER")
    signed_in = await enter()
    await cast.sql.execute("UPDATE members SET role = 'TRAINEE'")

    seen = await authenticate(signed_in.token, Door.APP)

    assert seen is not None
    assert not seen.actor.is_admin
    assert seen.actor.door is Door.APP


async def test_an_initial_password_opens_nothing_yet(cast: Cast, acme: UUID) -> None:
    member_id = await cast.member(acme, role="OWNER")
    until = await cast.now() + timedelta(days=14)
    await cast.password(acme, member_id, must_change=True, initial_until=until)
    signed_in = await enter()

    seen = await authenticate(signed_in.token, Door.APP)

    assert seen == signed_in.caller
    assert seen.must_change_password
    assert not any(may(seen.actor, permission) for permission in Permission)


async def test_all_tokens_of_members_end_together(cast: Cast, acme: UUID) -> None:
    ada = await cast.account(acme)
    await cast.account(acme, "eve@example.org")
    one, two, eve = await enter(), await enter(), await enter("eve@example.org")

    async with unit_of_work(system(acme)) as work:
        assert await end_tokens(work, acme, [ada], keep=two.caller.token_id) == 1

    assert await authenticate(one.token) is None
    assert await authenticate(two.token)
    assert await authenticate(eve.token)


async def test_what_ended_a_month_ago_is_cleared_away(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    ended, kept = await enter(), await enter()
    await sign_out(ended.caller.actor, ended.caller.token_id)
    await request_password_reset("ada@example.org", None, Visit("192.0.2.7"))

    await cast.shift_clock(timedelta(days=29))
    assert await authenticate(kept.token)
    assert await clear_ended() == 0
    await cast.shift_clock(timedelta(days=31))

    assert await clear_ended() == 2
    assert await clear_ended() == 0
    assert await authenticate(kept.token)
