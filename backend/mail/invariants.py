"""What must hold in the outbox at any moment, as SQL that returns no row where it does."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from prometheus_client import Gauge

from backend.core.db import crossing

log = logging.getLogger(__name__)
BROKEN = Gauge("usher_broken_invariants", "Rows that break an invariant", ["invariant"])


@dataclass(frozen=True, slots=True)
class Invariant:
    """A statement whose rows, each with an `id`, should not be."""

    name: str
    sql: str


OUTBOX = (
    Invariant(
        "mail_not_tried",  # due long ago, of whatever kind, and nobody has taken it
        """SELECT id FROM mails WHERE state = 'SCHEDULED' AND waits_for IS NULL AND bundled_into IS NULL
        AND next_at < (SELECT public.usher_now()) - interval '15 minutes'""",
    ),
    Invariant(
        "lease_run_out",  # a worker died, and no sweep has put its mail down
        """SELECT id FROM mails WHERE state IN ('QUEUED', 'SENDING')
        AND lease_until < clock_timestamp() - interval '1 minute'""",
    ),
    Invariant(
        "lease_missing",
        """SELECT id FROM mails WHERE state IN ('QUEUED', 'SENDING')
        AND (lease_token IS NULL OR lease_until IS NULL)""",
    ),
    Invariant(
        "waits_for_nothing",  # what it waits for is settled or gone
        """SELECT mail.id FROM mails mail LEFT JOIN mails awaited ON awaited.id = mail.waits_for
        WHERE mail.waits_for IS NOT NULL
        AND (awaited.id IS NULL OR awaited.state NOT IN ('SCHEDULED', 'QUEUED', 'SENDING'))""",
    ),
    Invariant(
        "bundled_into_nothing",  # its leader has another fate
        """SELECT mail.id FROM mails mail JOIN mails leader ON leader.id = mail.bundled_into
        WHERE mail.state = 'SCHEDULED' AND leader.state <> 'SCHEDULED'
        AND coalesce(leader.lease_until, '-infinity') < clock_timestamp()""",
    ),
    Invariant(
        "left_without_fence",
        """SELECT id FROM mails WHERE state IN ('SENT', 'DELIVERED')
        AND created_at > (SELECT public.usher_now()) - interval '1 day'
        AND (data_at IS NULL OR sent_at IS NULL OR sent_to IS NULL)""",
    ),
    Invariant(
        "left_early",
        """SELECT id FROM mails WHERE sent_at < due_at
        AND created_at > (SELECT public.usher_now()) - interval '1 day'""",
    ),
)


async def reconcile(invariants: Sequence[Invariant]) -> dict[str, int]:
    """Look for rows that should not be; logs some ids of each kind, sets the gauge, answers the counts."""
    counts: dict[str, int] = {}
    for invariant in invariants:
        async with crossing() as connection:
            rows = await connection.fetch(f"{invariant.sql} LIMIT 1000")
        counts[invariant.name] = len(rows)
        BROKEN.labels(invariant.name).set(len(rows))
        if rows:
            some = ", ".join(str(row["id"]) for row in rows[:5])
            log.error("%s rows break the invariant %s, such as %s", len(rows), invariant.name, some)
    return counts
