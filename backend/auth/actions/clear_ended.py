"""Clearing away what has long ended: tokens, mailed links, one-time codes, windows of rate limits."""

from __future__ import annotations

from datetime import timedelta

from backend.core.db import crossing
from backend.core.limits import forget_ended

# So long the holder of a link still learns what became of it.
KEPT = timedelta(days=30)

TOKENS = """
    DELETE FROM access_tokens
    WHERE least(ended_at, expires_at) < (SELECT public.usher_now()) - $1::interval
"""
ENDED = (
    TOKENS,
    "DELETE FROM password_resets WHERE expires_at < (SELECT public.usher_now()) - $1::interval",
    "DELETE FROM sign_in_codes WHERE expires_at < (SELECT public.usher_now()) - $1::interval",
    "DELETE FROM email_changes WHERE expires_at < (SELECT public.usher_now()) - $1::interval",
)


async def clear_ended() -> int:
    """Delete what ended a month ago, in every workspace; returns how many rows."""
    async with crossing() as sql:
        done = [await sql.execute(statement, KEPT) for statement in ENDED]
    return sum(int(one.rpartition(" ")[2]) for one in done) + await forget_ended()
