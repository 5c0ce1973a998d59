"""Local dates and times as instants: every zone, every edge (fault F17)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.clock import instant, local_day, midnight, within_hours

ZONES = sorted(available_timezones())


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Africa/Cairo", date(2026, 4, 24)),
        ("America/Havana", date(2026, 3, 8)),
        ("America/Santiago", date(2026, 9, 6)),
        ("Asia/Beirut", date(2026, 3, 29)),
        ("Atlantic/Azores", date(2026, 3, 29)),
    ],
)
def test_a_midnight_that_is_missing_moves_to_the_first_instant_after(zone: str, day: date) -> None:
    local = midnight(day, zone).astimezone(ZoneInfo(zone))
    assert (local.date(), local.time()) == (day, time(1))
    assert (midnight(day, zone) - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() < day


def test_a_time_that_comes_twice_means_the_first() -> None:
    assert instant(date(2026, 10, 25), time(2, 30), "Europe/Paris") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_time_that_is_missing_moves_to_the_end_of_the_gap() -> None:
    assert instant(date(2026, 3, 29), time(2, 30), "Europe/Paris") == datetime(2026, 3, 29, 1, tzinfo=UTC)


@given(
    st.sampled_from(ZONES),
    st.dates(date(2026, 1, 1), date(2036, 12, 31)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_every_local_time_has_its_documented_instant(zone: str, day: date, at: time) -> None:
    tz = ZoneInfo(zone)
    found = instant(day, at, zone)
    shown = found.astimezone(tz).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    if shown == wanted:
        assert found.astimezone(tz).fold == 0
    else:
        assert shown > wanted
        assert (found - timedelta(seconds=1)).astimezone(tz).replace(tzinfo=None) < wanted


@given(st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)))  # noqa: DTZ001 - naive by intent
def test_the_day_of_an_instant_starts_no_later_than_it(zone: str, naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    assert midnight(local_day(moment, zone), zone) <= moment


@given(st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)))  # noqa: DTZ001 - naive by intent
def test_reminders_go_by_day(zone: str, naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    sent = within_hours(moment, zone, time(8), time(20))
    assert sent >= moment
    assert sent - moment < timedelta(hours=27)
    assert time(8) <= sent.astimezone(ZoneInfo(zone)).time() < time(20)
