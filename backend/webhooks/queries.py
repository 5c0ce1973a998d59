"""Reading webhooks, and the log of what they were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from backend.core.access import Actor, Permission, require
from backend.core.db import Row, reading
from backend.core.paging import Keyset, Page, PageRequest, count_rows, make_page
from backend.core.sqltext import Where
from backend.webhooks.events import WebhookEvent
from backend.webhooks.rules import DeliveryState, WebhookState

COLUMNS = """id, url, description, events, state, disabled_reason, former_until, failures, failing_since,
    delivered_at, created_by, created_at"""
DELIVERY = """id, webhook_id, event, subject_id, data, occurred_at, state, attempts, next_at, last_attempt_at,
    delivered_at, response_status, reason"""
OLDEST = Keyset("created_at", "timestamptz")
NEWEST = Keyset("occurred_at", "timestamptz", descending=True)
WAITING = """
    SELECT webhook_id, count(*) AS number FROM webhook_deliveries
    WHERE workspace_id = $1 AND webhook_id = ANY($2::uuid[]) AND state IN ('SCHEDULED', 'SENDING')
    GROUP BY webhook_id
"""


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook as it stands; its secret is known to the receiver alone."""

    id: UUID
    url: str
    description: str
    events: list[WebhookEvent]
    state: WebhookState
    disabled_reason: str | None
    former_until: datetime | None
    failures: int
    failing_since: datetime | None
    delivered_at: datetime | None
    created_by: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One event owed to one webhook, and what became of it."""

    id: UUID
    webhook_id: UUID
    event: WebhookEvent
    subject_id: UUID
    data: dict[str, Any]
    occurred_at: datetime
    state: DeliveryState
    attempts: int
    next_at: datetime
    last_attempt_at: datetime | None
    delivered_at: datetime | None
    response_status: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What the log is narrowed to; everything given must hold."""

    states: tuple[DeliveryState, ...] = ()
    events: tuple[WebhookEvent, ...] = ()
    subject_id: UUID | None = None


async def list_webhooks(actor: Actor, page: PageRequest) -> Page[WebhookRow]:
    """One page of the webhooks, oldest first."""
    require(actor, Permission.MANAGE_KEYS)
    where = Where()
    where.add("workspace_id = {}", actor.workspace_id)
    beyond, tail = OLDEST.clause(page, where.parameters)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM webhooks WHERE {where} AND {beyond} {tail}", *where.parameters
        )
    return make_page(rows, page, read_webhook, lambda row: (row["created_at"], row["id"]))


async def count_webhooks(actor: Actor) -> int:
    """How many there are."""
    require(actor, Permission.MANAGE_KEYS)
    return await count_rows(actor, "webhooks WHERE workspace_id = $1", [actor.workspace_id])


async def webhooks_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, WebhookRow]:
    """Those of these webhooks that there are."""
    require(actor, Permission.MANAGE_KEYS)
    query = f"SELECT {COLUMNS} FROM webhooks WHERE workspace_id = $1 AND id = ANY($2)"
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(query, actor.workspace_id, list(ids))
    return {row["id"]: read_webhook(row) for row in rows}


async def waiting_of(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many deliveries each of these webhooks still waits for."""
    require(actor, Permission.MANAGE_KEYS)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(WAITING, actor.workspace_id, list(ids))
    return {row["webhook_id"]: row["number"] for row in rows}


async def list_deliveries(
    actor: Actor, webhook_id: UUID, page: PageRequest, wanted: DeliveryFilter
) -> Page[DeliveryRow]:
    """One page of a webhook's log, newest first."""
    require(actor, Permission.MANAGE_KEYS)
    where = _where(actor, webhook_id, wanted)
    beyond, tail = NEWEST.clause(page, where.parameters)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {DELIVERY} FROM webhook_deliveries WHERE {where} AND {beyond} {tail}", *where.parameters
        )
    return make_page(rows, page, read_delivery, lambda row: (row["occurred_at"], row["id"]))


async def count_deliveries(actor: Actor, webhook_id: UUID, wanted: DeliveryFilter) -> int:
    """How many there are, counted up to 10,001."""
    require(actor, Permission.MANAGE_KEYS)
    where = _where(actor, webhook_id, wanted)
    return await count_rows(actor, f"webhook_deliveries WHERE {where}", where.parameters)


async def deliveries_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, DeliveryRow]:
    """Those of these deliveries that there are."""
    require(actor, Permission.MANAGE_KEYS)
    query = f"SELECT {DELIVERY} FROM webhook_deliveries WHERE workspace_id = $1 AND id = ANY($2)"
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(query, actor.workspace_id, list(ids))
    return {row["id"]: read_delivery(row) for row in rows}


def read_webhook(row: Row) -> WebhookRow:
    """A webhook out of its row."""
    values: list[Any] = list(row.values())
    values[3:5] = [[WebhookEvent(event) for event in row["events"]], WebhookState(row["state"])]
    return WebhookRow(*values)


def read_delivery(row: Row) -> DeliveryRow:
    """A delivery out of its row."""
    values = dict(row) | {
        "event": WebhookEvent(row["event"]),
        "data": orjson.loads(row["data"]),
        "state": DeliveryState(row["state"]),
    }
    return DeliveryRow(**values)


def _where(actor: Actor, webhook_id: UUID, wanted: DeliveryFilter) -> Where:
    where = Where()
    where.add("workspace_id = {}", actor.workspace_id)
    where.add("webhook_id = {}", webhook_id)
    if wanted.states:
        where.add("state = ANY({}::text[])", [state.value for state in wanted.states])
    if wanted.events:
        where.add("event = ANY({}::text[])", [event.value for event in wanted.events])
    if wanted.subject_id is not None:
        where.add("subject_id = {}", wanted.subject_id)
    return where
