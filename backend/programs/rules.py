"""What a session's dates mean: its state, and when its program invitation is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from backend.core.clock import instant, is_zone, local_day
from backend.core.errors import InputError


class SessionState(StrEnum):
    """Where a session stands; all but CANCELLED follow from its dates."""

    UPCOMING = "UPCOMING"
    ONGOING = "ONGOING"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class StartDue:
    """When the invitation to a session is due: at once (`day` is None), or on the day of its start.

    `at` is UTC; `day`, `hour` and `zone` are the local date and time that it means.
    """

    at: datetime
    day: date | None = None
    hour: str | None = None
    zone: str | None = None


def session_state(
    starts_at: datetime, ends_at: datetime | None, cancelled_at: datetime | None, now: datetime
) -> SessionState:
    """The state at an instant."""
    if cancelled_at is not None:
        return SessionState.CANCELLED
    if ends_at is not None and ends_at <= now:
        return SessionState.ENDED
    return SessionState.UPCOMING if starts_at > now else SessionState.ONGOING


def invitation_due(starts_at: datetime, zone_name: str, mail_hour: str, now: datetime) -> StartDue:
    """At once for a session that has begun; else on the day of its start, in its zone.

    At the mail hour (`HH:MM`), or at the start where that is earlier; at once where that has passed.
    """
    if starts_at <= now:
        return StartDue(now)
    day = local_day(starts_at, zone_name)
    morning = instant(day, time.fromisoformat(mail_hour), zone_name)
    return StartDue(max(min(morning, starts_at), now), day, mail_hour, zone_name)


def check_dates(starts_at: datetime, ends_at: datetime | None, zone_name: str) -> list[InputError]:
    """A session ends after it starts, in a zone that exists; instants carry an offset."""
    errors = []
    if starts_at.tzinfo is None or (ends_at is not None and ends_at.tzinfo is None):
        errors.append(InputError("OFFSET_MISSING", "Dates with a time carry an offset.", ("startsAt",)))
    elif ends_at is not None and ends_at <= starts_at:
        errors.append(InputError("ENDS_BEFORE_START", "A session ends after it starts.", ("endsAt",)))
    if not is_zone(zone_name):
        message = f"{zone_name[:60]!r} is no IANA time zone."
        errors.append(InputError("UNKNOWN_TIME_ZONE", message, ("timeZone",), None, "Europe/Paris"))
    return errors


def check_open(state: SessionState, field: str) -> InputError | None:
    """Nobody is put into a session, or taken out, that has ended or was cancelled."""
    if state is SessionState.ENDED:
        return InputError("SESSION_ENDED", "This session has ended.", (field,))
    if state is SessionState.CANCELLED:
        return InputError("SESSION_CANCELLED", "This session was cancelled.", (field,))
    return None
