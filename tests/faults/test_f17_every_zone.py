"""F17: every zone and every edge of its summer time from 2026 to 2036: due at the documented instant."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from backend.core.clock import instant
from backend.programs.rules import invitation_due

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 12, 31, tzinfo=UTC)
WEEK, MINUTE = timedelta(weeks=1), timedelta(minutes=1)


@cache
def edges(name: str) -> list[datetime]:
    """Each instant at which the clocks of a zone jump, to the minute."""
    tz, found, moment = ZoneInfo(name), [], FIRST
    while moment < LAST:
        if moment.astimezone(tz).utcoffset() != (moment + WEEK).astimezone(tz).utcoffset():
            found.append(_edge(moment, tz))
        moment += WEEK
    return found


def _edge(low: datetime, tz: ZoneInfo) -> datetime:
    high, before = low + WEEK, low.astimezone(tz).utcoffset()
    while high - low > MINUTE:
        middle = low + MINUTE * ((high - low) // MINUTE // 2)
        low, high = (middle, high) if middle.astimezone(tz).utcoffset() == before else (low, middle)
    return high


def documented(local: datetime, edge: datetime, tz: ZoneInfo) -> datetime:
    """The first instant that shows this local time; where none does, the edge that skips it."""
    offsets = {moment.astimezone(tz).utcoffset() for moment in (edge - MINUTE, edge)}
    shown = [
        moment
        for offset in offsets
        if offset is not None
        and (moment := (local - offset).replace(tzinfo=UTC)).astimezone(tz).replace(tzinfo=None) == local
    ]
    return min(shown, default=edge)


ZONES = st.sampled_from(sorted(available_timezones()))
AROUND = st.timedeltas(-timedelta(hours=4), timedelta(hours=4)).map(lambda off: off - off % MINUTE)


@given(ZONES, st.data(), AROUND)
def test_around_every_edge(zone: str, data: st.DataObject, around: timedelta) -> None:
    tz = ZoneInfo(zone)
    if not edges(zone):
        return
    edge = data.draw(st.sampled_from(edges(zone)))
    local = (edge + around).astimezone(tz).replace(tzinfo=None)
    assert instant(local.date(), local.time(), zone) == documented(local, edge, tz)
    skipped = edge.astimezone(tz).replace(tzinfo=None) + around
    assert instant(skipped.date(), skipped.time(), zone) == documented(skipped, edge, tz)


@given(ZONES, st.datetimes(datetime(2026, 1, 2), datetime(2036, 12, 30)), st.integers(0, 23))  # noqa: DTZ001 - a local time
def test_an_invitation_leaves_in_the_morning_of_the_day_in_its_zone(
    zone: str, naive: datetime, hour: int
) -> None:
    starts = naive.replace(tzinfo=UTC)
    due = invitation_due(starts, zone, f"{hour:02}:00", FIRST)
    day = starts.astimezone(ZoneInfo(zone)).date()
    assert (due.day, due.zone) == (day, zone)
    assert due.at == min(instant(day, time(hour), zone), starts)
    assert due.at <= starts
