"""Reminders of invitations: three in a lifetime, by day, stopped by whatever settles the invitation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from backend.core.access import Role
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.extend_invitations import Extension, extend_invitations
from backend.invitations.revoke_invitations import revoke_invitations
from tests.house_of import Home
from tests.invitations.carrying import deliver

KIND = "invitation_reminder"


async def reminders(home: Home) -> list[tuple[str, str]]:
    """Each one's state, or why it was withdrawn, with the day it is due."""
    rows = await home.mails(KIND)
    return [
        (row["reason"] if row["state"] == "CANCELLED" else row["state"], str(row["due_date"])) for row in rows
    ]


async def dues(home: Home) -> list[datetime]:
    return [row["due_at"] for row in await home.mails(KIND)]


async def test_they_go_at_2_5_and_10_fourteenths_between_8_and_20(home: Home) -> None:
    await home.sql.execute("UPDATE workspaces SET time_zone = 'Asia/Tokyo', invitation_days = 14")
    await home.invite("a@x.org")
    made = await home.now()
    zone = "SELECT (due_at AT TIME ZONE 'Asia/Tokyo')::time AS at, due_time FROM mails WHERE kind = $1"
    for row in await home.sql.fetch(zone, KIND):
        assert "08:00" <= f"{row['at']:%H:%M}" < "20:00"
        assert row["due_time"] == f"{row['at']:%H:%M}"
    for due, days in zip(await dues(home), (2, 5, 10), strict=True):
        assert timedelta(days=days) - timedelta(minutes=1) <= due - made <= timedelta(days=days, hours=12)


async def test_one_leaves_with_the_link_of_the_invitation(home: Home) -> None:
    await home.invite("a@x.org")
    first = await deliver(home)
    await home.wait((await dues(home))[0] - await home.now())
    second = await deliver(home)
    (invitation,), (reminder,) = first.accepted, second.accepted
    assert reminder.recipients == ["a@x.org"]
    assert reminder.message["Subject"] == "Your invitation to Home is waiting"
    link = next(line for line in text(invitation).splitlines() if "/join/" in line)
    assert link in text(reminder)
    assert [state for state, _ in await reminders(home)] == ["SENT", "SCHEDULED", "SCHEDULED"]


async def test_nobody_is_reminded_at_night(home: Home) -> None:
    await home.invite("a@x.org")
    await deliver(home)
    first = (await dues(home))[0]
    night = first.replace(hour=23, minute=0) + timedelta(days=0)
    await home.wait(night - await home.now())
    server = await deliver(home)
    assert server.accepted == []
    row = (await home.mails(KIND))[0]
    assert (row["state"], row["reason"]) == ("SCHEDULED", "NOT_AT_THIS_HOUR")
    assert (row["next_at"].hour, row["next_at"].date()) == (8, night.date() + timedelta(days=1))
    await home.wait(row["next_at"] - await home.now())
    assert len((await deliver(home)).accepted) == 1


async def test_the_switch_holds_for_new_ones_and_for_those_that_wait(home: Home) -> None:
    await home.invite("a@x.org")
    await deliver(home)
    await home.sql.execute("UPDATE workspaces SET send_reminders = false")
    await home.invite("b@x.org")
    assert len(await reminders(home)) == 3
    await deliver(home)
    await home.wait((await dues(home))[0] - await home.now())
    assert (await deliver(home)).accepted == []
    assert [state for state, _ in await reminders(home)] == ["REMINDERS_OFF", "SCHEDULED", "SCHEDULED"]


async def test_revoking_and_deactivating_stop_them(home: Home) -> None:
    await home.invite("a@x.org")
    (one,) = await home.sql.fetch("SELECT id, member_id FROM invitations")
    await revoke_invitations(home.owner, [one["id"]])
    assert [state for state, _ in await reminders(home)] == ["INVITATION_REVOKED"] * 3
    await home.invite("a@x.org")
    await deactivate_members(home.owner, [one["member_id"]])
    assert {state for state, _ in await reminders(home)} == {"INVITATION_REVOKED", "DEACTIVATED"}


async def test_extending_moves_those_that_have_not_left(home: Home) -> None:
    await home.invite("a@x.org")
    (invitation,) = await home.sql.fetch("SELECT id FROM invitations")
    await deliver(home)
    await home.wait((await dues(home))[0] - await home.now())
    await deliver(home)
    before = await dues(home)
    await extend_invitations(home.owner, [invitation["id"]], Extension(days=30))
    after = await dues(home)
    assert after[0] == before[0]
    assert [new - old > timedelta(days=9) for old, new in zip(before[1:], after[1:], strict=True)] == [
        True,
        True,
    ]
    assert [state for state, _ in await reminders(home)] == ["SENT", "SCHEDULED", "SCHEDULED"]
    assert await home.count("mails", "kind = $1", KIND) == 3


@pytest.mark.parametrize("days", [1, 2])
async def test_short_lives_are_reminded_of_within_them_or_not_at_all(home: Home, days: int) -> None:
    await home.sql.execute("UPDATE workspaces SET invitation_days = $1", days)
    await home.invite("a@x.org")
    expires = await home.sql.fetchval("SELECT expires_at FROM invitations")
    assert all(due < expires for due in await dues(home))


async def test_who_is_in_already_is_not_reminded(home: Home) -> None:
    await home.member(Role.TRAINEE, "in@x.org")
    before = len(await reminders(home))
    await home.invite("in@x.org")
    assert len(await reminders(home)) == before


def text(delivery: object) -> str:
    """The plain part of a message."""
    body = delivery.message.get_body(("plain",))  # type: ignore[attr-defined]  # a Delivery
    found: str = body.get_content()
    return found
