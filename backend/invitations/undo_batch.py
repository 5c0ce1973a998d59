"""Undoing a batch: what it granted and nothing changed since is taken back; what can't be is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.ids import Kind
from backend.core.work import Work, unit_of_work
from backend.invitations.assigning import unassign_of_batch
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.settle import Cause, settle
from backend.invitations.undoing import close_accounts, restore_fields
from backend.invitations.warnings import settle_warnings
from backend.mail.actions import cancel_of_batch

FIND = "SELECT created_by, undone_at FROM batches WHERE workspace_id = $1 AND id = $2 FOR UPDATE"
MARK = "UPDATE batches SET undone_at = $3, undone_by = $4 WHERE workspace_id = $1 AND id = $2"
REVOKE = """
    UPDATE invitations SET state = 'REVOKED', closed_at = $3
    WHERE workspace_id = $1 AND batch_id = $2 AND state = 'PENDING' RETURNING id, member_id
"""
RETIRE = """
    UPDATE invitation_links SET retired_at = $2
    WHERE workspace_id = $1 AND invitation_id = ANY($3::uuid[]) AND retired_at IS NULL
"""
SLEEP = """
    UPDATE members SET asleep_at = $2, updated_at = $2
    WHERE workspace_id = $1 AND id = ANY($3::uuid[]) AND activated_at IS NULL
"""
PLACES = "DELETE FROM memberships WHERE workspace_id = $1 AND batch_id = $2 RETURNING member_id"
REASONS = """
    UPDATE registration_reasons reason SET ended_at = $3 FROM registrations r
    WHERE r.id = reason.registration_id AND reason.workspace_id = $1 AND reason.batch_id = $2
        AND reason.kind = 'DIRECT' AND reason.ended_at IS NULL RETURNING r.member_id
"""
JOINED = """
    SELECT count(DISTINCT m.id) FROM batch_rows line JOIN members m ON m.id = line.member_id
    JOIN batches batch ON batch.id = line.batch_id
    WHERE line.workspace_id = $1 AND line.batch_id = $2 AND line.outcome IN ('INVITE', 'CREATE')
        AND m.joined_at >= batch.created_at
"""
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
async def undo_batch(actor: Actor, batch_id: UUID) -> Undone:
    """Undo a batch of one's own, or as an admin anyone's; raises NotFound, InvalidInput."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        await _check(work, actor, batch_id)
        mine, now = workspace.id, work.now
        touched = [row["id"] for row in await work.sql.fetch(TOUCHED, mine, batch_id)]
        mails = await cancel_of_batch(work, batch_id, "BATCH_UNDONE")
        revoked = await work.sql.fetch(REVOKE, mine, batch_id, now)
        await work.sql.execute(RETIRE, mine, now, [row["id"] for row in revoked])
        await work.sql.execute(SLEEP, mine, now, [row["member_id"] for row in revoked])
        places = await work.sql.fetch(PLACES, mine, batch_id)
        reasons = await work.sql.fetch(REASONS, mine, batch_id, now)
        ended, sessions = await unassign_of_batch(work, batch_id)
        withdrawn = mails.cancelled + await close_accounts(work, workspace, batch_id)
        kept = await restore_fields(work, workspace, batch_id)
        cause = Cause(None, actor.member_id)
        await settle(work, workspace, cause, member_ids=touched)
        await settle_warnings(work, workspace, touched)
        await settle(work, workspace, cause, session_ids=sessions)  # learners who came since, by the groups
        joined = await work.sql.fetchval(JOINED, mine, batch_id)
        await work.sql.execute(MARK, mine, batch_id, now, actor.member_id)
        removed = len(places) + len(reasons) + ended
        undone = Undone(
            batch_id, withdrawn, len(revoked), removed, _remaining(mails.already_out, joined, kept)
        )
        await record(work, actor, "batch.undone", (Kind.BATCH, batch_id), batch_id=batch_id)
        work.changed("MEMBER", *touched)
        work.changed("INVITATION")
        work.changed("GROUP")
    return undone


async def _check(work: Work, actor: Actor, batch_id: UUID) -> None:
    row = await work.sql.fetchrow(FIND, actor.workspace_id, batch_id)
    if row is None or not (actor.is_admin or row["created_by"] == actor.member_id):
        raise NotFound
    if row["undone_at"] is not None:
        raise InvalidInput(InputError("ALREADY_UNDONE", "This batch was undone already.", ("id",)))


def _remaining(mails_out: int, joined: int, kept: int) -> list[InputError]:
    remaining = []
    if mails_out:
        remaining.append(InputError("MAILS_OUT", f"{mails_out} mails had left already.", ("id",)))
    if joined:
        remaining.append(InputError("JOINED", f"{joined} people have joined already; they stay.", ("id",)))
    if kept:
        message = f"{kept} changed fields stay: they were filled in for good, or changed again since."
        remaining.append(InputError("CHANGES_STAY", message, ("id",)))
    return remaining
