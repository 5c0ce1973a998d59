"""Secrets that people hold: random ones for devices, derived ones for links; only hashes are stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from uuid import UUID

from backend.core import settings


def new_token() -> str:
    """A fresh secret of 256 bits, as text."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token: its SHA-256, in hex (the token itself has 256 bits of its own)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def link_token(purpose: str, row: UUID, version: int) -> str:
    """The token of a link: an HMAC of its row, so that a letter renders again byte for byte."""
    key = settings.current().secret.encode()
    digest = hmac.digest(key, f"{purpose}:{row}:{version}".encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")
