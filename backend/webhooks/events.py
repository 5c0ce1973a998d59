"""The events that webhooks tell, and the body that tells one (Standard Webhooks, payload structure)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from backend.core.ids import Kind, encode


class WebhookEvent(StrEnum):
    """What happened; the value is the `type` of the body."""

    INVITATION_SENT = "invitation.sent"
    INVITATION_DELIVERED = "invitation.delivered"
    INVITATION_BOUNCED = "invitation.bounced"
    INVITATION_ACCEPTED = "invitation.accepted"
    INVITATION_EXPIRED = "invitation.expired"
    INVITATION_REVOKED = "invitation.revoked"
    MEMBER_CREATED = "member.created"
    MEMBER_UPDATED = "member.updated"
    MEMBER_DEACTIVATED = "member.deactivated"
    MEMBER_REACTIVATED = "member.reactivated"
    REGISTRATION_CREATED = "registration.created"
    REGISTRATION_ENDED = "registration.ended"
    PROGRAM_INVITATION_SENT = "program_invitation.sent"
    IMPORT_FINISHED = "import.finished"
    TEST = "webhook.test"


IDS = {
    "memberId": Kind.MEMBER,
    "invitationId": Kind.INVITATION,
    "registrationId": Kind.REGISTRATION,
    "sessionId": Kind.SESSION,
    "programId": Kind.PROGRAM,
    "batchId": Kind.BATCH,
    "importId": Kind.IMPORT,
    "webhookId": Kind.WEBHOOK,
}


def subject_kind(event: WebhookEvent) -> Kind:
    """What an event is about: its deliveries keep their order for each of these."""
    if event is WebhookEvent.IMPORT_FINISHED:
        return Kind.IMPORT
    return Kind.WEBHOOK if event is WebhookEvent.TEST else Kind.MEMBER


def body(event: WebhookEvent, occurred_at: datetime, data: Mapping[str, Any]) -> str:
    """The JSON that tells an event: `type`, `timestamp` and `data`; the same at each try."""
    told = {name: _public(name, value) for name, value in data.items()}
    at = occurred_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return orjson.dumps({"type": event.value, "timestamp": at, "data": told}).decode()


def _public(name: str, value: Any) -> Any:
    return encode(IDS[name], UUID(value)) if name in IDS and value else value
