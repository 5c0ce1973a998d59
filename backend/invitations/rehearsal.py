"""Previews that can't differ from the change: the change itself, made and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.core.work import Work


@asynccontextmanager
async def rehearsed(work: Work, preview: bool) -> AsyncIterator[None]:
    """What is done within is taken back at the end where it is only a preview, and nobody hears of it."""
    if not preview:
        yield
        return
    trial = work.sql.transaction()
    await trial.start()
    try:
        yield
    finally:
        await trial.rollback()
        work.pokes.clear()
        work.changes.clear()
