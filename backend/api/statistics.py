"""Statistics of groups over GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID, Private, field

from backend.api.arguments import After, Before, First, Last, ids, page_of
from backend.api.context import Info
from backend.api.types.connections import Connection, connection
from backend.api.types.graph import Group, Session, group_type, session_type
from backend.core.ids import Kind
from backend.core.paging import count_rows
from backend.exports.statistics import (
    Period,
    list_group_statistics,
    statistics_where,
)
from backend.groups.numbers import GroupNumbers
from backend.groups.queries import GroupRow


@strawberry.type(description="A session that the group stands in: its people there.")
class SessionStatistics:
    registered: int = field(description="Registered through this group.")
    mailed: int = field(description="Whose program invitation the mail server accepted.")
    joined: int = field(description="Who have signed in at least once.")
    session_id: Private[UUID]

    @field(description="The session; null where the caller may not see it.")
    async def session(self, info: Info) -> Session | None:
        found = await info.context.loaders.session.load(self.session_id)
        return session_type(found) if found else None


@strawberry.type(description="One period: what happened in it, and the totals at its end.")
class StatisticsPoint:
    day: date = field(description="Its first day, in the workspace's zone.")
    invited: int = field(description="People who came to the group in it.")
    joined: int = field(description="People of the group who signed in for the first time in it.")
    invited_total: int = field(description="All who had come by its end.")
    joined_total: int = field(description="All who had joined by its end.")

    @field(description="The part of those who came that had joined by its end; null while nobody came.")
    def joined_rate(self) -> float | None:
        return round(self.joined_total / self.invited_total, 4) if self.invited_total else None


@strawberry.type(description="The numbers of one group.")
class GroupStatistics:
    group: Group = field(description="The group.")
    members: int = field(description="All its members.")
    learners: int = field(description="Its learners.")
    invited: int = field(description="Members who have not accepted yet.")
    active: int = field(description="Members with access.")
    deactivated: int = field(description="Members whose access has ended.")
    joined: int = field(description="Members who have signed in at least once.")
    median_hours_to_join: float | None = field(description="From being added to the first sign-in.")
    row: Private[GroupRow]

    @field(description="The part of its members that has joined; null for an empty group.")
    def joined_rate(self) -> float | None:
        return round(self.joined / self.members, 4) if self.members else None

    @field(description="The sessions it stands in.")
    async def sessions(self, info: Info) -> list[SessionStatistics]:
        found = await info.context.loaders.group_sessions.load(self.row.id)
        return [
            SessionStatistics(
                registered=one.registered, mailed=one.mailed, joined=one.joined, session_id=one.session_id
            )
            for one in found or []
        ]

    @field(description="Its history, at most 400 points; the last 90 days unless asked.")
    async def series(
        self,
        info: Info,
        by: Annotated[Period, strawberry.argument(description="How long each point lasts.")],
        from_: Annotated[date | None, strawberry.argument(name="from", description="The first day.")] = None,
        to: Annotated[date | None, strawberry.argument(description="The last day.")] = None,
    ) -> list[StatisticsPoint]:
        found = await info.context.loaders.group_series.load((self.row.id, by, from_, to))
        return [
            StatisticsPoint(
                day=one.day,
                invited=one.invited,
                joined=one.joined,
                invited_total=one.invited_total,
                joined_total=one.joined_total,
            )
            for one in found or []
        ]


@strawberry.input(description="What the statistics are narrowed to.")
class GroupStatisticsFilter:
    group_ids: list[ID] | None = field(default=None, description="Only these groups.")
    search: str | None = field(default=None, description="In their names.")


@strawberry.type
class StatisticsQueries:
    @field(description="The numbers of the groups that the caller leads or, as an admin, of all; by name.")
    async def group_statistics(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[
            GroupStatisticsFilter | None, strawberry.argument(description="None for all of them.")
        ] = None,
    ) -> Connection[GroupStatistics]:
        actor, given = info.context.actor, filter or GroupStatisticsFilter()
        groups = ids(Kind.GROUP, given.group_ids) or None
        page = await list_group_statistics(actor, page_of(first, after, last, before), groups, given.search)
        numbers = await info.context.loaders.group_numbers.many([row.id for row in page.nodes])
        found = {row.id: one or GroupNumbers() for row, one in zip(page.nodes, numbers, strict=True)}
        where = statistics_where(actor, groups, given.search)
        return connection(
            page,
            lambda row: _shown(row, found[row.id]),
            lambda: count_rows(actor, f"groups WHERE {where}", where.parameters),
        )


def _shown(row: GroupRow, numbers: GroupNumbers) -> GroupStatistics:
    return GroupStatistics(
        group=group_type(row),
        members=numbers.members,
        learners=numbers.learners,
        invited=numbers.invited,
        active=numbers.active,
        deactivated=numbers.deactivated,
        joined=numbers.joined,
        median_hours_to_join=numbers.median_hours,
        row=row,
    )
