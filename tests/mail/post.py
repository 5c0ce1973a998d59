"""A courier at work on the tests' outbox: a plain kind of mail, its letters, and hands on the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from backend.core.access import system
from backend.core.db import Connection
from backend.core.work import unit_of_work
from backend.mail import actions
from backend.mail.actions import CancelResult, Due, MailDraft, OweResult
from backend.mail.courier import LEASE, Courier
from backend.mail.letters import Brand, Handler, Letter, Loaded, NotOwed, Slot, registry
from backend.mail.relay import Relay
from tests.mail.mail_server import MailServer

Owner: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
SCALE = 0.1  # leases of 2 s
PAST = datetime(2026, 1, 1, 8, tzinfo=UTC)
KIND = "sample"

OWED = """
    SELECT mail.id, mail.dedupe_key, mail.address, EXISTS (
        SELECT FROM suppressions x WHERE x.workspace_id = mail.workspace_id AND x.email_key = mail.address
    ) AS suppressed
    FROM mails mail WHERE mail.id = ANY($1)
"""


@dataclass(slots=True)
class Book:
    """The letters of the sample kind: who is refused, whose letter breaks, what is asked in between."""

    refused: dict[str, str] = field(default_factory=dict)
    breaks: set[str] = field(default_factory=set)
    changed: dict[str, str] = field(default_factory=dict)
    loads: list[list[str]] = field(default_factory=list)
    on_load: Callable[[list[str]], Any] | None = None

    async def load(self, connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
        """As a room's own handler does it."""
        rows = await connection.fetch(OWED, list(mail_ids))
        keys = [row["dedupe_key"] for row in rows]
        self.loads.append(keys)
        if self.on_load:
            await self.on_load(keys)
        return {row["id"]: self._letter(row) for row in rows}

    def _letter(self, row: asyncpg.Record) -> Loaded:
        key = row["dedupe_key"]
        if key in self.breaks:
            raise LookupError(key)
        if key in self.refused:
            return NotOwed(self.refused[key])
        if row["suppressed"]:
            return NotOwed("ADDRESS_BOUNCED")
        brand = Brand("Acme", "#1f5fae")
        slots: dict[str, Slot] = {
            "joining": False,
            "link": f"https://learn.example.org/{self.changed.get(key, key)}",
        }
        item: dict[str, Slot] = {
            "program": key,
            "session": "",
            "starts_at": PAST,
            "ends_at": None,
            "under_way": True,
        }
        return Letter(
            "program_invitation", "en", row["address"], row["address"], "Zoë", brand, slots, (item,)
        )


@dataclass(slots=True)
class Post:
    """One workspace's outbox, its mail server, and as many couriers as a test starts."""

    owner: Owner
    workspace: UUID
    server: MailServer
    book: Book = field(default_factory=Book)
    couriers: list[tuple[Courier, list[asyncio.Task[None]]]] = field(default_factory=list)

    def courier(self, *, connections: int = 4, url: str | None = None, scale: float = SCALE) -> Courier:
        """One more courier, not at work yet."""
        relay = Relay(url or self.server.url, "test.example", connections, scale)
        return Courier(relay, registry(Handler(KIND, self.book.load)), scale)

    def start(self, courier: Courier | None = None, *, sweeping: bool = True) -> Courier:
        """Put a courier to work."""
        made = courier or self.courier()
        tasks = [asyncio.create_task(made.run()), asyncio.create_task(made.keep_leases())]
        if sweeping:
            tasks.append(asyncio.create_task(sweep(made)))
        self.couriers.append((made, tasks))
        return made

    async def stop(self) -> None:
        """End all couriers."""
        for courier, tasks in self.couriers:
            await courier.stop(1)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self.couriers.clear()

    async def owe(self, *keys: str, **changes: Any) -> OweResult:
        """Owe a mail for each key, to an address of that name, due long ago unless told otherwise."""
        sample = MailDraft(KIND, "", None, None, Due.now(PAST))
        drafts = [
            replace(sample, **({"dedupe_key": key, "address": f"{key}@example.org"} | changes))
            for key in keys
        ]
        async with unit_of_work(system(self.workspace)) as work:
            return await actions.owe(work, self.workspace, drafts)

    async def cancel(self, *keys: str) -> CancelResult:
        """Take mails back."""
        async with unit_of_work(system(self.workspace)) as work:
            return await actions.cancel(work, keys, "TAKEN_BACK")

    async def row(self, key: str) -> asyncpg.Record:
        """A mail's row."""
        found = await self.owner.fetchrow("SELECT * FROM mails WHERE dedupe_key = $1", key)
        assert found is not None
        return found

    async def until(self, key: str, state: str, *, within: float = 30.0, **values: Any) -> asyncpg.Record:
        """Wait until a mail is in this state, with these values in its columns."""
        async with asyncio.timeout(within):
            while True:
                row = await self.row(key)
                if row["state"] == state and all(row[column] == value for column, value in values.items()):
                    return row
                await asyncio.sleep(0.01)

    async def outlives_its_lease(self, key: str, *, within: float = 30.0) -> None:
        """Wait until a mail's lease has been renewed after the instant at which the present one runs out."""
        first = (await self.row(key))["lease_until"]
        async with asyncio.timeout(within):
            while True:
                if (await self.row(key))["lease_until"] > first + LEASE * SCALE:
                    return
                await asyncio.sleep(0.02)

    async def until_all(self, kind: str, state: str, *, within: float = 30.0) -> None:
        """Wait until every mail of a kind is in this state."""
        others = "SELECT count(*) FROM mails WHERE kind = $1 AND state <> $2"
        async with asyncio.timeout(within):
            while True:
                if not await self.owner.fetchval(others, kind, state):
                    return
                await asyncio.sleep(0.02)

    async def now(self) -> datetime:
        """The instant by usher_now()."""
        found: datetime = await self.owner.fetchval("SELECT usher_now()")
        return found

    async def forward(self, by: timedelta) -> None:
        """Move the clock that decides dates."""
        await self.owner.execute("UPDATE usher_clock SET shift = shift + $1", by)


async def sweep(courier: Courier) -> None:
    """What a worker does again and again: what was put down for a moment is found by nothing else."""
    while True:
        await courier.recover()
        await courier.free_waiting()
        await courier.wake()
        await asyncio.sleep(0.1)
