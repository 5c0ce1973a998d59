"""Undoing a batch: what it granted and nothing changed since is taken back; what can't be is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.ids import Kind
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.assigning import unassign_of_batch
from backend.invitations.deactivate_members import shut_out
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.rehearsal import rehearsed
from backend.invitations.settle import Cause, settle
from backend.invitations.undo.given import Given, read_given
from backend.invitations.undo.grants import end_reasons, remove_places
from backend.invitations.undo.people import forget_passwords, restore_fields, revoke_of_batch
from backend.invitations.undo.reopening import reopen_invitations
from backend.invitations.undo.rules import NOT_YOURS, PLACES, Verdict, judge, stays
from backend.invitations.undo.told import remaining
from backend.invitations.warnings import settle_warnings
from backend.mail.actions import cancel_of_batch
from backend.members.owners import needed_owner
from backend.members.ways_in import end_ways_in
from backend.workspaces.queries import WorkspaceRow

FIND = "SELECT created_by, undone_at FROM batches WHERE workspace_id = $1 AND id = $2 FOR UPDATE"
MARK = "UPDATE batches SET undone_at = $3, undone_by = $4 WHERE workspace_id = $1 AND id = $2"
# Whoever joins locks themselves before their invitation and its mail, and so does whoever takes these back.
TOUCHED = """
    SELECT m.id FROM members m WHERE m.workspace_id = $1 AND m.id IN (
        SELECT member_id FROM batch_rows WHERE workspace_id = $1 AND batch_id = $2
    ) ORDER BY m.id FOR NO KEY UPDATE
"""


@dataclass(frozen=True, slots=True)
class Undone:
    """A truthful account: what was taken back, and what could not be (code and sentence)."""

    batch_id: UUID
    mails_withdrawn: int
    invitations_revoked: int
    grants_removed: int
    remaining: list[InputError] = field(default_factory=list)


@needs(Permission.SEE_BATCHES)
async def undo_batch(actor: Actor, batch_id: UUID, preview: bool = False) -> Undone:
    """Undo a batch of one's own that one could still make, or as an admin anyone's.

    A `preview` tells what that would take back, and writes nothing. Raises NotFound, InvalidInput.
    """
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        await _check(work, actor, batch_id)
        async with rehearsed(work, preview):
            touched = [row["id"] for row in await work.sql.fetch(TOUCHED, workspace.id, batch_id)]
            verdicts = await _verdicts(work, actor, await read_given(work, actor, batch_id))
            undone = await _take_back(work, actor, workspace, batch_id, touched, verdicts)
            await _mark(work, actor, batch_id, touched)
    return undone


async def _mark(work: Work, actor: Actor, batch_id: UUID, touched: Sequence[UUID]) -> None:
    await work.sql.execute(MARK, actor.workspace_id, batch_id, work.now, actor.member_id)
    await record(work, actor, "batch.undone", (Kind.BATCH, batch_id), batch_id=batch_id)
    work.changed(ChangeKind.MEMBER, *touched)
    work.changed(ChangeKind.INVITATION)
    work.changed(ChangeKind.GROUP)


async def _check(work: Work, actor: Actor, batch_id: UUID) -> None:
    row = await work.sql.fetchrow(FIND, actor.workspace_id, batch_id)
    own = row is not None and actor.member_id is not None and row["created_by"] == actor.member_id
    if row is None or not (actor.is_admin or own):
        raise NotFound
    if row["undone_at"] is not None:
        raise InvalidInput(InputError("ALREADY_UNDONE", "This batch was undone already.", ("id",)))


async def _verdicts(work: Work, actor: Actor, given: Sequence[Given]) -> list[Verdict]:
    """What is taken back from each; raises NotFound where none of them is the caller's any more."""
    if given and not any(one.theirs for one in given):
        raise NotFound
    verdicts = [judge(one, actor) for one in given]
    leaving = [one.member_id for one in verdicts if one.unowns]
    needed = await needed_owner(work.sql, actor.workspace_id, leaving)
    return [judge(one, actor, needed) for one in given]


async def _take_back(
    work: Work,
    actor: Actor,
    workspace: WorkspaceRow,
    batch_id: UUID,
    touched: Sequence[UUID],
    verdicts: Sequence[Verdict],
) -> Undone:
    people = stays(verdicts)
    invited = [one.member_id for one in verdicts if one.keeps_access]
    mails = await cancel_of_batch(work, batch_id, "BATCH_UNDONE", invited)
    uninvited = [one.member_id for one in verdicts if one.revoke]
    revoked = await revoke_of_batch(work, workspace.id, batch_id, uninvited)
    places = await remove_places(work, actor, batch_id)
    reasons = await end_reasons(work, actor, batch_id)
    ended, sessions = await unassign_of_batch(work, actor, batch_id)
    await restore_fields(work, workspace, verdicts)
    more = await _close_accounts(work, actor, workspace, batch_id, verdicts)
    cause = Cause(None, actor.member_id)
    await settle(work, workspace, cause, member_ids=touched)
    await settle_warnings(work, workspace, touched)
    await settle(work, workspace, cause, session_ids=sessions)  # learners who came since, by the groups
    people[PLACES] |= places.changed
    people[NOT_YOURS] |= places.others | reasons.others
    left = sum(one.left for one in verdicts)
    removed = places.number + reasons.number + ended
    named = remaining(mails.already_out, left, people)
    return Undone(batch_id, mails.cancelled + more, len(revoked), removed, named)


async def _close_accounts(
    work: Work, actor: Actor, workspace: WorkspaceRow, batch_id: UUID, verdicts: Sequence[Verdict]
) -> int:
    """End the access that the batch gave and nobody has used; answers how many more mails were withdrawn."""
    out = [one.member_id for one in verdicts if one.shut_out]
    invited = [one.member_id for one in verdicts if one.reopen]
    mails = await shut_out(work, actor, out)
    await end_ways_in(work, workspace.id, invited)
    await forget_passwords(work, workspace.id, [one.member_id for one in verdicts if one.forgets])
    await reopen_invitations(work, workspace, batch_id, invited)
    return mails.cancelled
