"""Groups with numbers: which ones, their sessions, what happened over time; never a query a group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.core.access import Actor, Permission, Role, require
from backend.core.clock import local_day, midnight
from backend.core.errors import InputError, InvalidInput
from backend.core.paging import Page, PageRequest, make_page
from backend.core.replica import reading_afar
from backend.core.sqltext import Where
from backend.groups.numbers import GroupNumbers, count_anew, kept_numbers
from backend.groups.queries import BY_NAME, COLUMNS, LED, GroupFilter, GroupRow, groups_where, read_group
from backend.workspaces.queries import workspace_of

MOST_POINTS = 400
LAST_YEAR = 2999
USUAL_SPAN = timedelta(days=90)

SESSIONS = """
    SELECT reason.group_id, r.session_id, count(*) AS registered,
        count(*) FILTER (WHERE mail.state IN ('SENT', 'DELIVERED')) AS mailed,
        count(m.joined_at) AS joined
    FROM registration_reasons reason JOIN registrations r ON r.id = reason.registration_id
    JOIN members m ON m.id = r.member_id
    LEFT JOIN mails mail ON mail.subject_id = r.id AND mail.kind = 'program_invitation'
    WHERE reason.workspace_id = $1 AND reason.group_id = ANY($2::uuid[]) AND reason.ended_at IS NULL
    GROUP BY reason.group_id, r.session_id ORDER BY r.session_id
"""
SERIES = """
    SELECT place.group_id, bucket, sum(invited)::int AS invited, sum(joined)::int AS joined
    FROM memberships place JOIN members m ON m.id = place.member_id,
    LATERAL (
        VALUES (place.created_at, 1, 0), (greatest(place.created_at, m.joined_at), 0, 1)
    ) AS event (at, invited, joined),
    LATERAL width_bucket(event.at, $3::timestamptz[]) AS bucket
    WHERE place.workspace_id = $1 AND place.group_id = ANY($2::uuid[])
        AND (event.invited = 1 OR m.joined_at IS NOT NULL)
    GROUP BY place.group_id, bucket
"""


class Period(StrEnum):
    """How long each point of a series lasts; weeks start on Monday."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"


@dataclass(frozen=True, slots=True)
class SessionNumbers:
    """A session that a group stands in: its people there."""

    session_id: UUID
    registered: int
    mailed: int
    joined: int


@dataclass(frozen=True, slots=True)
class Point:
    """One period: what happened in it, and the totals at its end."""

    day: date
    invited: int
    joined: int
    invited_total: int
    joined_total: int


async def list_group_statistics(
    actor: Actor, page: PageRequest, group_ids: Sequence[UUID] | None, search: str | None
) -> Page[GroupRow]:
    """One page of the groups whose numbers the caller may see, by name."""
    require(actor, Permission.SEE_STATISTICS)
    where = statistics_where(actor, group_ids, search)
    beyond, tail = BY_NAME.clause(page, where.parameters)
    async with reading_afar(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM groups WHERE {where} AND {beyond} {tail}", *where.parameters
        )
    return make_page(rows, page, read_group, lambda row: (row["sort_name"], row["id"]))


def statistics_where(actor: Actor, group_ids: Sequence[UUID] | None, search: str | None) -> Where:
    """Admins and trainers see the numbers of every group they see, others of those they lead."""
    where = groups_where(actor, GroupFilter(search, ids=tuple(group_ids) if group_ids else None))
    if actor.role is Role.TRAINEE:
        where.add(
            f"""EXISTS (SELECT 1 FROM memberships led WHERE led.group_id = groups.id
            AND led.member_id = {{}} AND led.role IN {LED})""",
            actor.member_id,
        )
    return where


async def numbers_of(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, GroupNumbers]:
    """The totals of each of these groups, as they are now."""
    require(actor, Permission.SEE_STATISTICS)
    async with reading_afar(actor.workspace_id) as sql:
        found = await kept_numbers(sql, actor.workspace_id, group_ids)
        if changed := [one for one in group_ids if one not in found]:
            found |= await count_anew(sql, actor.workspace_id, changed)
    return {one: found.get(one, GroupNumbers()) for one in group_ids}


async def sessions_of(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, list[SessionNumbers]]:
    """The sessions that each of these groups stands in, with its people there."""
    require(actor, Permission.SEE_STATISTICS)
    async with reading_afar(actor.workspace_id) as sql:
        rows = await sql.fetch(SESSIONS, actor.workspace_id, list(group_ids))
    found: dict[UUID, list[SessionNumbers]] = defaultdict(list)
    for row in rows:
        found[row["group_id"]].append(SessionNumbers(*list(row.values())[1:]))
    return {group_id: found[group_id] for group_id in group_ids}


async def series_of(
    actor: Actor, group_ids: Sequence[UUID], by: Period, first: date | None, last: date | None
) -> dict[UUID, list[Point]]:
    """What happened in each period from `first` to `last` (days of the workspace's zone, both within)."""
    require(actor, Permission.SEE_STATISTICS)
    async with reading_afar(actor.workspace_id) as sql:
        zone = (await workspace_of(sql, actor.workspace_id)).time_zone
        now: datetime = await sql.fetchval("SELECT public.usher_now()")
        until = last or local_day(now, zone)
        days = period_starts(first or until - USUAL_SPAN, until, by)
        edges = [midnight(day, zone) for day in (*days, next_start(days[-1], by))]
        rows = await sql.fetch(SERIES, actor.workspace_id, list(group_ids), edges)
    counted: dict[UUID, dict[int, tuple[int, int]]] = defaultdict(dict)
    for row in rows:
        counted[row["group_id"]][row["bucket"]] = (row["invited"], row["joined"])
    return {group_id: _points(days, counted[group_id]) for group_id in group_ids}


def period_starts(first: date, last: date, by: Period) -> list[date]:
    """The first day of every period that holds a day of the span; raises InvalidInput."""
    if last.year > LAST_YEAR:
        raise InvalidInput(InputError("INVALID_DATE", f"Take a span before the year {LAST_YEAR}.", ("to",)))
    if last < first:
        raise InvalidInput(InputError("ENDS_BEFORE_START", "The span ends before it starts.", ("to",)))
    day, days = _start_of(first, by), []
    while day <= last:
        days.append(day)
        if len(days) > MOST_POINTS:
            message = f"At most {MOST_POINTS} points; take a shorter span or longer periods."
            raise InvalidInput(InputError("TOO_MANY_POINTS", message, ("from",)))
        day = next_start(day, by)
    return days


def next_start(day: date, by: Period) -> date:
    """The first day of the period after the one that starts on this day."""
    if by is Period.MONTH:
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day + timedelta(days=7 if by is Period.WEEK else 1)


def _start_of(day: date, by: Period) -> date:
    if by is Period.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by is Period.MONTH else day


def _points(days: Sequence[date], counted: dict[int, Any]) -> list[Point]:
    """Bucket 0 is what came before the first day, and stands in the totals only."""
    invited_total, joined_total = counted.get(0, (0, 0))
    points = []
    for bucket, day in enumerate(days, start=1):
        invited, joined = counted.get(bucket, (0, 0))
        invited_total, joined_total = invited_total + invited, joined_total + joined
        points.append(Point(day, invited, joined, invited_total, joined_total))
    return points
