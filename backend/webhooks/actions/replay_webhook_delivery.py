"""What a webhook was told is told again: one delivery, or all since an instant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import NotFound
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.webhooks.outbox import DELIVER_WEBHOOKS
from backend.webhooks.queries import DELIVERY, DeliveryRow, read_delivery

AGAIN = "state = 'SCHEDULED', next_at = $3, attempts = 0, first_attempt_at = NULL, delivered_at = NULL"
# What is on its way at this moment is on its way already.
REPLAY = f"""
    WITH again AS (
        UPDATE webhook_deliveries SET {AGAIN} WHERE workspace_id = $1 AND id = $2 AND state <> 'SENDING'
        RETURNING {DELIVERY}
    )
    SELECT * FROM again
    UNION ALL SELECT {DELIVERY} FROM webhook_deliveries
        WHERE workspace_id = $1 AND id = $2 AND state = 'SENDING'
"""
REPLAY_SINCE = f"""
    UPDATE webhook_deliveries SET {AGAIN}
    WHERE workspace_id = $1 AND webhook_id = $2 AND occurred_at >= $4 AND state = ANY($5)
"""
THERE = "SELECT FROM webhooks WHERE workspace_id = $1 AND id = $2"


@needs(Permission.MANAGE_KEYS)
async def replay_webhook_delivery(actor: Actor, delivery_id: UUID) -> DeliveryRow:
    """Owe this delivery again, at once, with the same id and body; raises NotFound."""
    async with unit_of_work(actor) as work:
        row = await work.sql.fetchrow(REPLAY, actor.workspace_id, delivery_id, work.now)
        if row is None:
            raise NotFound
        subject = (Kind.WEBHOOK, row["webhook_id"])
        await record(work, actor, "webhook.replayed", subject, deliveryId=delivery_id)
        work.changed(ChangeKind.WEBHOOK)
        work.poke(DELIVER_WEBHOOKS)
    return read_delivery(row)


@needs(Permission.MANAGE_KEYS)
async def replay_webhook_deliveries(
    actor: Actor, webhook_id: UUID, since: datetime, *, failed_only: bool = True
) -> int:
    """Owe again what failed since then, or all that happened since; answers how many. Raises NotFound."""
    states = ["FAILED"] if failed_only else ["FAILED", "DELIVERED"]
    async with unit_of_work(actor) as work:
        if await work.sql.fetchrow(THERE, actor.workspace_id, webhook_id) is None:
            raise NotFound
        done = await work.sql.execute(REPLAY_SINCE, actor.workspace_id, webhook_id, work.now, since, states)
        number = int(done.rpartition(" ")[2])
        await record(work, actor, "webhook.replayed", (Kind.WEBHOOK, webhook_id), since=since, number=number)
        work.changed(ChangeKind.WEBHOOK)
        work.poke(DELIVER_WEBHOOKS)
    return number
