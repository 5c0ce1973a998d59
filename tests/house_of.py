"""A workspace with an owner, groups, programs and sessions, made by the actions themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.access import Actor, Role
from backend.groups.actions import GroupDraft, create_group
from backend.invitations.assign_group import assign_group_to_session
from backend.invitations.create_session import SessionDraft, create_session
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from backend.programs.actions import ProgramDraft, create_program
from backend.seed import make_owner

SHIFT = "UPDATE usher_clock SET shift = shift + $1"


@dataclass(frozen=True, slots=True)
class Someone(Actor):
    """A caller who is a person."""

    member_id: UUID


@dataclass(slots=True)
class Home:
    """One workspace under test; `sql` is the owner's connection, which no wall stops."""

    sql: asyncpg.Connection[asyncpg.Record]
    owner: Actor

    @property
    def owner_id(self) -> UUID:
        """Who the owner is."""
        assert self.owner.member_id
        return self.owner.member_id

    async def now(self) -> datetime:
        """The instant by usher_now()."""
        found: datetime = await self.sql.fetchval("SELECT usher_now()")
        return found

    async def wait(self, time: timedelta) -> None:
        """Move the clock that decides dates."""
        await self.sql.execute(SHIFT, time)

    async def group(self, name: str = "Crew", **draft: Any) -> UUID:
        """A group."""
        return (await create_group(self.owner, GroupDraft(name, **draft))).id

    async def session(
        self,
        *groups: UUID,
        starts: timedelta = timedelta(0),
        ends: timedelta | None = None,
        title: str = "Safety",
        zone: str = "UTC",
    ) -> UUID:
        """A session of a new program that starts so long from now, with these groups in it."""
        program = await create_program(self.owner, ProgramDraft(title))
        begins = await self.now() + starts
        draft = SessionDraft(program.id, "First run", begins, begins + ends if ends else None, zone)
        session = await create_session(self.owner, draft)
        for group in groups:
            await assign_group_to_session(self.owner, session.id, group, Terms())
        return session.id

    async def invite(self, *emails: str, terms: Terms | None = None, **wanted: Any) -> Intake:
        """Invite these addresses as the owner."""
        return await invite_by_email(self.owner, EmailInvitation(emails, **wanted), terms or Terms())

    async def member(self, role: Role, email: str) -> Someone:
        """Someone active with this role."""
        await self.invite(email, role=role)
        member_id = await self.sql.fetchval(
            "UPDATE members SET activated_at = usher_now() WHERE email_key = $1 RETURNING id", email
        )
        return Someone(self.owner.workspace_id, member_id, role)

    async def bounce(self, email: str, why: str = "550 5.1.1 no such user") -> None:
        """Mail to this address came back."""
        await self.sql.execute(
            "INSERT INTO suppressions VALUES (gen_random_uuid(), $1, $2, $3, NULL, usher_now())",
            self.owner.workspace_id,
            email,
            why,
        )

    async def count(self, table: str, condition: str = "true", *values: Any) -> int:
        """How many rows there are."""
        found: int = await self.sql.fetchval(f"SELECT count(*) FROM {table} WHERE {condition}", *values)
        return found

    async def everything(self) -> dict[str, int]:
        """How many rows each table holds, to show that nothing happened."""
        names = await self.sql.fetch(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return {row["relname"]: await self.count(row["relname"]) for row in names}

    async def mails(self, kind: str) -> list[asyncpg.Record]:
        """The mails of one kind with their addresses, in the order they are due."""
        return await self.sql.fetch(
            """SELECT mails.*, members.email FROM mails JOIN members ON members.id = member_id
            WHERE kind = $1 ORDER BY due_at, members.email, mails.id""",
            kind,
        )


async def make_home(sql: asyncpg.Connection[asyncpg.Record], slug: str = "home") -> Home:
    """A workspace with an owner."""
    owner = await make_owner(f"owner@{slug}.example.org", "a lantern over the harbour", slug, slug.title())
    return Home(sql, owner)
