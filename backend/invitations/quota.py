"""How many people a workspace may invite within a day, so that a stolen key can't write to the world."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from backend.core.access import Actor, Permission, require
from backend.core.db import Connection, reading
from backend.core.errors import RateLimited
from backend.core.work import Work
from backend.workspaces.queries import WorkspaceRow, workspace_of

DAY = timedelta(days=1)

# Ids tell when they were made (RFC 9562 5.7), by a clock that nothing shifts: a range of ids is a day's.
MADE_SINCE = "SELECT count(*) FROM invitations WHERE workspace_id = $1 AND id >= $2"
OLDEST_SINCE = "SELECT id FROM invitations WHERE workspace_id = $1 AND id >= $2 ORDER BY id LIMIT 1"
CLOCK = "SELECT clock_timestamp()"


async def invites_left(actor: Actor) -> int:
    """How many people may still be invited at this moment."""
    require(actor, Permission.INVITE)
    async with reading(actor.workspace_id) as sql:
        return await _left(sql, await workspace_of(sql, actor.workspace_id))


async def spend_invites(work: Work, workspace: WorkspaceRow, number: int) -> None:
    """Refuse to invite so many more than the day has left; raises RateLimited, and nobody is invited."""
    left = await _left(work.sql, workspace)
    if number <= left:
        return
    now = await work.sql.fetchval(CLOCK)
    oldest = await work.sql.fetchval(OLDEST_SINCE, workspace.id, _a_day_before(now))
    wait = DAY.total_seconds() - (now.timestamp() - _made_at(oldest) if oldest else 0)
    message = f"This workspace invites at most {workspace.daily_invites} people a day; {left} are left."
    raise RateLimited(message, retryAfter=max(1, round(wait)), left=left, limit=workspace.daily_invites)


async def _left(sql: Connection, workspace: WorkspaceRow) -> int:
    since = _a_day_before(await sql.fetchval(CLOCK))
    made: int = await sql.fetchval(MADE_SINCE, workspace.id, since)
    return max(0, workspace.daily_invites - made)


def _a_day_before(now: datetime) -> UUID:
    """The least id that may have been made since."""
    return UUID(int=int((now - DAY).timestamp() * 1000) << 80)


def _made_at(one: UUID) -> float:
    return (one.int >> 80) / 1000
