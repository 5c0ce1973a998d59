"""Changing a webhook: where it goes, what it is told, whether it is told anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.audit.actions import record
from backend.core import settings
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.ids import Kind
from backend.core.text import check_text
from backend.core.work import ChangeKind, unit_of_work
from backend.webhooks.actions.create_webhook import check_events, named
from backend.webhooks.events import WebhookEvent
from backend.webhooks.outbox import DELIVER_WEBHOOKS
from backend.webhooks.queries import COLUMNS, WebhookRow, read_webhook
from backend.webhooks.rules import WebhookState, check_url

# Whoever enables it says that it is well again: its failures are forgotten.
UPDATE = f"""
    UPDATE webhooks SET url = coalesce($3, url), description = coalesce($4, description),
        events = coalesce($5, events), state = coalesce($6, state),
        disabled_reason = CASE WHEN $6 IS NULL THEN disabled_reason END,
        failures = CASE WHEN $6 = 'ENABLED' THEN 0 ELSE failures END,
        failing_since = CASE WHEN $6 = 'ENABLED' THEN NULL ELSE failing_since END,
        rests_until = CASE WHEN $6 = 'ENABLED' THEN NULL ELSE rests_until END
    WHERE workspace_id = $1 AND id = $2 RETURNING {COLUMNS}
"""


@dataclass(frozen=True, slots=True)
class WebhookChanges:
    """What becomes different; None leaves it as it is."""

    url: str | None = None
    description: str | None = None
    events: Sequence[WebhookEvent] | None = None
    state: WebhookState | None = None


@needs(Permission.MANAGE_KEYS)
async def update_webhook(actor: Actor, webhook_id: UUID, changes: WebhookChanges) -> WebhookRow:
    """Change a webhook; what waits for it goes to where it points now. Raises NotFound, InvalidInput."""
    clean, errors = check_text(changes.description or "", "description", most=200)
    errors += _check(changes)
    if errors:
        raise InvalidInput(*errors)
    told = None if changes.description is None else clean
    events = None if changes.events is None else named(changes.events)
    async with unit_of_work(actor) as work:
        values = (changes.url, told, events, changes.state.value if changes.state else None)
        row = await work.sql.fetchrow(UPDATE, actor.workspace_id, webhook_id, *values)
        if row is None:
            raise NotFound
        subject = (Kind.WEBHOOK, webhook_id)
        await record(work, actor, "webhook.updated", subject, events=events, state=changes.state)
        work.changed(ChangeKind.WEBHOOK, webhook_id)
        work.poke(DELIVER_WEBHOOKS)
    return read_webhook(row)


def _check(changes: WebhookChanges) -> list[InputError]:
    errors = check_events(changes.events) if changes.events is not None else []
    if changes.url is not None:
        errors += check_url(changes.url, loopback=settings.current().webhooks_to_loopback)
    if changes.state is WebhookState.DISABLED:
        message = "A webhook is disabled by Usher alone; pause it instead."
        errors.append(InputError("STATE_NOT_YOURS", message, ("state",), None, WebhookState.PAUSED.value))
    return errors
