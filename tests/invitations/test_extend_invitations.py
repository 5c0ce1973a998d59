"""Giving invitations more time."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from backend.auth.queries import look_up_invitation
from backend.auth.rules import LinkState
from backend.core.errors import InvalidInput
from backend.core.tokens import link_token
from backend.invitations.expire_invitations import expire_invitations
from backend.invitations.extend_invitations import Extension, extend_invitations
from backend.invitations.revoke_invitations import revoke_invitations
from tests.house_of import Home
from tests.invitations.carrying import deliver


async def invited(home: Home) -> UUID:
    await home.invite("a@x.org")
    await deliver(home)
    found: UUID = await home.sql.fetchval("SELECT id FROM invitations")
    return found


async def test_by_days(home: Home) -> None:
    one = await invited(home)
    before = await home.sql.fetchval("SELECT expires_at FROM invitations")
    assert (await extend_invitations(home.owner, [one], Extension(days=10))).ids == [one]
    after = await home.sql.fetchval("SELECT expires_at FROM invitations")
    assert after - before == timedelta(days=10)
    assert await home.count("audit_events", "action = 'invitation.extended'") == 1


async def test_until_the_end_of_a_day_in_the_zone_of_the_workspace(home: Home) -> None:
    await home.sql.execute("UPDATE workspaces SET time_zone = 'America/New_York'")
    one = await invited(home)
    day = (await home.now() + timedelta(days=60)).date()
    await extend_invitations(home.owner, [one], Extension(until=day))
    local = await home.sql.fetchval("SELECT expires_at AT TIME ZONE 'America/New_York' FROM invitations")
    assert (local.date(), local.hour, local.minute) == (day + timedelta(days=1), 0, 0)


async def test_one_that_ran_out_opens_again_with_the_link_that_was_mailed(home: Home) -> None:
    one = await invited(home)
    await home.wait(timedelta(days=31))
    assert await expire_invitations() == 1
    assert (await look_up_invitation(link_token("JOIN", one, 1))).state is LinkState.EXPIRED
    await extend_invitations(home.owner, [one], Extension(days=5))
    assert (await look_up_invitation(link_token("JOIN", one, 1))).state is LinkState.PENDING
    left = await home.sql.fetchval("SELECT expires_at - usher_now() FROM invitations")
    assert timedelta(days=4) < left <= timedelta(days=5)
    assert (await deliver(home)).accepted == []


async def test_a_mail_that_never_left_leaves_after_all(home: Home) -> None:
    await home.invite("a@x.org")
    one: UUID = await home.sql.fetchval("SELECT id FROM invitations")
    await home.wait(timedelta(days=31))
    await expire_invitations()
    assert await home.count("mails", "state = 'CANCELLED' AND reason = 'INVITATION_EXPIRED'") == 4
    await extend_invitations(home.owner, [one], Extension(days=30))
    assert [mail.recipients for mail in (await deliver(home)).accepted] == [["a@x.org"]]


@pytest.mark.parametrize(
    "by",
    [
        Extension(),
        Extension(days=0),
        Extension(days=366),
        Extension(days=3, until=date(2030, 1, 1)),
        Extension(until=date(2020, 1, 1)),
        Extension(until=date(2199, 1, 1)),
    ],
)
async def test_what_makes_no_sense_is_refused(home: Home, by: Extension) -> None:
    one = await invited(home)
    before = await home.sql.fetchval("SELECT expires_at FROM invitations")
    with pytest.raises(InvalidInput):
        await extend_invitations(home.owner, [one], by)
    assert await home.sql.fetchval("SELECT expires_at FROM invitations") == before


async def test_never_shorter_and_never_what_was_revoked(home: Home) -> None:
    one = await invited(home)
    before = await home.sql.fetchval("SELECT expires_at FROM invitations")
    day = (await home.now() + timedelta(days=3)).date()
    done = await extend_invitations(home.owner, [one], Extension(until=day))
    assert [error.code for error in done.errors] == ["NOT_LONGER"]
    await revoke_invitations(home.owner, [one])
    done = await extend_invitations(home.owner, [one], Extension(days=3))
    assert [error.code for error in done.errors] == ["INVITATION_REVOKED"]
    assert await home.sql.fetchval("SELECT expires_at FROM invitations") == before
