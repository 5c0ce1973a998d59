"""Making a session: groups that stand in its program are in it from the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.text import check_text
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.settle import Cause, settle
from backend.programs.queries import SESSION_COLUMNS, SessionRow, read_session, require_program
from backend.programs.rules import check_dates

INSERT = f"""
    INSERT INTO sessions
        (id, workspace_id, program_id, name, starts_at, ends_at, time_zone, version, created_by, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9) RETURNING {SESSION_COLUMNS}
"""


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """What a session is to be; no zone means the workspace's, no end means that it is open."""

    program_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime | None = None
    time_zone: str | None = None


@needs(Permission.MANAGE_PROGRAMS)
async def create_session(actor: Actor, draft: SessionDraft) -> SessionRow:
    """Make a session of a program that is the caller's to manage; raises InvalidInput, NotFound."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        zone = draft.time_zone or workspace.time_zone
        name, errors = check_text(draft.name, "name", most=200, least=1)
        errors += check_dates(draft.starts_at, draft.ends_at, zone)
        if not errors and draft.ends_at is not None and draft.ends_at <= work.now:
            errors.append(InputError("SESSION_OVER", "This session would be over already.", ("endsAt",)))
        if errors:
            raise InvalidInput(*errors)
        program = await require_program(work.sql, actor, draft.program_id)
        if program.archived_at is not None:
            message = f"The program {program.title!r} is archived."
            raise InvalidInput(InputError("PROGRAM_ARCHIVED", message, ("programId",)))
        values = (draft.program_id, name, draft.starts_at, draft.ends_at, zone, actor.member_id, work.now)
        (row,) = await work.sql.fetch(INSERT, new_id(), actor.workspace_id, *values)
        session = read_session(row)
        await record(work, actor, "session.created", (Kind.SESSION, session.id))
        await settle(work, workspace, Cause(None, actor.member_id), session_ids=[session.id])
        work.changed(ChangeKind.SESSION, session.id)
    return session
