"""A workspace invites so many people a day, and sees how many are left."""

from __future__ import annotations

import pytest

from backend.core.errors import RateLimited
from backend.invitations.intake.pipeline import Terms
from backend.invitations.quota import invites_left
from tests.house_of import Home


async def test_the_last_of_a_day_and_one_more(home: Home) -> None:
    await home.sql.execute("UPDATE workspaces SET daily_invites = 3")
    await home.invite("a@x.org", "b@x.org")
    assert await invites_left(home.owner) == 1
    before = await home.everything()

    with pytest.raises(RateLimited) as refusal:
        await home.invite("c@x.org", "d@x.org")

    assert refusal.value.extensions["left"] == 1
    assert 86_000 < refusal.value.extensions["retryAfter"] <= 86_400
    assert await home.everything() == before
    await home.invite("c@x.org")
    assert await invites_left(home.owner) == 0


async def test_rows_are_counted_not_requests(home: Home) -> None:
    await home.sql.execute("UPDATE workspaces SET daily_invites = 2")
    await home.invite("a@x.org", "a@x.org", "b@x.org")
    await home.invite("a@x.org")  # invited already: nothing new goes out
    await home.invite("z@x.org", terms=Terms(preview=True))
    assert await invites_left(home.owner) == 0


async def test_another_workspaces_day_is_its_own(home: Home) -> None:
    await home.sql.execute("UPDATE workspaces SET daily_invites = 1")
    await home.invite("a@x.org")
    await home.sql.execute("DELETE FROM invitations")
    assert await invites_left(home.owner) == 1
