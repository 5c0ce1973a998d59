"""What people do while everything around them breaks: invite, take out, move, cancel, deactivate."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.ids import Kind, encode
from tests.faults.caller import STUBBORN_FOR, people
from tests.faults.history import Letter
from tests.faults.system import System

AT_ONCE = 25  # addresses in one call
DAY = timedelta(days=1)
DATABASE_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


@dataclass(slots=True)
class Story:
    """A group in a session that has started and in one of tomorrow, and what becomes of its people.

    No two stories share a group, a session or a person, so that each knows what it must find in the end.
    """

    system: System
    number: int
    chance: random.Random
    group: UUID
    today: UUID
    tomorrow: UUID
    crowd: list[str] = field(default_factory=list)
    calls: int = 0

    async def tell(self, size: int) -> None:
        """All of it, one call after the other; every call is repeated until it is answered."""
        self.crowd = people(size, f"s{self.number}-")
        sessions = (self.today, self.tomorrow)
        for start in range(0, size, AT_ONCE):
            some = self.crowd[start : start + AT_ONCE]
            await self.system.owner.invite(
                some, groups=[self.group], sessions=sessions, key=self._key(), stubborn=True
            )
            await self._pause()
        some = self.chance.sample(self.crowd, size // 4)
        for verb, who in self.chance.sample(
            [(self._leave, some[: size // 8]), (self._deactivate, some[size // 8 :])], 2
        ):
            await verb(who)
            await self._pause()
        await self.chance.choice([self._move, self._cancel, self._nothing])()

    async def _leave(self, who: list[str]) -> None:
        noted = {"left": [(one, self.group) for one in who]}
        given = {"groupId": encode(Kind.GROUP, self.group), "memberIds": await self._ids(who)}
        taken = self._programs(who, self.today, self.tomorrow)
        await self._ask("removeGroupMembers", given, noted, taken)

    async def _deactivate(self, who: list[str]) -> None:
        taken = self._programs(who, self.today, self.tomorrow)
        taken |= {Letter(one, "workspace_invitation") for one in who}
        await self._ask("deactivateMembers", {"ids": await self._ids(who)}, {"out": who}, taken)

    async def _move(self) -> None:
        starts = await self._fetch("SELECT starts_at + interval '1 day' AS at FROM sessions WHERE id = $1")
        given = {"id": self._session, "startsAt": starts[0]["at"].isoformat(), "notify": False}
        await self._ask("updateSession", given, {}, set())

    async def _cancel(self) -> None:
        given = {"id": self._session, "notify": False}
        await self._ask("cancelSession", given, {}, self._programs(self.crowd, self.tomorrow))

    async def _nothing(self) -> None:
        """Some sessions take place as they were planned."""

    @property
    def _session(self) -> str:
        return encode(Kind.SESSION, self.tomorrow)

    async def _ask(self, name: str, given: dict[str, Any], noted: dict[str, Any], taken: set[Letter]) -> None:
        await self.system.owner.ask(name, given, noted, withdraws=taken, key=self._key(), stubborn=True)

    async def _ids(self, who: Sequence[str]) -> list[str]:
        rows = await self._fetch("SELECT id FROM members WHERE email_key = ANY($1::text[])", list(who))
        assert len(rows) == len(who)
        return [encode(Kind.MEMBER, row["id"]) for row in rows]

    async def _fetch(self, query: str, *values: Any) -> list[asyncpg.Record]:
        """Ask the database, which may be away at the moment."""
        async with asyncio.timeout(STUBBORN_FOR):
            while True:
                try:
                    return await once(
                        self.system.parts.database.owner_url, query, *values or (self.tomorrow,)
                    )
                except DATABASE_AWAY:
                    await asyncio.sleep(0.2)

    def _programs(self, who: Sequence[str], *sessions: UUID) -> set[Letter]:
        return {Letter(one, "program_invitation", str(session)) for one in who for session in sessions}

    def _key(self) -> str:
        self.calls += 1
        return f"story-{self.number}-{self.calls}"

    async def _pause(self) -> None:
        await asyncio.sleep(self.chance.random())


async def once(url: str, query: str, *values: Any) -> list[asyncpg.Record]:
    """One question over a connection of its own."""
    sql = await asyncpg.connect(url, timeout=10)
    try:
        return await sql.fetch(query, *values)
    finally:
        await sql.close()
