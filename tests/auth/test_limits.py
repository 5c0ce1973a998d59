"""Rate limits: exact under a rush, and of one customer, not of one address."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.core.errors import RateLimited
from backend.core.limits import Limit, forget_ended, limit, network, spend
from tests.auth.cast import Cast

FIVE = Limit("test", 5, timedelta(minutes=1))


async def test_exactly_so_many_pass_a_rush(cast: Cast) -> None:
    answers = await asyncio.gather(*(spend(FIVE) for _ in range(20)), return_exceptions=True)

    assert answers.count(None) == 5
    assert sum(isinstance(answer, RateLimited) for answer in answers) == 15


async def test_each_attempt_frees_its_place_when_it_leaves_the_window(cast: Cast) -> None:
    for _ in range(5):
        await spend(FIVE)
    await cast.sql.execute("UPDATE rate_windows SET hits[1] = hits[1] - interval '55 s'")

    with pytest.raises(RateLimited) as refusal:
        await spend(FIVE)
    assert 1 <= refusal.value.extensions["retryAfter"] <= 5
    await cast.sql.execute("UPDATE rate_windows SET hits[1] = hits[1] - interval '5 s'")

    await spend(FIVE)
    with pytest.raises(RateLimited):
        await spend(FIVE)


async def test_the_first_limit_used_up_spends_no_other(cast: Cast) -> None:
    none = Limit("none", 1, timedelta(minutes=1))
    await spend(none)

    with pytest.raises(RateLimited):
        await spend(none, FIVE)

    assert await cast.count("rate_windows", "key = 'test'") == 0


async def test_ended_windows_are_forgotten(cast: Cast) -> None:
    await spend(FIVE)
    assert await forget_ended() == 0
    await cast.sql.execute("UPDATE rate_windows SET ends_at = clock_timestamp()")

    assert await forget_ended() == 1


def test_nobodys_name_is_kept() -> None:
    assert "ada" not in limit("sign-in", "ada@example.org", 10, timedelta(minutes=1)).key


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1%eth0", "2001:db8:1:2::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_a_customer_is_one_caller(address: str, counted: str) -> None:
    assert network(address) == counted
