"""The totals of groups: kept as a worker last counted them, counted anew for those that changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.db import Connection, Row, crossing
from backend.members.status import STATUS

MOST = 100  # groups at once: so that no other task of the worker waits long
FEW = 5

FIGURES = "members, learners, invited, active, deactivated, joined, median_hours"
NOW = "(SELECT public.usher_now())"
# `until` is the first day on which somebody's access ends by itself.
COUNTED = """
    SELECT place.group_id, count(*) AS members, count(*) FILTER (WHERE place.role = 'LEARNER') AS learners,
        count(*) FILTER (WHERE m.status = 'INVITED') AS invited,
        count(*) FILTER (WHERE m.status = 'ACTIVE') AS active,
        count(*) FILTER (WHERE m.status = 'DEACTIVATED') AS deactivated,
        count(m.joined_at) AS joined,
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY date_part('epoch', m.joined_at - m.created_at) / 3600
        ) FILTER (WHERE m.joined_at IS NOT NULL) AS median_hours,
        min(m.deactivates_at) FILTER (WHERE m.status <> 'DEACTIVATED') AS until
    FROM memberships place {members}
    WHERE place.workspace_id = $1 AND place.group_id = ANY($2::uuid[]) GROUP BY place.group_id
"""
PERSON = f"""
    SELECT m.id, m.joined_at, m.created_at, m.deactivates_at, {STATUS} AS status
    FROM members m WHERE m.workspace_id = $1
"""
NUMBERS = COUNTED.format(members=f"JOIN ({PERSON}) AS m ON m.id = place.member_id")
# The planner would read all members for the places of one group: it can't know how many are in memory.
NUMBERS_OF_FEW = COUNTED.format(
    members=f"CROSS JOIN LATERAL ({PERSON} AND m.id = place.member_id OFFSET 0) AS m"
)
KEPT = f"""
    SELECT kept.group_id, {FIGURES} FROM group_numbers kept
    WHERE kept.workspace_id = $1 AND kept.group_id = ANY($2::uuid[])
        AND (kept.until IS NULL OR kept.until > {NOW})
        AND NOT EXISTS (
            SELECT FROM group_changes change
            WHERE change.workspace_id = $1 AND change.group_id = kept.group_id
        )
"""
# Two workers that counted the same group could write the older count last.
ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('count_changed_groups', 0))"
TAKE = """
    WITH changed AS (SELECT DISTINCT workspace_id, group_id FROM group_changes LIMIT $1), taken AS (
        DELETE FROM group_changes change USING changed
        WHERE change.workspace_id = changed.workspace_id AND change.group_id = changed.group_id
    )
    SELECT workspace_id, array_agg(group_id) AS group_ids FROM changed GROUP BY workspace_id
"""
KEEP = f"""
    INSERT INTO group_numbers (group_id, workspace_id, {FIGURES}, until)
    SELECT groups.id, $1, coalesce(members, 0), coalesce(learners, 0), coalesce(invited, 0),
        coalesce(active, 0), coalesce(deactivated, 0), coalesce(joined, 0), median_hours, until
    FROM groups LEFT JOIN ({NUMBERS}) AS counted ON counted.group_id = groups.id
    WHERE groups.workspace_id = $1 AND groups.id = ANY($2::uuid[])
    ON CONFLICT (group_id) DO UPDATE
    SET ({FIGURES}, until) = ({", ".join(f"EXCLUDED.{name}" for name in FIGURES.split(", "))}, EXCLUDED.until)
"""


@dataclass(frozen=True, slots=True)
class GroupNumbers:
    """The totals of one group."""

    members: int = 0
    learners: int = 0
    invited: int = 0
    active: int = 0
    deactivated: int = 0
    joined: int = 0
    median_hours: float | None = None


async def kept_numbers(
    sql: Connection, workspace_id: UUID, group_ids: Sequence[UUID]
) -> dict[UUID, GroupNumbers]:
    """The totals of those of these groups that have not changed since they were counted."""
    return _read(await sql.fetch(KEPT, workspace_id, list(group_ids)))


async def count_anew(
    sql: Connection, workspace_id: UUID, group_ids: Sequence[UUID]
) -> dict[UUID, GroupNumbers]:
    """The totals of those of these groups that have members, from the rows themselves."""
    statement = NUMBERS_OF_FEW if len(group_ids) <= FEW else NUMBERS
    return _read(await sql.fetch(statement, workspace_id, list(group_ids)))


def _read(rows: Iterable[Row]) -> dict[UUID, GroupNumbers]:
    return {row["group_id"]: GroupNumbers(*list(row.values())[1:8]) for row in rows}


async def count_changed_groups() -> int:
    """Keep the totals of groups that have changed, in all workspaces; returns how many were counted.

    What is written meanwhile is noted with its own change, and so counted once more.
    """
    async with crossing() as sql:
        if not await sql.fetchval(ALONE):
            return 0
        taken = await sql.fetch(TAKE, MOST)
        for row in taken:
            await sql.execute(KEEP, row["workspace_id"], row["group_ids"])
    return sum(len(row["group_ids"]) for row in taken)
