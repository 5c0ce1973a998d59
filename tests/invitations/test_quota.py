"""A workspace writes to so many people anew within a day, and sees how many are left."""

from __future__ import annotations

import asyncio

import pytest

from backend.core.errors import RateLimited
from backend.invitations.intake.pipeline import Terms
from backend.invitations.quota import invites_left
from tests.house_of import Home, make_home

LIMIT = "UPDATE workspaces SET daily_invites = $1"


async def test_the_last_of_a_day_and_one_more(home: Home) -> None:
    await home.sql.execute(LIMIT, 3)
    await home.invite("a@x.org", "b@x.org")
    assert await invites_left(home.owner) == 1
    before = await home.everything()

    with pytest.raises(RateLimited) as refusal:
        await home.invite("c@x.org", "d@x.org")

    told = refusal.value.extensions
    assert (told["left"], told["limit"], told["field"], told["suggestion"]) == (1, 3, ["emails"], "1")
    assert 86_000 < told["retryAfter"] <= 86_400
    assert await home.everything() == before
    await home.invite("c@x.org")
    assert await invites_left(home.owner) == 0


async def test_rows_are_counted_not_requests(home: Home) -> None:
    await home.sql.execute(LIMIT, 2)
    await home.invite("a@x.org", "a@x.org", "b@x.org")
    await home.invite("a@x.org")  # invited already: nothing new goes out
    preview = await home.invite("z@x.org", terms=Terms(preview=True))
    assert [(one.code, one.suggestion) for one in preview.plan.warnings] == [("DAILY_LIMIT", "0")]
    assert await invites_left(home.owner) == 0


async def test_another_workspaces_day_is_its_own(home: Home) -> None:
    other = await make_home(home.sql, "other")
    await home.sql.execute(LIMIT, 1)
    await home.invite("a@x.org")
    assert (await invites_left(home.owner), await invites_left(other.owner)) == (0, 1)
    await other.invite("a@x.org")


async def test_many_at_once_never_spend_more_than_there_is(home: Home) -> None:
    await home.sql.execute(LIMIT, 7)
    pairs = (home.invite(f"a{n}@x.org", f"b{n}@x.org") for n in range(40))
    answers = await asyncio.gather(*pairs, return_exceptions=True)
    refused = [one for one in answers if isinstance(one, RateLimited)]
    assert len(refused) == 37
    assert all(one.extensions["left"] == 1 for one in refused)
    assert await home.count("invitations") == 6
    assert await invites_left(home.owner) == 1


async def test_what_was_spent_a_day_ago_is_left_again(home: Home) -> None:
    await home.sql.execute(LIMIT, 5)
    await home.invite("a@x.org", "b@x.org", "c@x.org")
    await home.sql.execute("UPDATE spent_invites SET spent_at = spent_at - interval '23 hours'")
    await home.invite("d@x.org")
    with pytest.raises(RateLimited) as refusal:
        await home.invite("e@x.org", "f@x.org")
    assert 3_500 < refusal.value.extensions["retryAfter"] < 3_700  # the three of an hour less than a day ago
    with pytest.raises(RateLimited) as refusal:
        await home.invite(*(f"g{n}@x.org" for n in range(6)))
    assert refusal.value.extensions["retryAfter"] == 86_400  # never so many within a day
    await home.sql.execute("UPDATE spent_invites SET spent_at = spent_at - interval '62 minutes'")
    assert await invites_left(home.owner) == 4
    await home.invite("e@x.org", "f@x.org")
    assert await home.count("spent_invites") == 2  # what is over is swept away
