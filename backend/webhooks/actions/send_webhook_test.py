"""Trying a webhook: an event of no consequence, owed like any other."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import NotFound
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.webhooks.outbox import DELIVER_WEBHOOKS
from backend.webhooks.queries import DELIVERY, DeliveryRow, read_delivery

OWE = f"""
    INSERT INTO webhook_deliveries (workspace_id, webhook_id, event, subject_id, data, occurred_at, next_at)
    SELECT workspace_id, id, 'webhook.test', id, jsonb_build_object('webhookId', id), $3, $3
    FROM webhooks WHERE workspace_id = $1 AND id = $2 RETURNING {DELIVERY}
"""


@needs(Permission.MANAGE_KEYS)
async def send_webhook_test(actor: Actor, webhook_id: UUID) -> DeliveryRow:
    """Owe this webhook one `webhook.test`, whatever events it asked for; raises NotFound."""
    async with unit_of_work(actor) as work:
        row = await work.sql.fetchrow(OWE, actor.workspace_id, webhook_id, work.now)
        if row is None:
            raise NotFound
        await record(work, actor, "webhook.tested", (Kind.WEBHOOK, webhook_id))
        work.changed(ChangeKind.WEBHOOK, webhook_id)
        work.poke(DELIVER_WEBHOOKS)
    return read_delivery(row)
