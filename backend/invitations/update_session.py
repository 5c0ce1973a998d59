"""Changing a session: unsent invitations move with its dates; those who had theirs are told the new ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.keep import KEEP, Kept, replaced
from backend.core.text import check_text
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.news import keep_what_was_told
from backend.invitations.rehearsal import rehearsed
from backend.invitations.scope import Cause
from backend.invitations.session_change import SessionChanged, account
from backend.invitations.settle import settle
from backend.mail.actions import CancelResult
from backend.programs.queries import SESSION_COLUMNS, SessionRow, read_session, require_session
from backend.programs.rules import SessionState, check_dates

UPDATE = f"""
    UPDATE sessions SET name = $3, starts_at = $4, ends_at = $5, time_zone = $6, closed_at = NULL,
        version = version + CASE WHEN $7 THEN 1 ELSE 0 END, tells = CASE WHEN $7 THEN $8 ELSE tells END
    WHERE workspace_id = $1 AND id = $2 RETURNING {SESSION_COLUMNS}
"""


@dataclass(frozen=True, slots=True)
class SessionEdit:
    """What is to change; an end of None leaves it open."""

    name: Kept[str] = KEEP
    starts_at: Kept[datetime] = KEEP
    ends_at: Kept[datetime | None] = KEEP
    time_zone: Kept[str] = KEEP


@dataclass(frozen=True, slots=True)
class _Fields:
    name: str
    starts_at: datetime
    ends_at: datetime | None
    time_zone: str


@needs(Permission.MANAGE_PROGRAMS)
async def update_session(
    actor: Actor, session_id: UUID, edit: SessionEdit, *, notify: bool = True, preview: bool = False
) -> SessionChanged:
    """Change a session that is the caller's to manage; raises InvalidInput, NotFound.

    `notify` is whether those whose invitation has left hear of new dates. A session that has ended is
    open again where its dates say so; a cancelled one stays as it is.
    """
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        before = await require_session(work.sql, actor, session_id)
        after = _checked(before, edit, work.now)
        async with rehearsed(work, preview):
            session, stale = await _write(work, before, after, notify)
            settled = await settle(work, workspace, Cause(None, actor.member_id), session_ids=[session_id])
            if changes := _changes(before, after):
                await record(work, actor, "session.updated", (Kind.SESSION, session_id), changes=changes)
            work.changed(ChangeKind.SESSION, session_id)
            return await account(work, workspace, session, settled, stale)


async def _write(
    work: Work, before: SessionRow, after: _Fields, notify: bool
) -> tuple[SessionRow, CancelResult]:
    stale = CancelResult(0, 0)
    moves = (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)
    if moves:
        stale = await keep_what_was_told(work, before.id, "SESSION_CHANGED_AGAIN")
    dates = (after.starts_at, after.ends_at, after.time_zone)
    (row,) = await work.sql.fetch(UPDATE, work.workspace_id, before.id, after.name, *dates, moves, notify)
    return read_session(row), stale


def _checked(before: SessionRow, edit: SessionEdit, now: datetime) -> _Fields:
    if before.state is SessionState.CANCELLED:
        raise InvalidInput(InputError("SESSION_CANCELLED", "This session was cancelled.", ("id",)))
    name, errors = check_text(replaced(edit.name, before.name), "name", most=200, least=1)
    starts_at = replaced(edit.starts_at, before.starts_at)
    ends_at = replaced(edit.ends_at, before.ends_at)
    zone = replaced(edit.time_zone, before.time_zone)
    errors += check_dates(starts_at, ends_at, zone)
    if not errors and before.state is SessionState.UPCOMING and ends_at is not None and ends_at <= now:
        message = "This session would be over before it ever began. Cancel it instead."
        errors.append(InputError("SESSION_OVER", message, ("endsAt",)))
    if errors:
        raise InvalidInput(*errors)
    return _Fields(name, starts_at, ends_at, zone)


def _changes(before: SessionRow, after: _Fields) -> dict[str, list[object]]:
    names = ("name", "starts_at", "ends_at", "time_zone")
    pairs = {name: [getattr(before, name), getattr(after, name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
