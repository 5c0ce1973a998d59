"""Invitations that run out."""

from __future__ import annotations

from datetime import timedelta

from backend.invitations.expire_invitations import expire_invitations
from tests.house_of import Home, make_home


async def test_they_are_marked_once_with_one_event_and_without_mail(home: Home) -> None:
    await home.invite("a@x.org b@x.org")
    await home.wait(timedelta(days=15))
    await home.invite("later@x.org")
    stranger = await make_home(home.sql, "stranger")
    await stranger.invite("c@x.org")
    assert await expire_invitations() == 0
    await home.wait(timedelta(days=16))
    assert await expire_invitations() == 2
    assert await expire_invitations() == 0
    assert await home.count("invitations", "state = 'EXPIRED' AND closed_at = expires_at") == 2
    assert await home.count("audit_events", "action = 'invitation.expired'") == 2
    open_mail = (
        "state <> 'CANCELLED' AND member_id IN (SELECT member_id FROM invitations WHERE state = 'EXPIRED')"
    )
    assert await home.count("mails", open_mail) == 0
    assert await home.count("mails", "state <> 'CANCELLED'") == 8


async def test_program_mail_of_who_let_it_run_out_is_still_owed(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=timedelta(days=40))
    await home.invite("a@x.org", group_ids=[group])
    await home.wait(timedelta(days=31))
    await expire_invitations()
    assert await home.count("mails", "kind = 'program_invitation' AND state = 'SCHEDULED'") == 1
