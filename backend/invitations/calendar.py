"""When reminders and warnings are due: pure, the time is an argument."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from backend.core.clock import local_day, midnight, within_hours, zone
from backend.mail.actions import Due

OPENS, CLOSES = time(8), time(20)  # nobody is reminded or warned at night
REMINDED_AT = (2 / 14, 5 / 14, 10 / 14)  # of an invitation's lifetime
WARNED_AHEAD = timedelta(days=7)


def reminders_due(
    created_at: datetime, expires_at: datetime, zone_name: str, now: datetime
) -> dict[int, Due]:
    """The reminders of an invitation that lie ahead, by number from 1; none after it has run out."""
    lifetime = expires_at - created_at
    times = {
        number: by_day(created_at + lifetime * share, zone_name)
        for number, share in enumerate(REMINDED_AT, 1)
    }
    return {number: due for number, due in times.items() if now < due.at < expires_at}


def warning_due(
    ends_on: date, ends_at: datetime, set_at: datetime | None, zone_name: str, now: datetime
) -> Due | None:
    """When to warn of an end of access: seven days ahead; not where the date was set later than that."""
    ahead = midnight(ends_on - WARNED_AHEAD, zone_name)
    if set_at is not None and set_at > ahead:
        return None
    due = by_day(max(ahead, now), zone_name)
    return due if due.at < ends_at else None


def by_day(moment: datetime, zone_name: str) -> Due:
    """This moment, or the morning after it, as something owed."""
    at = within_hours(moment, zone_name, OPENS, CLOSES)
    local = at.astimezone(zone(zone_name))
    return Due(local_day(at, zone_name), f"{local:%H:%M}", zone_name, at)


def until_day(moment: datetime, zone_name: str) -> timedelta:
    """How long a letter that goes by day only has to wait; zero by day."""
    return within_hours(moment, zone_name, OPENS, CLOSES) - moment
