"""Webhooks over GraphQL."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, field

from backend.api.arguments import After, Before, First, Last, page_of
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.connections import Connection, connection
from backend.api.types.errors import InputError
from backend.api.types.webhooks import Webhook, WebhookDelivery, delivery_type, webhook_type
from backend.core.ids import Kind, decode
from backend.webhooks import queries
from backend.webhooks.actions.create_webhook import create_webhook
from backend.webhooks.actions.delete_webhook import delete_webhook
from backend.webhooks.actions.replay_webhook_delivery import (
    replay_webhook_deliveries,
    replay_webhook_delivery,
)
from backend.webhooks.actions.rotate_webhook_secret import rotate_webhook_secret
from backend.webhooks.actions.send_webhook_test import send_webhook_test
from backend.webhooks.actions.update_webhook import WebhookChanges, update_webhook
from backend.webhooks.events import WebhookEvent
from backend.webhooks.rules import WebhookState


@strawberry.input(description="Where events are posted, and which.")
class CreateWebhookInput:
    url: str = field(description="An https address on the open internet.")
    events: list[WebhookEvent] = field(description="What it is told of.")
    description: str = field(default="", description="What it is for.")


@strawberry.input(description="What becomes different; what is left out stays.")
class UpdateWebhookInput:
    id: ID = field(description="The webhook.")
    url: str | None = field(default=None, description="Where events are posted; what waits goes there too.")
    events: list[WebhookEvent] | None = field(default=None, description="What it is told of.")
    description: str | None = field(default=None, description="What it is for.")
    state: WebhookState | None = field(
        default=None, description="PAUSED or ENABLED; what waited goes out once it is enabled."
    )


@strawberry.input(description="Which webhook to remove.")
class DeleteWebhookInput:
    id: ID = field(description="The webhook.")


@strawberry.input(description="Which webhook gets a new secret, and how long the former one signs beside it.")
class RotateWebhookSecretInput:
    id: ID = field(description="The webhook.")
    overlap_hours: int = field(default=24, description="0 to 168; 0 ends the former one at once.")


@strawberry.input(description="Which webhook to try.")
class SendWebhookTestInput:
    id: ID = field(description="The webhook.")


@strawberry.input(description="Which delivery to make again.")
class ReplayWebhookDeliveryInput:
    delivery_id: ID = field(description="The delivery; it keeps its id and its body.")


@strawberry.input(description="Which of a webhook's deliveries to make again.")
class ReplayWebhookDeliveriesInput:
    id: ID = field(description="The webhook.")
    since: datetime = field(description="What happened from this instant on.")
    failed_only: bool = field(default=True, description="Only what failed; false for what arrived too.")


@strawberry.type(description="The webhook with its secret, or what to mend.")
class SecretWebhookPayload:
    webhook: Webhook | None = field(default=None, description="Null where it was refused.")
    secret: str | None = field(default=None, description="What signs from now on: whsec_… Shown once.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type(description="The webhook, or what to mend.")
class WebhookPayload:
    webhook: Webhook | None = field(default=None, description="The webhook; as it was, where it was removed.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type(description="The delivery, or what to mend.")
class WebhookDeliveryPayload:
    delivery: WebhookDelivery | None = field(default=None, description="The delivery, owed.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type(description="How many deliveries are owed again, or what to mend.")
class ReplayWebhookDeliveriesPayload:
    replayed: int = field(default=0, description="How many.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type
class WebhookQueries:
    @field(description="The webhooks of the workspace, oldest first.")
    async def webhooks(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Webhook]:
        actor = info.context.actor
        page = await queries.list_webhooks(actor, page_of(first, after, last, before))
        return connection(page, webhook_type, lambda: queries.count_webhooks(actor))


@strawberry.type
class WebhookMutations:
    @mutation("Make a webhook; its secret is in this answer and nowhere else.")
    async def create_webhook(self, info: Info, input: CreateWebhookInput) -> SecretWebhookPayload:
        made = await create_webhook(
            info.context.actor, input.url, input.events, description=input.description
        )
        return SecretWebhookPayload(webhook=webhook_type(made.webhook), secret=made.secret)

    @mutation("Change a webhook, pause it or enable it.")
    async def update_webhook(self, info: Info, input: UpdateWebhookInput) -> WebhookPayload:
        changes = WebhookChanges(input.url, input.description, input.events, input.state)
        row = await update_webhook(info.context.actor, decode(Kind.WEBHOOK, input.id), changes)
        return WebhookPayload(webhook=webhook_type(row))

    @mutation("Remove a webhook, with its log and what it was still owed.")
    async def delete_webhook(self, info: Info, input: DeleteWebhookInput) -> WebhookPayload:
        row = await delete_webhook(info.context.actor, decode(Kind.WEBHOOK, input.id))
        return WebhookPayload(webhook=webhook_type(row))

    @mutation("Give a webhook a new secret; the former one signs beside it for a while.")
    async def rotate_webhook_secret(
        self, info: Info, input: RotateWebhookSecretInput
    ) -> SecretWebhookPayload:
        webhook_id = decode(Kind.WEBHOOK, input.id)
        made = await rotate_webhook_secret(info.context.actor, webhook_id, input.overlap_hours)
        return SecretWebhookPayload(webhook=webhook_type(made.webhook), secret=made.secret)

    @mutation("Owe a webhook an event of no consequence, to see whether it arrives.")
    async def send_webhook_test(self, info: Info, input: SendWebhookTestInput) -> WebhookDeliveryPayload:
        row = await send_webhook_test(info.context.actor, decode(Kind.WEBHOOK, input.id))
        return WebhookDeliveryPayload(delivery=delivery_type(row))

    @mutation("Make one delivery again, at once.")
    async def replay_webhook_delivery(
        self, info: Info, input: ReplayWebhookDeliveryInput
    ) -> WebhookDeliveryPayload:
        delivery_id = decode(Kind.WEBHOOK_DELIVERY, input.delivery_id)
        row = await replay_webhook_delivery(info.context.actor, delivery_id)
        return WebhookDeliveryPayload(delivery=delivery_type(row))

    @mutation("Make again what failed since an instant, or all that happened since.")
    async def replay_webhook_deliveries(
        self, info: Info, input: ReplayWebhookDeliveriesInput
    ) -> ReplayWebhookDeliveriesPayload:
        number = await replay_webhook_deliveries(
            info.context.actor,
            decode(Kind.WEBHOOK, input.id),
            input.since,
            failed_only=input.failed_only,
        )
        return ReplayWebhookDeliveriesPayload(replayed=number)
