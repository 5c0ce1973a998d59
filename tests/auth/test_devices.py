"""Devices: seen and ended by their owner alone; a secret changed for a fresh one, and what of the old."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.auth.actions.end_device import end_device
from backend.auth.actions.refresh_token import refresh_token
from backend.auth.actions.sign_out import sign_out
from backend.auth.devices import list_devices
from backend.auth.tokens import authenticate
from backend.core.errors import NotFound, Unauthenticated
from tests.auth.cast import Cast
from tests.auth.test_tokens import enter


async def test_a_lost_phone_is_ended_from_the_desk(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    phone, desk = await enter(), await enter()
    seen = await list_devices(desk.caller.actor)
    assert {row.id for row in seen} == {phone.caller.token_id, desk.caller.token_id}

    await end_device(desk.caller.actor, phone.caller.token_id)

    assert await authenticate(phone.token) is None
    assert [row.id for row in await list_devices(desk.caller.actor)] == [desk.caller.token_id]
    assert (await cast.audited())[-1] == "auth.device_ended"


async def test_nobody_sees_or_ends_the_devices_of_another(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await cast.account(acme, "eve@example.org")
    ada, eve = await enter(), await enter("eve@example.org")
    assert [row.id for row in await list_devices(eve.caller.actor)] == [eve.caller.token_id]
    for device in (ada.caller.token_id, uuid4()):
        with pytest.raises(NotFound):
            await end_device(eve.caller.actor, device)
    assert await authenticate(ada.token)


async def test_a_fresh_secret_takes_the_place_of_the_old(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    phone = await enter()

    fresh = await refresh_token(phone.caller.actor, phone.caller.token_id)

    found = await authenticate(fresh)
    assert found
    assert found.token_id == phone.caller.token_id
    lost = await authenticate(phone.token)
    assert lost
    assert lost.token_id == phone.caller.token_id
    again = await refresh_token(lost.actor, lost.token_id)
    assert await authenticate(again)
    assert await authenticate(phone.token) is None


async def test_an_old_secret_that_comes_late_ends_the_device(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    phone, desk = await enter(), await enter()
    fresh = await refresh_token(phone.caller.actor, phone.caller.token_id)
    await cast.shift_clock(timedelta(minutes=2))
    assert await authenticate(fresh)

    assert await authenticate(phone.token) is None

    assert await authenticate(fresh) is None
    assert await authenticate(desk.token)
    with pytest.raises(Unauthenticated):
        await refresh_token(phone.caller.actor, phone.caller.token_id)


async def test_what_has_ended_is_not_refreshed(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    phone = await enter()
    await sign_out(phone.caller.actor, phone.caller.token_id)
    with pytest.raises(Unauthenticated):
        await refresh_token(phone.caller.actor, phone.caller.token_id)
    assert await list_devices(phone.caller.actor) == []
