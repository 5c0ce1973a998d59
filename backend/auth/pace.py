"""Answers that take the same time whatever was found."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def no_sooner_than(seconds: float) -> AsyncIterator[None]:
    """Leave this block only when so much time has passed, also by an exception."""
    started = time.monotonic()
    try:
        yield
    finally:
        await asyncio.sleep(started + seconds - time.monotonic())
