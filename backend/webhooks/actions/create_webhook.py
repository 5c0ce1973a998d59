"""Making a webhook; its secret is told once and kept sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.audit.actions import record
from backend.core import settings
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.text import check_text
from backend.core.work import ChangeKind, unit_of_work
from backend.webhooks.events import WebhookEvent
from backend.webhooks.queries import COLUMNS, WebhookRow, read_webhook
from backend.webhooks.rules import MOST_WEBHOOKS, check_url
from backend.webhooks.secrets import new_secret, seal_secret

INSERT = f"""
    INSERT INTO webhooks (id, workspace_id, url, description, events, state, secret, created_by, created_at)
    VALUES ($1, $2, $3, $4, $5, 'ENABLED', $6, $7, $8) RETURNING {COLUMNS}
"""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 12))"  # two at once would both find room
COUNT = "SELECT count(*) FROM webhooks WHERE workspace_id = $1"


@dataclass(frozen=True, slots=True)
class SecretWebhook:
    """A webhook with its secret, which is told this once."""

    webhook: WebhookRow
    secret: str


@needs(Permission.MANAGE_KEYS)
async def create_webhook(
    actor: Actor, url: str, events: Sequence[WebhookEvent], *, description: str = ""
) -> SecretWebhook:
    """Tell this address of these events from now on; raises InvalidInput."""
    clean, errors = check_text(description, "description", most=200)
    errors += check_url(url, loopback=settings.current().webhooks_to_loopback) + check_events(events)
    if errors:
        raise InvalidInput(*errors)
    async with unit_of_work(actor) as work:
        await work.sql.execute(LOCK, str(actor.workspace_id))
        if await work.sql.fetchval(COUNT, actor.workspace_id) >= MOST_WEBHOOKS:
            raise InvalidInput(InputError("TOO_MANY", f"A workspace has at most {MOST_WEBHOOKS} webhooks."))
        webhook_id, secret = new_id(), new_secret()
        values = (url, clean, named(events), seal_secret(secret, webhook_id))
        (row,) = await work.sql.fetch(
            INSERT, webhook_id, actor.workspace_id, *values, actor.member_id, work.now
        )
        subject = (Kind.WEBHOOK, webhook_id)
        await record(work, actor, "webhook.created", subject, events=named(events))
        work.changed(ChangeKind.WEBHOOK, webhook_id)
    return SecretWebhook(read_webhook(row), secret)


def check_events(events: Sequence[WebhookEvent]) -> list[InputError]:
    """What is wrong with the events that a webhook is to be told of."""
    if not events:
        return [InputError("REQUIRED", "Choose at least one event.", ("events",))]
    return []


def named(events: Sequence[WebhookEvent]) -> list[str]:
    """Events as they are kept: each once, in the order of the list of all."""
    return [event.value for event in WebhookEvent if event in events and event is not WebhookEvent.TEST]
