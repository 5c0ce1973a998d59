"""One-time sign-in codes: short enough to be read aloud, long enough not to be guessed in their life."""

from __future__ import annotations

import hmac
import secrets
from uuid import UUID

from backend.core import settings
from backend.core.text import is_storable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else
LENGTH = 10  # 49 bits; ten tries a minute are let through


def new_code() -> str:
    """A fresh code, such as `7KQF2-9MXWB`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"


def code_hash(code: str, member_id: UUID) -> str:
    """What is stored of a code, however it was typed: an HMAC, since a code is short enough to be tried."""
    clean = "".join(code.upper().split()).replace("-", "") if is_storable(code) else ""
    key = settings.current().secret.encode()
    return hmac.new(key, f"CODE:{member_id}:{clean}".encode(), "sha256").hexdigest()
