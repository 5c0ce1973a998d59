"""The outbox in numbers, asked of the database when they are wanted: any process can tell them."""

from __future__ import annotations

from prometheus_client import Gauge

from backend.mail.gate import gate_status

DUE = Gauge("usher_due_mails", "Mails that are due and not yet taken by a worker")
OLDEST = Gauge("usher_oldest_due_mail_seconds", "How long the oldest due mail has been waiting")
HELD = Gauge("usher_outbox_held", "1 while the gate before the outbox is shut")


async def refresh() -> None:
    """Ask anew."""
    status = await gate_status()
    DUE.set(status.due)
    OLDEST.set(status.oldest.total_seconds())
    HELD.set(not status.open)
