"""The numbers of groups, and their history in the workspace's zone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend.core.access import Role
from backend.core.errors import InvalidInput
from backend.core.paging import PageRequest
from backend.exports.statistics import Period, list_group_statistics, period_starts
from tests.api.conftest import Client
from tests.house_of import Home

ASK = """query ($first: Int) { groupStatistics(first: $first) { totalCount nodes {
    group { name } members learners invited active deactivated joined joinedRate medianHoursToJoin
    sessions { session { name } registered mailed joined }
    series(by: DAY) { day invited joined invitedTotal joinedTotal joinedRate } } } }"""


async def test_numbers_and_series(home: Home, owner: Client) -> None:
    group = await home.group("Crew")
    await home.group("Empty")
    await home.session(group)
    await home.invite("a@x.org", "b@x.org", group_ids=[group])
    await home.wait(timedelta(days=2))
    await home.invite("c@x.org", group_ids=[group])
    await home.sql.execute(
        "UPDATE members SET activated_at = usher_now(), joined_at = usher_now() WHERE email_key = 'a@x.org'"
    )
    nodes = (await owner(ASK, first=10))["groupStatistics"]["nodes"]
    crew, empty = nodes
    assert (crew["members"], crew["learners"], crew["invited"], crew["active"], crew["joined"]) == (
        3,
        3,
        2,
        1,
        1,
    )
    assert crew["joinedRate"] == 0.3333
    assert crew["medianHoursToJoin"] == pytest.approx(48, abs=0.1)
    assert crew["sessions"] == [{"session": {"name": "First run"}, "registered": 3, "mailed": 0, "joined": 1}]
    series = crew["series"]
    assert len(series) == 91
    assert [point["invited"] for point in series[-3:]] == [2, 0, 1]
    assert [point["joinedTotal"] for point in series[-3:]] == [0, 0, 1]
    assert series[-1]["joinedRate"] == 0.3333
    assert series[0]["joinedRate"] is None
    assert (empty["members"], empty["joinedRate"], empty["medianHoursToJoin"]) == (0, None, None)


async def test_only_leaders_and_admins_see_the_numbers(home: Home, owner: Client) -> None:
    group = await home.group("Crew")
    learner = await home.member(Role.TRAINEE, "learner@x.org")
    await home.invite("learner@x.org", group_ids=[group])
    assert (await list_group_statistics(learner, PageRequest(), None, None)).nodes == []
    await home.sql.execute("UPDATE memberships SET role = 'COACH'")
    assert len((await list_group_statistics(learner, PageRequest(), None, None)).nodes) == 1


def test_periods() -> None:
    assert period_starts(date(2026, 1, 31), date(2026, 3, 1), Period.MONTH) == [
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]
    assert period_starts(date(2026, 1, 1), date(2026, 1, 5), Period.WEEK) == [
        date(2025, 12, 29),
        date(2026, 1, 5),
    ]
    for first, last in ((date(2026, 2, 1), date(2026, 1, 1)), (date(2020, 1, 1), date(2026, 1, 1))):
        with pytest.raises(InvalidInput):
            period_starts(first, last, Period.DAY)
