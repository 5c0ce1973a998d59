"""The devices that somebody is signed in on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.access import Actor, Permission, require
from backend.core.db import reading

DEVICES = """
    SELECT id, device, created_at, last_used_at, expires_at FROM access_tokens
    WHERE workspace_id = $1 AND member_id = $2 AND ended_at IS NULL
        AND expires_at > (SELECT public.usher_now())
    ORDER BY last_used_at DESC, id DESC LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device, by the token that it holds; `name` is what it called itself."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime


async def list_devices(actor: Actor) -> list[DeviceRow]:
    """One's own, the last used first."""
    require(actor, Permission.OWN_PROFILE)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(DEVICES, actor.workspace_id, actor.member_id)
    return [DeviceRow(*row.values()) for row in rows]
