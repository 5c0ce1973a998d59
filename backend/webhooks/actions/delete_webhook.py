"""Removing a webhook, with its log and with what it was still owed."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import NotFound
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.webhooks.queries import COLUMNS, WebhookRow, read_webhook

DELETE = f"DELETE FROM webhooks WHERE workspace_id = $1 AND id = $2 RETURNING {COLUMNS}"


@needs(Permission.MANAGE_KEYS)
async def delete_webhook(actor: Actor, webhook_id: UUID) -> WebhookRow:
    """Tell this webhook nothing more; answers it as it was. Raises NotFound."""
    async with unit_of_work(actor) as work:
        row = await work.sql.fetchrow(DELETE, actor.workspace_id, webhook_id)
        if row is None:
            raise NotFound
        await record(work, actor, "webhook.deleted", (Kind.WEBHOOK, webhook_id))
        work.changed(ChangeKind.WEBHOOK, webhook_id)
    return read_webhook(row)
