"""A new secret for a webhook; the former one signs beside it until the receiver has changed over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.webhooks.actions.create_webhook import SecretWebhook
from backend.webhooks.queries import COLUMNS, read_webhook
from backend.webhooks.secrets import new_secret, seal_secret

LONGEST_OVERLAP = 7 * 24  # hours
ROTATE = f"""
    UPDATE webhooks SET secret = $3, former_until = $4,
        former_secret = CASE WHEN $4::timestamptz IS NOT NULL THEN secret END
    WHERE workspace_id = $1 AND id = $2 RETURNING {COLUMNS}
"""


@needs(Permission.MANAGE_KEYS)
async def rotate_webhook_secret(actor: Actor, webhook_id: UUID, overlap_hours: int = 24) -> SecretWebhook:
    """Sign with a new secret, and for so long with the former one too; raises NotFound, InvalidInput."""
    if not 0 <= overlap_hours <= LONGEST_OVERLAP:
        message = f"Both secrets hold for 0 to {LONGEST_OVERLAP} hours."
        raise InvalidInput(InputError("OUT_OF_RANGE", message, ("overlapHours",), None, "24"))
    secret = new_secret()
    async with unit_of_work(actor) as work:
        until = work.now + timedelta(hours=overlap_hours) if overlap_hours else None
        sealed = seal_secret(secret, webhook_id)
        row = await work.sql.fetchrow(ROTATE, actor.workspace_id, webhook_id, sealed, until)
        if row is None:
            raise NotFound
        subject = (Kind.WEBHOOK, webhook_id)
        await record(work, actor, "webhook.secret_rotated", subject, overlapHours=overlap_hours)
        work.changed(ChangeKind.WEBHOOK, webhook_id)
    return SecretWebhook(read_webhook(row), secret)
