"""How many people a workspace may write to anew within a day, so that a stolen key can't write to the world.

Whatever first brings somebody a mail, or brings it once more, is spent here by its door, in the change's own
transaction: invitations, the letters of accounts, accounts with an address. What follows for those who are
in (programs, reminders, news) costs nothing more.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from backend.core.access import Actor, Permission, require
from backend.core.db import Connection, reading
from backend.core.errors import InputError, RateLimited
from backend.core.work import Work
from backend.workspaces.queries import WorkspaceRow, workspace_of

DAY = timedelta(days=1)
DAILY_LIMIT = "DAILY_LIMIT"

# By a clock that nothing shifts. A minute's spending is one row, which counts from the minute's end on.
SPENT = """
    SELECT coalesce(sum(number), 0)::int FROM spent_invites
    WHERE workspace_id = $1 AND spent_at > clock_timestamp() - interval '1 day'
"""
ONE_AFTER_ANOTHER = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 8))"
SPEND = f"""
    WITH old AS (
        DELETE FROM spent_invites WHERE workspace_id = $1 AND spent_at <= clock_timestamp() - interval '1 day'
    ), spent AS (
        SELECT ({SPENT}) AS number
    ), fits AS (
        INSERT INTO spent_invites AS there (workspace_id, purpose, spent_at, number)
        SELECT $1, $2, date_trunc('minute', clock_timestamp()) + interval '1 minute', $3
        FROM spent WHERE spent.number + $3 <= $4
        ON CONFLICT (workspace_id, purpose, spent_at) DO UPDATE SET number = there.number + EXCLUDED.number
        RETURNING 1
    )
    SELECT greatest($4 - spent.number, 0) AS left, EXISTS (SELECT FROM fits) AS fits FROM spent
"""
LEAVING = """
    SELECT number, spent_at + interval '1 day' AS free_at, clock_timestamp() AS now FROM spent_invites
    WHERE workspace_id = $1 AND spent_at > clock_timestamp() - interval '1 day' ORDER BY spent_at
"""
GIVE_BACK = "UPDATE spent_invites SET number = $3 WHERE workspace_id = $1 AND purpose = $2 AND number > $3"


async def invites_left(actor: Actor) -> int:
    """How many people may still be written to at this moment."""
    require(actor, Permission.INVITE)
    async with reading(actor.workspace_id) as sql:
        return await _left(sql, await workspace_of(sql, actor.workspace_id))


async def spend_invites(
    work: Work, workspace: WorkspaceRow, number: int, field: str, purpose: UUID | None = None
) -> None:
    """Take so many of what the day has left, however many ask at once; raises RateLimited.

    `field` is what a caller would make shorter. What is taken for a `purpose` can be given back.
    """
    if not number:
        return
    await work.sql.execute(ONE_AFTER_ANOTHER, str(workspace.id))
    values = (workspace.id, purpose or workspace.id, number, workspace.daily_invites)
    row = await work.sql.fetchrow(SPEND, *values)
    if row is None or not row["fits"]:
        left = row["left"] if row else 0
        error = _told(workspace, number, left, field)
        raise RateLimited(
            error.message,
            retryAfter=await _wait(work.sql, workspace, number - left),
            left=left,
            limit=workspace.daily_invites,
            field=list(error.field),
            suggestion=error.suggestion,
        )


async def give_back(work: Work, workspace_id: UUID, purpose: UUID, used: int) -> None:
    """What was taken for this purpose beyond what it used is left again."""
    await work.sql.execute(GIVE_BACK, workspace_id, purpose, used)


async def over_the_day(sql: Connection, workspace: WorkspaceRow, number: int, field: str) -> list[InputError]:
    """The warning where so many more than the day has left would be written to, ahead of the refusal."""
    if not number:
        return []
    left = await _left(sql, workspace)
    return [_told(workspace, number, left, field)] if number > left else []


def _told(workspace: WorkspaceRow, number: int, left: int, field: str) -> InputError:
    message = (
        f"This would write to {number:,} people anew; this workspace does to at most "
        f"{workspace.daily_invites:,} within a day, and {left:,} are left."
    )
    return InputError(DAILY_LIMIT, message, (field,), None, str(left))


async def _left(sql: Connection, workspace: WorkspaceRow) -> int:
    spent: int = await sql.fetchval(SPENT, workspace.id)
    return max(0, workspace.daily_invites - spent)


async def _wait(sql: Connection, workspace: WorkspaceRow, missing: int) -> int:
    """In how many seconds so many more are left; a day where they never are."""
    free = 0
    for row in await sql.fetch(LEAVING, workspace.id):
        free += row["number"]
        if free >= missing:
            return _seconds(row["now"], row["free_at"])
    return int(DAY.total_seconds())


def _seconds(now: datetime, then: datetime) -> int:
    return min(int(DAY.total_seconds()), max(1, round((then - now).total_seconds())))
