"""The gate before the outbox and the webhooks: while it is shut nothing leaves, and what is owed stays owed.

It is shut by `usher hold`, and by itself where the database has been restored or copied, so that a copy
writes to nobody by itself. Only `usher release` opens it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.core.db import Connection, crossing
from backend.core.work import crossing_work
from backend.mail.actions import DELIVER
from backend.mail.statements import HAND_ON

log = logging.getLogger(__name__)

STATUS = """
    SELECT public.outbox_is_open() AS open, held_at IS NOT NULL AS held,
        (SELECT count(*) FROM mails WHERE state = 'SCHEDULED' AND waits_for IS NULL
            AND next_at <= (SELECT public.usher_now())) AS due,
        (SELECT extract(epoch FROM public.usher_now() - min(next_at))::float FROM mails
            WHERE state = 'SCHEDULED' AND waits_for IS NULL
            AND next_at <= (SELECT public.usher_now())) AS oldest
    FROM outbox_gate
"""
SETTLE_DOWN = "UPDATE outbox_gate SET home = public.outbox_home() WHERE home IS NULL AND held_at IS NULL"
SHUT = "UPDATE outbox_gate SET held_at = coalesce(held_at, clock_timestamp())"
OPEN = "UPDATE outbox_gate SET held_at = NULL, home = public.outbox_home()"
TAKE_FOR_SENT = """
    UPDATE mails SET state = 'SENT', reason = 'BEFORE_RESTORE', sent_at = greatest($1, due_at),
        data_at = clock_timestamp(), sent_to = coalesce(address, ''),
        bundled_into = NULL, lease_token = NULL, lease_until = NULL
    WHERE waits_for IS NULL AND next_at <= $1 AND state IN ('SCHEDULED', 'QUEUED', 'SENDING')
    RETURNING id
"""


@dataclass(frozen=True, slots=True)
class GateStatus:
    """Whether mail may leave, whether somebody has shut the gate, and what is due at this moment."""

    open: bool
    held: bool
    due: int
    oldest: timedelta


async def gate_status() -> GateStatus:
    """How things stand."""
    async with crossing() as sql:
        return await _status(sql)


async def watch_gate() -> None:
    """Note where mail leaves from, if it has left from nowhere so far; say it while the gate is shut."""
    async with crossing() as sql:
        await sql.execute(SETTLE_DOWN)
        status = await _status(sql)
    if not status.open:
        why = "by hand" if status.held else "since this database is a copy of another"
        log.warning("mail is held %s; %s are due; `usher release` lets them go", why, status.due)


async def hold() -> GateStatus:
    """Shut the gate: once this returns, no further mail is handed over."""
    async with crossing() as sql:
        await sql.execute(SHUT)
        return await _status(sql)


async def release(sent_until: datetime | None = None) -> int:
    """Open the gate; answers how many mails were taken for sent.

    After a restore, what was due until `sent_until` (the last instant the lost database worked) may have
    left already: it is recorded as sent and does not leave again.
    """
    async with crossing_work() as work:
        taken = await _take_for_sent(work.sql, sent_until) if sent_until else 0
        await work.sql.execute(OPEN)
        work.poke(DELIVER)
    return taken


async def _take_for_sent(sql: Connection, until: datetime) -> int:
    """Those that waited for one of them were due after it, and are asked about in the next turn."""
    taken = 0
    while found := await sql.fetch(TAKE_FOR_SENT, until):
        taken += len(found)
        await sql.execute(HAND_ON.format(aim=""))
    return taken


async def _status(sql: Connection) -> GateStatus:
    (row,) = await sql.fetch(STATUS)
    return GateStatus(row["open"], row["held"], row["due"], timedelta(seconds=row["oldest"] or 0.0))
