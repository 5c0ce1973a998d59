"""Reading a workspace: its policies decide what every other room may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.db import Connection, Row, reading
from backend.core.errors import NotFound

COLUMNS = """id, slug, name, language, time_zone, mail_hour, sender_name, sender_address, brand_color,
    logo_url, invitation_days, allowed_domains, password_length, trainers_invite, send_reminders,
    send_warnings, daily_invites, created_at"""


@dataclass(frozen=True, slots=True)
class WorkspaceRow:
    """A workspace as it stands; `mail_hour` is local time as HH:MM."""

    id: UUID
    slug: str
    name: str
    language: str
    time_zone: str
    mail_hour: str
    sender_name: str
    sender_address: str
    brand_color: str
    logo_url: str
    invitation_days: int
    allowed_domains: list[str]
    password_length: int
    trainers_invite: bool
    send_reminders: bool
    send_warnings: bool
    daily_invites: int
    created_at: datetime


def read_workspace(row: Row) -> WorkspaceRow:
    """A workspace out of its row."""
    return WorkspaceRow(*row.values())


async def workspace_of(sql: Connection, workspace_id: UUID) -> WorkspaceRow:
    """The workspace within a transaction; raises NotFound."""
    row = await sql.fetchrow(f"SELECT {COLUMNS} FROM workspaces WHERE id = $1", workspace_id)
    if row is None:
        raise NotFound
    return read_workspace(row)


async def workspace(workspace_id: UUID) -> WorkspaceRow:
    """The workspace of this id."""
    async with reading(workspace_id) as sql:
        return await workspace_of(sql, workspace_id)
