"""`usher clock`: moves the clock that decides dates, on the local set-up only."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import asyncpg

from backend.core.settings import SettingsError

UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
SHIFT = re.compile(r"[+-](?:\d+[wdhms])+")


def parse_shift(text: str) -> timedelta | None:
    """`+9d`, `-1d12h`: how far to move; `reset` is None: back to the real time."""
    if text == "reset":
        return None
    if not SHIFT.fullmatch(text):
        raise SettingsError(f"{text!r} is not a shift: say +9d, -12h, +1w2d30m or reset.")
    amounts = {UNITS[unit]: int(number) for number, unit in re.findall(r"(\d+)([wdhms])", text)}
    return timedelta(**amounts) * (-1 if text.startswith("-") else 1)


async def move_clock(owner_url: str, shift: timedelta | None) -> datetime:
    """Move the clock on from where it stands, or back to the real time; returns what it says now."""
    connection = await asyncpg.connect(owner_url)
    try:
        change = "'0'" if shift is None else "shift + $1"
        values = () if shift is None else (shift,)
        await connection.execute(f"UPDATE usher_clock SET shift = {change}", *values)
        told: datetime = await connection.fetchval("SELECT usher_now()")
        return told
    finally:
        await connection.close()
