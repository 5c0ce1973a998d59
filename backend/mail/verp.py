"""Return paths that say which mail came back, and that nobody else can make up (VERP)."""

from __future__ import annotations

import hmac
from base64 import b32encode
from uuid import UUID

from backend.core import settings
from backend.core.errors import WrongId
from backend.core.ids import Kind, decode, encode

PREFIX = f"{Kind.MAIL.value}_"
SIGNATURE = 16  # letters: 80 bits


def return_path(mail_id: UUID) -> str:
    """The address that bounces of this mail go to; empty where no address for bounces is set.

    `bounce@example.org` becomes `bounce+<mail>.<signature>@example.org`: small letters and digits only, since
    local parts may lose their case on the way.
    """
    base = settings.current().bounce_address
    if base is None:
        return ""
    local, _, domain = base.partition("@")
    return f"{local}+{encode(Kind.MAIL, mail_id).removeprefix(PREFIX)}.{_signature(mail_id)}@{domain}"


def read_return_path(address: str) -> UUID | None:
    """The mail that an address stands for; None where it is none of ours, or forged."""
    base = settings.current().bounce_address or ""
    local, _, domain = address.lower().rpartition("@")
    wanted, _, at = base.lower().partition("@")
    name, _, tag = local.rpartition("+")
    letters, _, signature = tag.partition(".")
    try:
        mail_id = decode(Kind.MAIL, PREFIX + letters)
    except WrongId:
        return None
    genuine = hmac.compare_digest(signature.encode(), _signature(mail_id).encode())
    return mail_id if genuine and (name, domain) == (wanted, at) else None


def _signature(mail_id: UUID) -> str:
    key = settings.current().secret.encode()
    digest = hmac.digest(key, b"VERP:" + mail_id.bytes, "sha256")
    return b32encode(digest).decode().lower()[:SIGNATURE]
