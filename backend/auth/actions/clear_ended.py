"""Clearing away what has long ended: tokens, links to choose a password, windows of rate limits."""

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
RESETS = "DELETE FROM password_resets WHERE expires_at < (SELECT public.usher_now()) - $1::interval"


async def clear_ended() -> int:
    """Delete what ended a month ago, in every workspace; returns how many rows."""
    async with crossing() as sql:
        done = [await sql.execute(statement, KEPT) for statement in (TOKENS, RESETS)]
    return sum(int(one.rpartition(" ")[2]) for one in done) + await forget_ended()
