"""Putting a group into a session, or into a program and so into all its ongoing and upcoming sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.work import Work, unit_of_work
from backend.groups.queries import GroupRow, require_group
from backend.invitations.intake.pipeline import Intake, Terms, lock_workspace, run_intake
from backend.invitations.intake.shapes import Entry
from backend.programs.queries import require_program, require_session
from backend.programs.rules import SessionState

ASSIGN = """
    INSERT INTO assignments (id, workspace_id, group_id, session_id, program_id, created_by, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""
OF_BATCH = "UPDATE assignments SET batch_id = $3 WHERE workspace_id = $1 AND id = $2"
LEARNERS = """
    SELECT m.id, coalesce(m.email, m.username, '') AS shown, m.email FROM memberships place
    JOIN members m ON m.id = place.member_id
    WHERE place.workspace_id = $1 AND place.group_id = $2 AND place.role = 'LEARNER'
    ORDER BY m.sort_name, m.id
"""
OPEN_SESSIONS = """
    SELECT id FROM sessions WHERE workspace_id = $1 AND program_id = $2 AND cancelled_at IS NULL
        AND (ends_at IS NULL OR ends_at > $3) ORDER BY starts_at, id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """An assignment to be: a group in a session or in a program."""

    id: UUID
    group_id: UUID
    session_id: UUID | None = None
    program_id: UUID | None = None


@needs(Permission.REGISTER)
async def assign_group_to_session(actor: Actor, session_id: UUID, group_id: UUID, terms: Terms) -> Intake:
    """Register a group's learners, today's and tomorrow's, in a session; raises InvalidInput, NotFound."""
    async with unit_of_work(actor) as work:
        group = await _usable_group(work, actor, group_id)
        session = await require_session(work.sql, actor, session_id)
        if session.state in (SessionState.ENDED, SessionState.CANCELLED):
            message = (
                f"This session {'has ended' if session.state is SessionState.ENDED else 'was cancelled'}."
            )
            raise InvalidInput(InputError(f"SESSION_{session.state.value}", message, ("sessionId",)))
        place = Place(new_id(), group.id, session_id=session_id)
        return await _register(work, actor, place, [session_id], "assignGroupToSession", terms)


@needs(Permission.REGISTER)
async def assign_group_to_program(actor: Actor, program_id: UUID, group_id: UUID, terms: Terms) -> Intake:
    """Register a group's learners in every ongoing and upcoming session of a program, later ones too."""
    async with unit_of_work(actor) as work:
        group = await _usable_group(work, actor, group_id)
        program = await require_program(work.sql, actor, program_id)
        rows = await work.sql.fetch(OPEN_SESSIONS, actor.workspace_id, program.id, work.now)
        place = Place(new_id(), group.id, program_id=program_id)
        sessions = [row["id"] for row in rows]
        return await _register(work, actor, place, sessions, "assignGroupToProgram", terms)


async def _usable_group(work: Work, actor: Actor, group_id: UUID) -> GroupRow:
    group = await require_group(work.sql, actor, group_id, manage=False)
    if group.archived_at is not None:
        message = f"The group {group.name!r} is archived."
        raise InvalidInput(InputError("GROUP_ARCHIVED", message, ("groupId",)))
    return group


async def _assign(work: Work, actor: Actor, place: Place) -> None:
    values = (place.id, actor.workspace_id, place.group_id, place.session_id, place.program_id)
    await work.sql.execute(ASSIGN, *values, actor.member_id, work.now)
    subject = (Kind.SESSION, place.session_id) if place.session_id else (Kind.PROGRAM, place.program_id)
    await record(work, actor, "group.assigned", subject, group_id=place.group_id)
    work.changed("GROUP", place.group_id)
    work.changed("SESSION")


async def _register(
    work: Work, actor: Actor, place: Place, session_ids: Sequence[UUID], operation: str, terms: Terms
) -> Intake:
    workspace = await lock_workspace(work, actor)
    if not terms.preview:
        await _assign(work, actor, place)
    learners = await work.sql.fetch(LEARNERS, actor.workspace_id, place.group_id)
    entries = [
        Entry(at, row["shown"], row["email"], member_id=row["id"], session_ids=tuple(session_ids))
        for at, row in enumerate(learners, start=1)
    ]
    intake = await run_intake(work, actor, workspace, entries, operation, terms, direct=False)
    if intake.committed:
        await work.sql.execute(OF_BATCH, actor.workspace_id, place.id, intake.committed.batch_id)
    return intake
