"""Making a workspace, and writing its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import system
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.text import check_text
from backend.core.work import Work, crossing_work
from backend.workspaces.rules import check_language, check_slug, check_zone

INSERT = """
    INSERT INTO workspaces (id, slug, name, language, time_zone, mail_hour, sender_name, sender_address,
        brand_color, logo_url, invitation_days, allowed_domains, password_length, trainers_invite,
        send_reminders, send_warnings, daily_invites, created_at)
    VALUES ($1, $2, $3, $4, $5, '08:00', $3, '', '#1f5fae', '', 30, '{}', 12, true, true, true, 200000, $6)
    ON CONFLICT (slug) DO NOTHING RETURNING id
"""


async def create_workspace(slug: str, name: str, *, language: str = "en", time_zone: str = "UTC") -> UUID:
    """Make a workspace and answer its id; for the command line and seeds, not for callers of the API."""
    clean, errors = check_text(name, "name", most=200, least=1)
    errors += check_slug(slug) + check_zone(time_zone) + check_language(language)
    if errors:
        raise InvalidInput(*errors)
    async with crossing_work() as work:
        made = await work.sql.fetchval(INSERT, new_id(), slug, clean, language, time_zone, work.now)
        if made is None:
            raise InvalidInput(InputError("SLUG_TAKEN", f"There is a workspace {slug!r} already.", ("slug",)))
        workspace_id: UUID = made
        await record(work, system(workspace_id), "workspace.created", (Kind.WORKSPACE, workspace_id))
    return workspace_id


async def write_workspace(work: Work, workspace_id: UUID, columns: Mapping[str, Any]) -> None:
    """Write these columns of a workspace; whoever calls has checked them and says what follows."""
    sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, start=2))
    await work.sql.execute(f"UPDATE workspaces SET {sets} WHERE id = $1", workspace_id, *columns.values())
