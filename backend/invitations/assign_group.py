"""Putting a group into a session, or into a program and so into all its ongoing and upcoming sessions."""

from __future__ import annotations

from uuid import UUID

from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.work import Work, unit_of_work
from backend.groups.queries import require_group
from backend.groups.rules import check_in_use
from backend.invitations.assigning import (
    Place,
    assign,
    belong_to_batch,
    open_sessions_of,
    register_the_rest,
)
from backend.invitations.intake.chosen import entries_of_learners
from backend.invitations.intake.pipeline import Intake, Terms, lock_workspace, run_intake
from backend.programs.queries import require_open_session, require_program
from backend.workspaces.queries import WorkspaceRow


@needs(Permission.REGISTER)
async def assign_group_to_session(actor: Actor, session_id: UUID, group_id: UUID, terms: Terms) -> Intake:
    """Register a group's learners, today's and tomorrow's, in a session; raises InvalidInput, NotFound."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        await require_open_session(work.sql, actor, session_id, "sessionId")
        place = Place(session_id=session_id)
        return await _register(work, actor, workspace, group_id, place, "assignGroupToSession", terms)


@needs(Permission.REGISTER)
async def assign_group_to_program(actor: Actor, program_id: UUID, group_id: UUID, terms: Terms) -> Intake:
    """Register a group's learners in every ongoing and upcoming session of a program, later ones too."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        program = await require_program(work.sql, actor, program_id)
        if program.archived_at is not None:
            message = f"The program {program.title!r} is archived."
            raise InvalidInput(InputError("PROGRAM_ARCHIVED", message, ("programId",)))
        place = Place(program_id=program_id)
        return await _register(work, actor, workspace, group_id, place, "assignGroupToProgram", terms)


async def _register(
    work: Work,
    actor: Actor,
    workspace: WorkspaceRow,
    group_id: UUID,
    place: Place,
    operation: str,
    terms: Terms,
) -> Intake:
    group = await require_group(work.sql, actor, group_id, manage=False)
    if errors := check_in_use(group, "groupId"):
        raise InvalidInput(*errors)
    made = [] if terms.preview else await assign(work, actor, [group_id], place)
    sessions = await open_sessions_of(work, place)
    entries = await entries_of_learners(work, [group_id], tuple(sessions))
    intake = await run_intake(work, actor, workspace, entries, operation, terms)
    if intake.committed:
        await belong_to_batch(work, made, intake.committed.batch_id)
        await register_the_rest(work, actor, workspace, intake, sessions)
    return intake
