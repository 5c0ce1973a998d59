"""`usher hold` and `usher release`: the gate before the outbox, by hand."""

from __future__ import annotations

from datetime import datetime

from backend.core.db import close_database, open_database
from backend.core.settings import Settings
from backend.mail import gate
from backend.models import tortoise_config


async def hold(settings: Settings) -> str:
    """Shut it; answers the line to print."""
    await open_database(tortoise_config(settings.database_url or "", connections=1))
    try:
        status = await gate.hold()
    finally:
        await close_database()
    return f"Mail is held; {status.due} are due. Everything stays owed until `usher release`."


async def release(settings: Settings, sent_until: datetime | None) -> str:
    """Open it; answers the line to print."""
    await open_database(tortoise_config(settings.database_url or "", connections=1))
    try:
        taken = await gate.release(sent_until)
        status = await gate.gate_status()
    finally:
        await close_database()
    before = f"{taken} were taken for sent. " if sent_until else ""
    return f"{before}Mail leaves again; {status.due} are due now."
