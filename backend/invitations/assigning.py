"""Putting groups into a session or a program, and taking them out; settle afterwards for their learners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor
from backend.core.ids import Kind
from backend.core.work import ChangeKind, Work
from backend.invitations.intake.pipeline import Intake
from backend.invitations.intake.shapes import WRITES
from backend.invitations.scope import Cause
from backend.invitations.settle import OPEN, settle
from backend.invitations.theirs import as_trainer, trained
from backend.workspaces.queries import WorkspaceRow

ASSIGN = """
    INSERT INTO assignments (id, workspace_id, group_id, session_id, program_id, created_by, created_at)
    SELECT public.usher_uuid7(), $1, group_id, $3, $4, $5, $6 FROM unnest($2::uuid[]) AS group_id
    ON CONFLICT DO NOTHING RETURNING id
"""
OF_BATCH = "UPDATE assignments SET batch_id = $3 WHERE workspace_id = $1 AND id = ANY($2::uuid[])"
END = """
    UPDATE assignments SET ended_at = $5
    WHERE workspace_id = $1 AND group_id = $2 AND ended_at IS NULL
        AND (session_id = $3 OR program_id = $4) RETURNING id
"""
END_OF_BATCH = f"""
    UPDATE assignments SET ended_at = $3
    WHERE workspace_id = $1 AND batch_id = $2 AND ended_at IS NULL
        AND ($4::boolean OR {trained("assignments.session_id", "$5::uuid")}) RETURNING session_id, program_id
"""
OPEN_SESSIONS = f"""
    SELECT s.id FROM sessions s WHERE s.workspace_id = $1 AND {OPEN}
        AND (s.id = ANY($3::uuid[]) OR s.program_id = ANY($4::uuid[]))
    ORDER BY s.starts_at, s.id
"""
STANDS_IN = f"""
    SELECT DISTINCT s.id FROM assignments a
    JOIN sessions s ON s.id = a.session_id OR s.program_id = a.program_id
    WHERE a.workspace_id = $1 AND a.group_id = $3 AND a.ended_at IS NULL AND {OPEN}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where groups are put: one session, or a program and so all its sessions."""

    session_id: UUID | None = None
    program_id: UUID | None = None

    @property
    def subject(self) -> tuple[Kind, UUID | None]:
        """What the audit names."""
        return (Kind.SESSION, self.session_id) if self.session_id else (Kind.PROGRAM, self.program_id)


async def assign(work: Work, actor: Actor, group_ids: Sequence[UUID], place: Place) -> list[UUID]:
    """Put groups there; answers the assignments made, none where a group stood there already."""
    values = (place.session_id, place.program_id, actor.member_id, work.now)
    rows = await work.sql.fetch(ASSIGN, actor.workspace_id, list(group_ids), *values)
    if rows:
        await record(work, actor, "group.assigned", place.subject, group_ids=list(group_ids))
        work.changed(ChangeKind.GROUP, *group_ids)
        work.changed(ChangeKind.SESSION)
    return [row["id"] for row in rows]


async def belong_to_batch(work: Work, assignment_ids: Sequence[UUID], batch_id: UUID) -> None:
    """Note which batch made these assignments, so that undoing it takes them back."""
    await work.sql.execute(OF_BATCH, work.workspace_id, list(assignment_ids), batch_id)


async def unassign(work: Work, actor: Actor, group_id: UUID, place: Place) -> bool:
    """Take a group out; False where it did not stand there by itself."""
    values = (place.session_id, place.program_id, work.now)
    if not await work.sql.fetch(END, actor.workspace_id, group_id, *values):
        return False
    await record(work, actor, "group.unassigned", place.subject, group_id=group_id)
    work.changed(ChangeKind.GROUP, group_id)
    work.changed(ChangeKind.SESSION)
    return True


async def unassign_of_batch(work: Work, actor: Actor, batch_id: UUID) -> tuple[int, list[UUID]]:
    """Take back what a batch assigned, as a trainer in one's own programs.

    Answers how many, and the open sessions to settle for it.
    """
    values = (batch_id, work.now, actor.is_admin, as_trainer(actor))
    rows = await work.sql.fetch(END_OF_BATCH, actor.workspace_id, *values)
    places = [Place(row["session_id"], row["program_id"]) for row in rows]
    return len(rows), await _open_sessions(work, places)


async def open_sessions_of(work: Work, place: Place) -> list[UUID]:
    """The sessions meant by a place that are neither over nor called off."""
    return await _open_sessions(work, [place])


async def _open_sessions(work: Work, places: Sequence[Place]) -> list[UUID]:
    sessions = [place.session_id for place in places if place.session_id]
    programs = [place.program_id for place in places if place.program_id]
    rows = await work.sql.fetch(OPEN_SESSIONS, work.workspace_id, work.now, sessions, programs)
    return [row["id"] for row in rows]


async def open_sessions_with(work: Work, group_id: UUID) -> list[UUID]:
    """The sessions in which a group stands that are neither over nor called off."""
    rows = await work.sql.fetch(STANDS_IN, work.workspace_id, work.now, group_id)
    return [row["id"] for row in rows]


async def register_the_rest(
    work: Work, actor: Actor, workspace: WorkspaceRow, intake: Intake, session_ids: Sequence[UUID]
) -> None:
    """Let the group be a reason too for those in whom the intake found nothing to change.

    Among them are the deactivated: they are registered for the day they come back, and get no mail.
    """
    rest = [row.known.id for row in intake.plan.rows if row.known and row.outcome not in WRITES]
    if intake.committed and rest and session_ids:
        cause = Cause(intake.committed.batch_id, actor.member_id)
        await settle(work, workspace, cause, member_ids=rest, session_ids=session_ids)
