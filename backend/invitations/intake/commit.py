"""Writing a plan: members, places in groups, invitations, registrations and mail, as sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor
from backend.core.clock import midnight
from backend.core.ids import Kind, new_id
from backend.core.sqltext import records
from backend.core.text import sort_key
from backend.core.work import Work
from backend.invitations.intake.shapes import WRITES, Facts, Outcome, Plan, PlannedRow, Request
from backend.invitations.invite import Invitee, invite
from backend.invitations.registering import register_directly
from backend.invitations.settle import Cause, settle

BATCH = """
    INSERT INTO batches
        (id, workspace_id, operation, door, created_by, key_id, plan_hash, counts, hold_until, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
BATCH_ROWS = """
    INSERT INTO batch_rows
        (id, workspace_id, batch_id,
        position, input, email, outcome, member_id, invitation_id, changes, errors)
    SELECT public.usher_uuid7(), $1, $2, row.* FROM jsonb_to_recordset($3::jsonb) AS row (
        position int, input text, email text, outcome text, member_id uuid, invitation_id uuid,
        changes jsonb, errors jsonb
    )
"""
NEW_MEMBERS = """
    INSERT INTO members (workspace_id, created_at, updated_at,
        id, email, email_key, sort_name, language, role, labels, additional_information,
        deactivates_on, deactivates_at, deactivation_set_at)
    SELECT $1, $2, $2, row.id, row.email, row.email_key, row.sort_name, row.language, row.role,
        '{}', '{}', row.deactivates_on, row.deactivates_at,
        CASE WHEN row.deactivates_on IS NOT NULL THEN $2::timestamptz END
    FROM jsonb_to_recordset($3::jsonb) AS row (
        id uuid, email text, email_key text, sort_name text, language text, role text,
        deactivates_on date, deactivates_at timestamptz
    )
"""
CHANGED_MEMBERS = """
    UPDATE members m SET role = row.role, updated_at = $2,
        deactivation_set_at = CASE WHEN m.deactivates_on IS DISTINCT FROM row.deactivates_on
            THEN $2 ELSE m.deactivation_set_at END,
        deactivates_on = row.deactivates_on, deactivates_at = row.deactivates_at,
        asleep_at = CASE WHEN row.wakes THEN NULL ELSE m.asleep_at END,
        deactivated_at = CASE WHEN row.wakes THEN NULL ELSE m.deactivated_at END
    FROM jsonb_to_recordset($3::jsonb) AS row (
        id uuid, role text, deactivates_on date, deactivates_at timestamptz, wakes boolean
    )
    WHERE m.workspace_id = $1 AND m.id = row.id
"""
PLACES = """
    INSERT INTO memberships AS place (id, workspace_id, group_id, member_id, role, batch_id, created_at)
    SELECT public.usher_uuid7(), $1, row.group_id, row.member_id, row.role, $2, $3
    FROM jsonb_to_recordset($4::jsonb) AS row (group_id uuid, member_id uuid, role text)
    ON CONFLICT (group_id, member_id) DO UPDATE SET role = EXCLUDED.role
    WHERE array_position(ARRAY['LEARNER', 'COACH', 'MANAGER'], EXCLUDED.role::text)
        > array_position(ARRAY['LEARNER', 'COACH', 'MANAGER'], place.role::text)
"""
RAISED_INVITATIONS = """
    UPDATE invitations SET role = row.role FROM jsonb_to_recordset($2::jsonb) AS row (id uuid, role text)
    WHERE invitations.workspace_id = $1 AND invitations.id = row.id AND invitations.state = 'PENDING'
"""


@dataclass(frozen=True, slots=True)
class Committed:
    """A plan as written: its batch, and who each row became."""

    batch_id: UUID
    member_ids: Mapping[int, UUID]  # by position
    invitation_ids: Mapping[int, UUID]


async def commit_plan(work: Work, actor: Actor, plan: Plan, request: Request, facts: Facts) -> Committed:
    """Write the plan within the transaction that made it; the same number of statements for any size."""
    batch_id, workspace = new_id(), facts.workspace
    hold = work.now + timedelta(seconds=request.hold_seconds) if request.hold_seconds else None
    await _add_batch(work, actor, plan, request, batch_id, hold)
    acting = [row for row in plan.rows if row.outcome in WRITES]
    members = {row.entry.position: row.known.id if row.known else new_id() for row in acting}
    await _write_members(work, facts, acting, members)
    await _write_places(work, workspace.id, batch_id, acting, members)
    invitees = [
        Invitee(members[row.entry.position], row.entry.email_key, row.role)
        for row in acting
        if row.invites and row.entry.email_key
    ]
    cause = Cause(batch_id, actor.member_id, hold)
    invited = await invite(work, actor, workspace, invitees, cause, request.operation)
    raised = [
        {"id": row.known.open_invitation_id, "role": row.role.value}
        for row in acting
        if row.known and row.outcome is Outcome.MERGE_INTO_INVITATION
    ]
    await work.sql.execute(RAISED_INVITATIONS, workspace.id, records(raised))
    if request.direct:
        await _register(work, workspace.id, acting, members, cause)
    if members:
        await settle(work, workspace, cause, member_ids=list(members.values()))
    known = {row.entry.position: row.known.id for row in plan.rows if row.known}
    by_position = known | members
    invitations = {at: invited[member] for at, member in members.items() if member in invited}
    await _add_rows(work, workspace.id, batch_id, plan.rows, by_position, invitations)
    counts = {outcome: number for outcome, number in plan.counts.items() if number}
    await record(
        work, actor, f"intake.{request.operation}", (Kind.BATCH, batch_id), batch_id=batch_id, counts=counts
    )
    _tell(work, by_position, acting)
    return Committed(batch_id, by_position, invitations)


async def _register(
    work: Work,
    workspace_id: UUID,
    acting: Sequence[PlannedRow],
    members: Mapping[int, UUID],
    cause: Cause,
) -> None:
    for session_id in sorted({one for row in acting for one in row.session_ids}):
        chosen = [members[row.entry.position] for row in acting if session_id in row.session_ids]
        await register_directly(work, workspace_id, session_id, chosen, cause)


def _tell(work: Work, member_ids: Mapping[int, UUID], acting: Sequence[PlannedRow]) -> None:
    work.changed("MEMBER", *(member_ids[row.entry.position] for row in acting))
    work.changed("INVITATION")
    work.changed("GROUP", *{grant.group_id for row in acting for grant in row.groups})


async def _add_batch(
    work: Work, actor: Actor, plan: Plan, request: Request, batch_id: UUID, hold: datetime | None
) -> None:
    await work.sql.execute(
        BATCH,
        batch_id,
        actor.workspace_id,
        request.operation,
        actor.door.value,
        actor.member_id,
        actor.key_id,
        plan.hash.partition(".")[0],
        records([dict(plan.counts)])[1:-1],
        hold,
        work.now,
    )


async def _add_rows(
    work: Work,
    workspace_id: UUID,
    batch_id: UUID,
    rows: Sequence[PlannedRow],
    members: Mapping[int, UUID],
    invitations: Mapping[int, UUID],
) -> None:
    def said(row: PlannedRow) -> dict[str, Any]:
        at = row.entry.position
        return {
            "position": at,
            "input": row.entry.input,
            "email": row.entry.email,
            "outcome": row.outcome.value,
            "member_id": members.get(at),
            "invitation_id": invitations.get(at),
            "changes": row.changes,
            "errors": row.errors,
        }

    await work.sql.execute(BATCH_ROWS, workspace_id, batch_id, records(said(row) for row in rows))


async def _write_members(
    work: Work, facts: Facts, acting: Sequence[PlannedRow], members: Mapping[int, UUID]
) -> None:
    def until(row: PlannedRow) -> dict[str, Any]:
        day = row.deactivates_on
        ends = midnight(day, facts.workspace.time_zone) if day else None
        return {"deactivates_on": day, "deactivates_at": ends, "role": row.role.value}

    new = [
        {
            "id": members[row.entry.position],
            "email": row.entry.email,
            "email_key": row.entry.email_key,
            "sort_name": sort_key(row.entry.email or ""),
            "language": row.entry.language,
            **until(row),
        }
        for row in acting
        if row.known is None
    ]
    wakes = (Outcome.INVITE, Outcome.REACTIVATE)
    changed = [
        {"id": row.known.id, "wakes": row.outcome in wakes, **until(row)}
        for row in acting
        if row.known and row.outcome is not Outcome.ADD_GRANTS
    ]
    await work.sql.execute(NEW_MEMBERS, facts.workspace.id, work.now, records(new))
    await work.sql.execute(CHANGED_MEMBERS, facts.workspace.id, work.now, records(changed))


async def _write_places(
    work: Work,
    workspace_id: UUID,
    batch_id: UUID,
    acting: Sequence[PlannedRow],
    members: Mapping[int, UUID],
) -> None:
    places = {
        (grant.group_id, members[row.entry.position]): grant.role.value
        for row in acting
        for grant in row.groups
    }
    rows = [
        {"group_id": group_id, "member_id": member_id, "role": role}
        for (group_id, member_id), role in sorted(places.items())
    ]
    await work.sql.execute(PLACES, workspace_id, batch_id, work.now, records(rows))
