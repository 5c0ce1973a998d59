"""Warnings that access ends: seven days ahead, to those who have joined, moving with the date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend.core.access import Actor, Role
from backend.invitations.update_member import MemberChange, update_member
from tests.house_of import Home
from tests.invitations.carrying import deliver

KIND = "deactivation_warning"


async def someone(home: Home, *, joined: bool = True) -> Actor:
    """Someone active, alone with their mail."""
    anna = await home.member(Role.TRAINEE, "anna@x.org")
    await home.sql.execute("DELETE FROM mails")
    await home.sql.execute(
        "UPDATE members SET joined_at = usher_now() WHERE id = $1 AND $2", anna.member_id, joined
    )
    return anna


async def leaves(home: Home, who: Actor, day: date | None) -> None:
    assert who.member_id
    await update_member(home.owner, who.member_id, MemberChange(deactivates_on=day))


async def in_days(home: Home, days: int) -> date:
    return (await home.now() + timedelta(days=days)).date()


async def warnings(home: Home) -> list[str]:
    return [
        row["reason"] if row["state"] == "CANCELLED" else row["state"]
        for row in await home.sql.fetch("SELECT state, reason FROM mails WHERE kind = $1 ORDER BY id", KIND)
    ]


async def test_it_goes_seven_days_before_and_says_the_last_day(home: Home) -> None:
    anna = await someone(home)
    day = await in_days(home, 20)
    await leaves(home, anna, day)
    (mail,) = await home.mails(KIND)
    assert (mail["due_date"], mail["due_time"]) == (day - timedelta(days=7), "08:00")
    await home.wait(mail["due_at"] - await home.now())
    (letter,) = (await deliver(home)).accepted
    last = day - timedelta(days=1)
    assert f"{last.day} {last:%B %Y}" in letter.message["Subject"]
    assert await warnings(home) == ["SENT"]


async def test_it_moves_with_the_date_and_back(home: Home) -> None:
    anna = await someone(home)
    first, second = await in_days(home, 20), await in_days(home, 40)
    await leaves(home, anna, first)
    await leaves(home, anna, second)
    assert await warnings(home) == ["DATE_CHANGED", "SCHEDULED"]
    await leaves(home, anna, first)
    assert await warnings(home) == ["SCHEDULED", "DATE_CHANGED"]
    await leaves(home, anna, None)
    assert await warnings(home) == ["DATE_CHANGED", "DATE_CHANGED"]


async def test_nobody_is_warned_of_a_date_set_later_than_that(home: Home) -> None:
    anna = await someone(home)
    await leaves(home, anna, await in_days(home, 6))
    assert await warnings(home) == []
    assert await home.count("members", "deactivates_on IS NOT NULL") == 1


async def test_nobody_is_warned_twice_of_the_same_day(home: Home) -> None:
    anna = await someone(home)
    day = await in_days(home, 9)
    await leaves(home, anna, day)
    await home.wait(timedelta(days=3))
    await leaves(home, anna, await in_days(home, 30))
    await leaves(home, anna, day)
    assert await warnings(home) == ["DATE_CHANGED", "SCHEDULED"] or "SENT" not in await warnings(home)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE workspaces SET send_warnings = false", "WARNINGS_OFF"),
        ("UPDATE members SET joined_at = NULL", "NOT_JOINED"),
        ("UPDATE members SET deactivated_at = usher_now() WHERE role <> 'OWNER'", "DEACTIVATED"),
        ("UPDATE members SET email = NULL, email_key = NULL WHERE role <> 'OWNER'", "NO_ADDRESS"),
    ],
)
async def test_it_is_asked_again_before_it_leaves(home: Home, statement: str, reason: str) -> None:
    anna = await someone(home)
    await leaves(home, anna, await in_days(home, 20))
    await home.sql.execute(statement)
    (mail,) = await home.sql.fetch("SELECT due_at FROM mails WHERE kind = $1", KIND)
    await home.wait(mail["due_at"] - await home.now())
    assert (await deliver(home)).accepted == []
    assert await warnings(home) == [reason]


async def test_invitations_with_a_date_owe_it_too(home: Home) -> None:
    await home.invite("a@x.org", deactivates_on=await in_days(home, 60))
    assert await warnings(home) == ["SCHEDULED"]
    await home.invite("a@x.org", deactivates_on=await in_days(home, 70))
    assert await warnings(home) == ["DATE_CHANGED", "SCHEDULED"]
