"""What must hold in the outbox at any moment, as SQL that returns no row where it does."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from prometheus_client import Gauge

from backend.core.access import Actor, Permission, require
from backend.core.db import crossing, reading
from backend.core.work import Change, ChangeKind, announce

log = logging.getLogger(__name__)
BROKEN = Gauge("usher_broken_invariants", "Rows that break an invariant", ["invariant"])


@dataclass(frozen=True, slots=True)
class Invariant:
    """A statement whose rows, each with an `id` and its `workspace_id`, should not be."""

    name: str
    sql: str


OUTBOX = (
    Invariant(
        "mail_not_tried",  # due long ago, of whatever kind, and nobody has taken it
        """SELECT id, workspace_id FROM mails WHERE state = 'SCHEDULED'
        AND waits_for IS NULL AND bundled_into IS NULL
        AND next_at < (SELECT public.usher_now()) - interval '15 minutes'""",
    ),
    Invariant(
        "lease_run_out",  # a worker died, and no sweep has put its mail down
        """SELECT id, workspace_id FROM mails WHERE state IN ('QUEUED', 'SENDING')
        AND lease_until < clock_timestamp() - interval '1 minute'""",
    ),
    Invariant(
        "lease_missing",
        """SELECT id, workspace_id FROM mails WHERE state IN ('QUEUED', 'SENDING')
        AND (lease_token IS NULL OR lease_until IS NULL)""",
    ),
    Invariant(
        "waits_for_nothing",  # what it waits for is settled or gone
        """SELECT mail.id, mail.workspace_id FROM mails mail
        LEFT JOIN mails awaited ON awaited.id = mail.waits_for WHERE mail.waits_for IS NOT NULL
        AND (awaited.id IS NULL OR awaited.state NOT IN ('SCHEDULED', 'QUEUED', 'SENDING'))""",
    ),
    Invariant(
        "bundled_into_nothing",  # its leader has another fate
        """SELECT mail.id, mail.workspace_id FROM mails mail
        JOIN mails leader ON leader.id = mail.bundled_into
        WHERE mail.state = 'SCHEDULED' AND leader.state <> 'SCHEDULED'
        AND coalesce(leader.lease_until, '-infinity') < clock_timestamp()""",
    ),
    Invariant(
        "left_without_fence",
        """SELECT id, workspace_id FROM mails WHERE state IN ('SENT', 'DELIVERED')
        AND created_at > (SELECT public.usher_now()) - interval '1 day'
        AND (data_at IS NULL OR sent_at IS NULL OR sent_to IS NULL)""",
    ),
    Invariant(
        "left_early",
        """SELECT id, workspace_id FROM mails WHERE sent_at < due_at
        AND created_at > (SELECT public.usher_now()) - interval '1 day'""",
    ),
)


# Many rows of one kind say no more than a thousand.
COUNT = """
    SELECT workspace_id, count(*)::int AS number, (array_agg(id))[1:5] AS examples
    FROM ({invariant} LIMIT 1000) AS broken GROUP BY workspace_id
"""
# What broke before keeps its date; what holds again is forgotten.
NOTE = """
    WITH found AS (
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[]) AS found (workspace_id, name, number)
    ), mended AS (
        DELETE FROM broken_invariants AS broken WHERE NOT EXISTS (
            SELECT FROM found WHERE found.workspace_id = broken.workspace_id AND found.name = broken.name)
        RETURNING workspace_id
    ), noted AS (
        INSERT INTO broken_invariants AS broken (workspace_id, name, number, since)
        SELECT found.*, public.usher_now() FROM found JOIN workspaces ON workspaces.id = workspace_id
        ORDER BY 1, 2
        ON CONFLICT (workspace_id, name) DO UPDATE SET number = excluded.number
            WHERE broken.number <> excluded.number
        RETURNING workspace_id
    )
    SELECT workspace_id FROM mended UNION SELECT workspace_id FROM noted
"""
READ = "SELECT name, number, since FROM broken_invariants WHERE workspace_id = $1 ORDER BY name"


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that so many rows of a workspace break, as the worker last found."""

    name: str
    number: int
    since: datetime


async def broken_invariants(actor: Actor) -> list[Broken]:
    """What is not as it must be in this workspace; empty while all is well."""
    require(actor, Permission.MANAGE_WORKSPACE)
    async with reading(actor.workspace_id) as sql:
        return [Broken(**row) for row in await sql.fetch(READ, actor.workspace_id)]


async def reconcile(invariants: Sequence[Invariant]) -> dict[str, int]:
    """Look for rows that should not be, and note how many; logs some of their ids, answers the counts.

    Pages that show what was found are told where it is other than it was.
    """
    found: list[tuple[UUID, str, int]] = []
    counts: dict[str, int] = {}
    for invariant in invariants:
        async with crossing() as connection:
            rows = await connection.fetch(COUNT.format(invariant=invariant.sql))
        counts[invariant.name] = sum(row["number"] for row in rows)
        BROKEN.labels(invariant.name).set(counts[invariant.name])
        found += [(row["workspace_id"], invariant.name, row["number"]) for row in rows]
        if rows:
            some = ", ".join(str(one) for row in rows for one in row["examples"])
            number = counts[invariant.name]
            log.error("%s rows break the invariant %s, such as %s", number, invariant.name, some)
    columns = [[row[column] for row in found] for column in range(3)]
    async with crossing() as connection:
        changed = await connection.fetch(NOTE, *columns)
    await announce([Change(row["workspace_id"], ChangeKind.WORKSPACE, None) for row in changed])
    return counts
