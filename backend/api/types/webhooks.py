"""Webhooks and the log of their deliveries, as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID, Private, argument, field

from backend.api.arguments import After, Before, First, Last, page_of
from backend.api.context import Info
from backend.api.types.connections import Connection, connection
from backend.api.types.enums import explain
from backend.api.types.graph import Member, member_type
from backend.api.types.node import Node, Presenter, one
from backend.core.ids import Kind, encode, parse
from backend.webhooks import queries
from backend.webhooks.events import WebhookEvent, body, subject_kind
from backend.webhooks.queries import DeliveryFilter, DeliveryRow, WebhookRow
from backend.webhooks.rules import DeliveryState, Reason, WebhookState

explain(
    WebhookEvent,
    "What happened; `type` in the body is the value in small letters with a dot, such as invitation.sent.",
    INVITATION_SENT="The mail server accepted an invitation's mail.",
    INVITATION_DELIVERED="An invitation's mail was reported as delivered.",
    INVITATION_BOUNCED="An invitation's mail came back.",
    INVITATION_ACCEPTED="Somebody joined.",
    INVITATION_EXPIRED="An invitation ran out.",
    INVITATION_REVOKED="An invitation was taken back.",
    MEMBER_CREATED="There is a new member, invited or with an account.",
    MEMBER_UPDATED="Something of a member became different; `changed` names it.",
    MEMBER_DEACTIVATED="A member's access ended.",
    MEMBER_REACTIVATED="A member has access again.",
    REGISTRATION_CREATED="A member is registered in a session.",
    REGISTRATION_ENDED="A member is no longer registered in a session.",
    PROGRAM_INVITATION_SENT="The mail server accepted the invitation to a session of a program.",
    IMPORT_FINISHED="An import of accounts is through, was stopped or failed.",
    TEST="Nothing; somebody tries the webhook. It is told whatever was asked for.",
)
explain(
    WebhookState,
    "Whether a webhook is told anything; events are kept for it in every state, for 30 days.",
    ENABLED="It is told.",
    PAUSED="Somebody paused it; what happens meanwhile waits.",
    DISABLED="It failed for three days, or said that it is gone; what happens meanwhile waits.",
)
explain(
    DeliveryState,
    "Where a delivery stands.",
    name="WebhookDeliveryState",
    SCHEDULED="Waits for its turn, its time or its webhook.",
    SENDING="Is on its way.",
    DELIVERED="The receiver answered with a 2xx status.",
    FAILED="Given up after three days, or the receiver said that it is gone; it can be replayed.",
)
explain(
    Reason,
    "Why the last attempt told nobody.",
    name="WebhookFailure",
    ANSWERED="The receiver answered with a status other than 2xx.",
    REDIRECTED="The receiver sent us elsewhere; redirects are not followed.",
    GONE="The receiver answered 410: it is gone, and the webhook is disabled.",
    TIMED_OUT="The receiver did not answer in time.",
    UNREACHABLE="There was no connection: no such name, refused, cut, or no valid certificate.",
    PRIVATE_ADDRESS="The name leads to an address that is not on the open internet.",
    UNREADABLE_SECRET="The secret can't be opened any more; rotate it.",  # noqa: S106 - a reason, no secret
    WORKER_GONE="A worker ended with it on its way; it goes again.",
)


@strawberry.type(description="One event owed to one webhook, and what became of it.")
class WebhookDelivery(Node):
    event: WebhookEvent = field(description="What happened.")
    occurred_at: datetime = field(description="When it happened.")
    state: DeliveryState = field(description="Where it stands.")
    attempts: int = field(description="How often it was tried, since it was last replayed.")
    last_attempt_at: datetime | None = field(description="When it was last tried; null for never.")
    delivered_at: datetime | None = field(description="When the receiver took it.")
    response_status: int | None = field(description="The HTTP status of the last answer; null for none.")
    row: Private[DeliveryRow]

    @field(description="Why the last attempt told nobody; null where it did, or where there was none.")
    def reason(self) -> Reason | None:
        return Reason(self.row.reason) if self.row.reason else None

    @field(description="When it is tried next at the earliest; null unless it is scheduled.")
    def next_at(self) -> datetime | None:
        return self.row.next_at if self.row.state is DeliveryState.SCHEDULED else None

    @field(description="The id of whom or what it is about; for each of these, order is kept.")
    def subject_id(self) -> ID:
        return ID(encode(subject_kind(self.row.event), self.row.subject_id))

    @field(description="The JSON that is posted, the same at each try.")
    def body(self) -> str:
        return body(self.row.event, self.row.occurred_at, self.row.data)

    @field(description="The webhook it is owed to.")
    async def webhook(self, info: Info) -> Webhook | None:
        return await one(info.context.loaders.webhook, self.row.webhook_id, webhook_type)


@strawberry.input(description="What a log of deliveries is narrowed to; everything given must hold.")
class WebhookDeliveryFilter:
    state: list[DeliveryState] | None = field(default=None, description="Any of these.")
    event: list[WebhookEvent] | None = field(default=None, description="Any of these.")
    subject_id: ID | None = field(default=None, description="About this member or import.")


@strawberry.type(description="An address that is told of events, signed as Standard Webhooks says.")
class Webhook(Node):
    url: str = field(description="Where events are posted.")
    description: str = field(description="What it is for; may be empty.")
    events: list[WebhookEvent] = field(description="What it is told of.")
    state: WebhookState = field(description="Whether it is told anything.")
    failures: int = field(description="How many attempts failed in a row; 0 while it is well.")
    failing_since: datetime | None = field(description="When that row began; null while it is well.")
    delivered_at: datetime | None = field(description="When it last took an event; null for never.")
    created_at: datetime = field(description="When it was made.")
    row: Private[WebhookRow]

    @field(description="Why Usher disabled it: GONE or FAILED_TOO_LONG; null where it did not.")
    def disabled_reason(self) -> str | None:
        return self.row.disabled_reason

    @field(description="Until when the former secret signs beside the new one; null or past for no longer.")
    def former_secret_until(self) -> datetime | None:
        return self.row.former_until

    @field(description="How many deliveries it still waits for.")
    async def waiting(self, info: Info) -> int:
        return await info.context.loaders.webhook_waiting.load(self.row.id) or 0

    @field(description="Who made it; null for a key, or where the caller may not see them.")
    async def created_by(self, info: Info) -> Member | None:
        return await one(info.context.loaders.member, self.row.created_by, member_type)

    @field(description="The log of what it was told and is owed, newest first; kept for 30 days.")
    async def deliveries(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[WebhookDeliveryFilter | None, argument(description="None for all.")] = None,
    ) -> Connection[WebhookDelivery]:
        actor, webhook_id, wanted = info.context.actor, self.row.id, _filter(filter)
        page = await queries.list_deliveries(actor, webhook_id, page_of(first, after, last, before), wanted)
        return connection(page, delivery_type, lambda: queries.count_deliveries(actor, webhook_id, wanted))


webhook_type = Presenter(Webhook, Kind.WEBHOOK, WebhookRow)
delivery_type = Presenter(WebhookDelivery, Kind.WEBHOOK_DELIVERY, DeliveryRow)


def _filter(given: WebhookDeliveryFilter | None) -> DeliveryFilter:
    if given is None:
        return DeliveryFilter()
    subject = parse(given.subject_id)[1] if given.subject_id else None
    return DeliveryFilter(tuple(given.state or ()), tuple(given.event or ()), subject)
