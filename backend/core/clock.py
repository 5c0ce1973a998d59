"""Calendar arithmetic in zones: local dates and times to instants, by one documented rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether this is a name of the IANA time zone database."""
    return name in available_timezones()


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of this name; UTC where the database on this machine lacks it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def instant(day: date, at: time, zone_name: str) -> datetime:
    """The UTC instant of a local date and time.

    A time that doesn't exist moves to the first valid instant after; one that comes twice means the
    first (RFC 5545 3.3.5 leaves both to the reader).
    """
    tz = zone(zone_name)
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), tz)
    utc = local.astimezone(UTC)
    if utc.astimezone(tz).replace(tzinfo=None) == local.replace(tzinfo=None):
        return utc
    return _end_of_gap(utc, tz)


def _end_of_gap(guess: datetime, tz: ZoneInfo) -> datetime:
    """The instant at which the clocks of this zone jumped, near `guess` (found by bisection)."""
    low, high = guess - timedelta(days=2), guess + timedelta(days=2)
    before = (guess - timedelta(hours=26)).astimezone(tz).utcoffset()
    low = guess - timedelta(hours=26)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(tz).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def midnight(day: date, zone_name: str) -> datetime:
    """The first instant of a day in a zone."""
    return instant(day, time(0), zone_name)


def local_day(moment: datetime, zone_name: str) -> date:
    """The calendar day of an instant in a zone."""
    return moment.astimezone(zone(zone_name)).date()


def within_hours(moment: datetime, zone_name: str, opens: time, closes: time) -> datetime:
    """The moment itself where it lies between two local times of its day, else the next opening."""
    local = moment.astimezone(zone(zone_name))
    if opens <= local.time() < closes:
        return moment
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    return instant(day, opens, zone_name)
