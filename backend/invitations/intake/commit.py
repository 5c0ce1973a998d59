"""Writing a plan: members, places in groups, invitations, registrations and mail, as sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor
from backend.core.ids import Kind, new_id
from backend.core.sqltext import records
from backend.core.work import ChangeKind, Work
from backend.invitations.account_letters import settle_account_letters
from backend.invitations.intake.batches import Batch, add_batch_rows, open_batch
from backend.invitations.intake.known import Facts
from backend.invitations.intake.shapes import WRITES, Outcome, Plan, PlannedRow, Request, Written
from backend.invitations.intake.writing import lock_known, write_members, write_places
from backend.invitations.invite import Invitee, invite, join_without
from backend.invitations.quota import spend_invites
from backend.invitations.registering import register_directly
from backend.invitations.settle import Cause, settle
from backend.invitations.warnings import settle_warnings
from backend.members.ways_in import end_ways_in

RAISED_INVITATIONS = """
    UPDATE invitations SET role = row.role FROM jsonb_to_recordset($2::jsonb) AS row (id uuid, role text)
    WHERE invitations.workspace_id = $1 AND invitations.id = row.id AND invitations.state = 'PENDING'
"""


@dataclass(frozen=True, slots=True)
class Committed:
    """A plan as written: its batch, and who each row became."""

    batch_id: UUID
    member_ids: Mapping[int, UUID] = field(default_factory=dict)  # by position
    invitation_ids: Mapping[int, UUID] = field(default_factory=dict)


async def commit_plan(work: Work, actor: Actor, plan: Plan, request: Request, facts: Facts) -> Committed:
    """Write the plan within the transaction that made it; the same number of statements for any size.

    Raises RateLimited where it would write to more people than the day has left.
    """
    reached = [row.entry.where for row in plan.rows if row.reaches]
    await spend_invites(work, facts.workspace, len(reached), reached[0] if reached else "")
    batch = await open_batch(work, actor, request, plan.hash, plan.counts)
    committed = await write_rows(work, actor, plan.rows, request, facts, batch)
    await record_intake(work, actor, request, batch.id, plan.counts)
    return committed


async def record_intake(
    work: Work, actor: Actor, request: Request, batch_id: UUID, counts: Mapping[str, int]
) -> None:
    """The audit's one event of an intake."""
    told = {outcome: number for outcome, number in counts.items() if number}
    action = f"intake.{request.operation}"
    await record(work, actor, action, (Kind.BATCH, batch_id), batch_id=batch_id, counts=told)


async def write_rows(
    work: Work, actor: Actor, rows: Sequence[PlannedRow], request: Request, facts: Facts, batch: Batch
) -> Committed:
    """Write these rows of a batch, and everything that follows from them."""
    workspace = facts.workspace
    written = [(row, row.known.id if row.known else new_id()) for row in rows if row.outcome in WRITES]
    cause = Cause(batch.id, actor.member_id, batch.hold_until)
    await lock_known(work, workspace.id, written)
    await write_members(work, workspace, written)
    if back := [member_id for row, member_id in written if row.outcome is Outcome.REACTIVATE]:
        await end_ways_in(work, workspace.id, back)  # what nobody ended when the day came
    await write_places(work, workspace.id, batch.id, written)
    invited = await _invite(work, actor, facts, written, cause, request)
    if request.issue is not None:
        await request.issue(work, cause, written)
    revived = [member_id for row, member_id in written if row.revives]
    await settle_account_letters(work, workspace, cause, revived)
    await _register(work, workspace.id, written, cause)
    if written:
        touched = [member_id for _, member_id in written]
        await settle(work, workspace, cause, member_ids=touched)
        await settle_warnings(work, workspace, touched)
    made = {row.entry.position: member_id for row, member_id in written}
    members = {row.entry.position: row.known.id for row in rows if row.known} | made
    invitations = {at: invited[member] for at, member in made.items() if member in invited}
    await add_batch_rows(work, workspace.id, batch, rows, members, invitations)
    _tell(work, written)
    return Committed(batch.id, members, invitations)


async def _invite(
    work: Work, actor: Actor, facts: Facts, written: Sequence[Written], cause: Cause, request: Request
) -> dict[UUID, UUID]:
    """Invitations for those who need one; the open ones of others take the role, or are closed."""
    workspace = facts.workspace
    invitees = [
        Invitee(member_id, row.person.email_key, row.role)
        for row, member_id in written
        if row.invites and row.person.email_key
    ]
    invited = await invite(work, actor, workspace, invitees, cause, request.operation)
    raised = [
        {"id": row.known.open_invitation_id, "role": row.role.value}
        for row, _ in written
        if row.known and row.outcome in (Outcome.MERGE_INTO_INVITATION, Outcome.UPDATE)
    ]
    await work.sql.execute(RAISED_INVITATIONS, workspace.id, records(raised))
    joined = [member_id for row, member_id in written if row.activates and row.known]
    await join_without(work, workspace.id, joined)
    return invited


async def _register(work: Work, workspace_id: UUID, written: Sequence[Written], cause: Cause) -> None:
    direct = [one for one in written if one[0].entry.direct]
    for session_id in sorted({one for row, _ in direct for one in row.session_ids}):
        chosen = [member_id for row, member_id in direct if session_id in row.session_ids]
        await register_directly(work, workspace_id, session_id, chosen, cause)


def _tell(work: Work, written: Sequence[Written]) -> None:
    work.changed(ChangeKind.MEMBER, *(member_id for _, member_id in written))
    work.changed(ChangeKind.INVITATION)
    work.changed(ChangeKind.GROUP, *{grant.group_id for row, _ in written for grant in row.groups})
