"""People, invitations and links for the tests of signing in, written straight into the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.ids import new_id
from backend.core.limits import Limit
from backend.core.passwords import hash_password
from backend.core.tokens import link_token, token_hash

TRIED = """
    INSERT INTO rate_windows SELECT $1, array_agg(clock_timestamp()), clock_timestamp()
    FROM generate_series(1, $2::int)
"""
PASSWORD = "a lantern over the harbour"


@dataclass(frozen=True, slots=True)
class Invited:
    """Someone invited, and the token of their link."""

    member_id: UUID
    invitation_id: UUID
    token: str


@dataclass(slots=True)
class Cast:
    """Makes rows through the owner's connection, which no wall stops."""

    sql: asyncpg.Connection[asyncpg.Record]

    async def workspace(self, slug: str = "acme", **changed: Any) -> UUID:
        """A workspace."""
        workspace_id = new_id()
        await self._insert(
            "workspaces",
            {
                "id": workspace_id,
                "slug": slug,
                "name": f"{slug.title()} Academy",
                "language": "en",
                "time_zone": "Europe/Paris",
                "mail_hour": "08:00",
                "sender_name": "",
                "sender_address": "",
                "brand_color": "#1f5fae",
                "logo_url": "",
                "invitation_days": 30,
                "allowed_domains": [],
                "password_length": 12,
                "trainers_invite": True,
                "send_reminders": True,
                "send_warnings": True,
                "daily_invites": 1000,
                "created_at": await self.now(),
            }
            | changed,
        )
        return workspace_id

    async def member(self, workspace_id: UUID, email: str | None = "ada@example.org", **changed: Any) -> UUID:
        """Someone active who never signed in."""
        member_id, now = new_id(), await self.now()
        await self._insert(
            "members",
            {
                "id": member_id,
                "workspace_id": workspace_id,
                "email": email,
                "email_key": email,
                "sort_name": email or "",
                "role": "TRAINEE",
                "labels": [],
                "additional_information": [],
                "activated_at": now,
                "created_at": now,
                "updated_at": now,
            }
            | changed,
        )
        return member_id

    async def password(
        self, workspace_id: UUID, member_id: UUID, password: str = PASSWORD, **changed: Any
    ) -> None:
        """A member's password."""
        await self._insert(
            "credentials",
            {
                "id": new_id(),
                "workspace_id": workspace_id,
                "member_id": member_id,
                "hash": await hash_password(password),
                "must_change": False,
                "updated_at": await self.now(),
            }
            | changed,
        )

    async def account(self, workspace_id: UUID, email: str = "ada@example.org", **changed: Any) -> UUID:
        """Someone active with PASSWORD."""
        member_id = await self.member(workspace_id, email, **changed)
        await self.password(workspace_id, member_id)
        return member_id

    async def invited(
        self, workspace_id: UUID, email: str = "bob@example.org", purpose: str = "JOIN", **changed: Any
    ) -> Invited:
        """Someone invited, with a link; `changed` are columns of the invitation."""
        member_id = await self.member(workspace_id, email, activated_at=None)
        return await self.invitation(workspace_id, member_id, email, purpose, **changed)

    async def invitation(
        self, workspace_id: UUID, member_id: UUID, email: str, purpose: str = "JOIN", **changed: Any
    ) -> Invited:
        """An invitation of a member, with a link."""
        invitation_id, now = new_id(), await self.now()
        await self._insert(
            "invitations",
            {
                "id": invitation_id,
                "workspace_id": workspace_id,
                "member_id": member_id,
                "email_key": email,
                "state": "PENDING",
                "role": "TRAINEE",
                "door": "APP",
                "operation": "inviteByEmail",
                "version": 1,
                "created_at": now,
                "expires_at": now + timedelta(days=30),
            }
            | changed,
        )
        token = link_token(purpose, invitation_id, 1)
        await self._insert(
            "invitation_links",
            {
                "id": new_id(),
                "workspace_id": workspace_id,
                "invitation_id": invitation_id,
                "version": 1,
                "purpose": purpose,
                "token_hash": token_hash(token),
                "created_at": now,
            },
        )
        return Invited(member_id, invitation_id, token)

    async def tried(self, limit: Limit, times: int) -> None:
        """So many attempts, just now."""
        await self.sql.execute(TRIED, limit.key, times)

    async def now(self) -> datetime:
        """The instant that decides dates."""
        found: datetime = await self.sql.fetchval("SELECT usher_now()")
        return found

    async def shift_clock(self, shift: timedelta) -> None:
        """Move usher_now() away from the wall's clock."""
        await self.sql.execute("UPDATE usher_clock SET shift = $1", shift)

    async def row(self, table: str) -> dict[str, Any]:
        """The one row of a table."""
        (found,) = await self.sql.fetch(f"SELECT * FROM {table}")
        return dict(found)

    async def count(self, table: str, condition: str = "true", *values: Any) -> int:
        """How many rows there are."""
        found: int = await self.sql.fetchval(f"SELECT count(*) FROM {table} WHERE {condition}", *values)
        return found

    async def audited(self) -> list[str]:
        """What the audit says happened, in order."""
        return [row["action"] for row in await self.sql.fetch("SELECT action FROM audit_events ORDER BY id")]

    async def _insert(self, table: str, values: dict[str, Any]) -> None:
        places = ", ".join(f"${n}" for n in range(1, len(values) + 1))
        await self.sql.execute(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", *values.values()
        )
