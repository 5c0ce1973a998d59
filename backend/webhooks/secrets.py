"""The secrets that sign webhooks: made here, sealed at rest, two at once while one follows the other."""

from __future__ import annotations

import os
from base64 import b64encode
from datetime import UTC, datetime
from uuid import UUID

from standardwebhooks import Webhook as Signer

from backend.core.sealing import seal, unseal

PREFIX = "whsec_"
BYTES = 32  # the specification asks for 24 to 64


def new_secret() -> str:
    """A fresh secret: `whsec_` and base64."""
    return PREFIX + b64encode(os.urandom(BYTES)).decode()


def seal_secret(secret: str, webhook_id: UUID) -> bytes:
    """A secret as it is kept; only this webhook's row opens it."""
    return seal(secret, webhook_id)


def signed_headers(
    webhook_id: UUID, sealed: tuple[bytes, ...], message_id: str, at: datetime, body: str
) -> dict[str, str]:
    """The three headers of the specification, signed with each secret that holds; raises BrokenSeal."""
    signatures = [
        Signer(unseal(one, webhook_id)).sign(message_id, at.astimezone(UTC), body) for one in sealed
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
