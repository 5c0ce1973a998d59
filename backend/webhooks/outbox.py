"""What is owed to webhooks: claimed under leases and settled, in transactions that cross workspaces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from backend.audit.actions import record
from backend.core.access import system
from backend.core.db import Row, crossing
from backend.core.ids import Kind, new_id
from backend.core.work import Change, ChangeKind, Work, crossing_work
from backend.webhooks.events import WebhookEvent
from backend.webhooks.rules import GIVE_UP_AFTER, TRIPPED, Outcome, Reason
from backend.webhooks.statements import CLAIM, ERASE_OLD, MEND, RECLAIM, SETTLE, WORSEN

DELIVER_WEBHOOKS = "deliver_webhooks"  # the job that a poke asks for
AT_ONCE = 16  # deliveries to one webhook
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Held:
    """A delivery that this process holds a lease on."""

    id: UUID
    webhook_id: UUID
    url: str
    secrets: tuple[bytes, ...] = field(repr=False)
    event: WebhookEvent
    data: dict[str, Any] = field(repr=False, hash=False)
    occurred_at: datetime
    attempts: int
    token: UUID


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of one attempt."""

    held: Held
    outcome: Outcome


async def claim(limit: int, lease: timedelta) -> list[Held]:
    """Take a lease on up to `limit` deliveries that are due."""
    async with crossing() as sql:
        rows = await sql.fetch(CLAIM, AT_ONCE, new_id(), lease, TRIPPED, limit)
    return [_held(row) for row in rows]


async def reclaim() -> int:
    """Put down what a dead or frozen worker holds; answers how many."""
    async with crossing() as sql:
        return len(await sql.fetch(RECLAIM))


async def settle(settlements: Sequence[Settlement], scale: float) -> None:
    """Record what became of attempts, where the lease still holds, and how their webhooks fare by it."""
    columns = [
        [one.held.id for one in settlements],
        [one.held.token for one in settlements],
        [one.outcome.state.value for one in settlements],
        [one.outcome.status for one in settlements],
        [one.outcome.reason.value if one.outcome.reason else None for one in settlements],
        [one.outcome.delay * scale for one in settlements],
    ]
    async with crossing_work() as work:
        rows = await work.sql.fetch(SETTLE, *columns, GIVE_UP_AFTER * scale)
        await _judge_webhooks(work, rows, scale)
        concerned = {row["workspace_id"] for row in rows}
        work.changes += [Change(workspace_id, ChangeKind.WEBHOOK, None) for workspace_id in concerned]


async def erase_old() -> int:
    """Forget what happened a month ago; answers how many deliveries."""
    async with crossing() as sql:
        return int((await sql.execute(ERASE_OLD, KEPT)).rpartition(" ")[2])


async def _judge_webhooks(work: Work, rows: Sequence[Row], scale: float) -> None:
    well = {row["webhook_id"] for row in rows if row["state"] == "DELIVERED"}
    worse = Counter(row["webhook_id"] for row in rows if row["webhook_id"] not in well)
    gone = {row["webhook_id"] for row in rows if row["reason"] == Reason.GONE}
    given_up = {row["webhook_id"]: row["first_attempt_at"] for row in rows if row["state"] == "FAILED"}
    if well:
        await work.sql.execute(MEND, sorted(well))
    if not worse:
        return
    columns = [(one, number, one in gone, given_up.get(one)) for one, number in sorted(worse.items())]
    ids, numbers, ends, since = (list(column) for column in zip(*columns, strict=True))
    for row in await work.sql.fetch(WORSEN, ids, numbers, ends, TRIPPED, scale, since):
        if row["ends"]:
            subject, why = (Kind.WEBHOOK, row["id"]), row["disabled_reason"]
            await record(work, system(row["workspace_id"]), "webhook.disabled", subject, reason=why)


def _held(row: Row) -> Held:
    secrets = tuple(one for one in (row["secret"], row["former"]) if one)
    data = orjson.loads(row["data"])
    event = WebhookEvent(row["event"])
    return Held(
        row["id"],
        row["webhook_id"],
        row["url"],
        secrets,
        event,
        data,
        row["occurred_at"],
        row["attempts"],
        row["token"],
    )
