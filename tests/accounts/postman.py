"""Delivers what is owed to a mail server that keeps it, when a test says so."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from backend.mail.courier import Courier
from backend.mail.relay import Relay
from backend.worker import HANDLERS
from tests.mail.mail_server import MailServer
from tests.mail.post import sweep

SCALE = 0.02


@dataclass(slots=True)
class Postman:
    """One courier on one mail server."""

    server: MailServer
    _at_work: list[tuple[Courier, list[asyncio.Task[None]]]] = field(default_factory=list)

    async def bring(self, count: int) -> list[tuple[str, str, str]]:
        """Deliver until so many mails have arrived in all; recipient, subject and text of each."""
        if not self._at_work:
            courier = Courier(Relay(self.server.url, "test.example", 4, SCALE), HANDLERS, SCALE)
            tasks = [asyncio.create_task(one) for one in (courier.run(), sweep(courier))]
            self._at_work.append((courier, tasks))
        arrived = await self.server.arrived(count)
        return [(mail.recipients[0], mail.message["Subject"], _text(mail.message)) for mail in arrived]

    async def stop(self) -> None:
        """Wait for what is on its way, and end."""
        for courier, tasks in self._at_work:
            await courier.stop(2)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._at_work.clear()


def _text(message: object) -> str:
    body = message.get_body(("plain",))  # type: ignore[attr-defined]  # an EmailMessage
    return str(body.get_content())
