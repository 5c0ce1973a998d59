"""Taking a group out of a session or a program: whom other reasons hold stays registered."""

from __future__ import annotations

from uuid import UUID

from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.work import Work, unit_of_work
from backend.groups.queries import require_group
from backend.invitations.assigning import Place, open_sessions_of, unassign
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.scope import Cause
from backend.invitations.settle import settle
from backend.invitations.taken_out import TakenOut, taken_out
from backend.programs.queries import require_open_session, require_program

BROUGHT = """
    SELECT r.id, r.member_id FROM registration_reasons reason
    JOIN registrations r ON r.id = reason.registration_id
    WHERE reason.workspace_id = $1 AND reason.group_id = $3 AND reason.ended_at IS NULL
        AND r.session_id = ANY($2::uuid[])
"""
STAYING = """
    SELECT count(DISTINCT member_id) FROM registrations
    WHERE workspace_id = $1 AND id = ANY($2::uuid[]) AND ended_at IS NULL
"""


@needs(Permission.REGISTER)
async def unassign_group_from_session(actor: Actor, session_id: UUID, group_id: UUID) -> TakenOut:
    """Take a group out of one session; raises InvalidInput, NotFound."""
    async with unit_of_work(actor) as work:
        await require_open_session(work.sql, actor, session_id, "sessionId")
        message = "This group does not stand in the session by itself; it may through the program."
        refusal = InputError("NOT_ASSIGNED", message, ("groupId",))
        return await _unassign(work, actor, group_id, Place(session_id=session_id), refusal)


@needs(Permission.REGISTER)
async def unassign_group_from_program(actor: Actor, program_id: UUID, group_id: UUID) -> TakenOut:
    """Take a group out of a program, and so out of its ongoing and upcoming sessions, unless it stands
    in one of them by itself; raises InvalidInput, NotFound."""
    async with unit_of_work(actor) as work:
        await require_program(work.sql, actor, program_id)
        refusal = InputError("NOT_ASSIGNED", "This group does not stand in the program.", ("groupId",))
        return await _unassign(work, actor, group_id, Place(program_id=program_id), refusal)


async def _unassign(work: Work, actor: Actor, group_id: UUID, place: Place, refusal: InputError) -> TakenOut:
    workspace = await lock_workspace(work, actor)
    await require_group(work.sql, actor, group_id, manage=False)
    if not await unassign(work, actor, group_id, place):
        raise InvalidInput(refusal)
    sessions = await open_sessions_of(work, place)
    brought = await work.sql.fetch(BROUGHT, workspace.id, sessions, group_id)
    settled = await settle(work, workspace, Cause(None, actor.member_id), session_ids=sessions)
    people = {row["member_id"] for row in brought}
    staying = await work.sql.fetchval(STAYING, workspace.id, [row["id"] for row in brought])
    remaining = []
    if staying:
        message = f"{staying} of them stay registered, for other reasons."
        remaining.append(InputError("STILL_REGISTERED", message, ("groupId",)))
    return taken_out(len(people), settled, remaining=remaining)
