"""Ending access: at once or on a member's date; nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.audit.actions import record_each
from backend.core.access import Actor, Permission, needs, system
from backend.core.db import Row, crossing
from backend.core.errors import InputError
from backend.core.ids import Kind
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.chosen import Done, choose_members
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.invite import close_invitations
from backend.mail.actions import CancelResult, cancel_of_members
from backend.members.owners import needed_owner
from backend.members.ways_in import end_ways_in

CHUNK = 5_000  # members in one transaction of the job
DUE = """
    SELECT workspace_id FROM members
    WHERE deactivated_at IS NULL AND deactivates_at <= (SELECT public.usher_now()) GROUP BY workspace_id
"""
DUE_HERE = """
    SELECT id FROM members
    WHERE workspace_id = $1 AND deactivated_at IS NULL AND deactivates_at <= $2
    ORDER BY id LIMIT $3 FOR UPDATE
"""
SHUT_OUT = """
    UPDATE members SET deactivated_at = least(deactivates_at, $3), updated_at = $3
    WHERE workspace_id = $1 AND id = ANY($2::uuid[])
"""


@needs(Permission.MANAGE_MEMBERS)
async def deactivate_members(actor: Actor, member_ids: Sequence[UUID]) -> Done:
    """Shut these members out now; those who are out already are left as they are."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        needed = await needed_owner(work.sql, workspace.id, member_ids)

        def refuse(row: Row) -> InputError | None:
            if row["id"] != needed:
                return None
            return InputError("LAST_OWNER", "A workspace keeps an owner, and this is the last one.")

        chosen = await choose_members(work, actor, member_ids, refuse)
        leaving = [row["id"] for row in chosen.rows if row["status"] != "DEACTIVATED"]
        mails = await shut_out(work, actor, leaving)
    return Done(chosen.ids, chosen.errors, mails)


async def deactivate_due_members() -> int:
    """Clean up after those whose day has come, in all workspaces; returns how many.

    Their access has ended already, by the predicate that every door asks; this makes it history.
    """
    async with crossing() as sql:
        workspaces = [row["workspace_id"] for row in await sql.fetch(DUE)]
    return sum([await _deactivate_due(workspace_id) for workspace_id in workspaces])


async def _deactivate_due(workspace_id: UUID) -> int:
    actor, number = system(workspace_id), 0
    while True:
        async with unit_of_work(actor) as work:
            await lock_workspace(work, actor)
            rows = await work.sql.fetch(DUE_HERE, workspace_id, work.now, CHUNK)
            await shut_out(work, actor, [row["id"] for row in rows], by_date=True)
        number += len(rows)
        if len(rows) < CHUNK:
            return number


async def shut_out(work: Work, actor: Actor, member_ids: Sequence[UUID], **told: Any) -> CancelResult:
    """End the access of these members, who were found and locked, with every mail and way in."""
    if not member_ids:
        return CancelResult(0, 0)
    await work.sql.execute(SHUT_OUT, actor.workspace_id, list(member_ids), work.now)
    await close_invitations(work, actor.workspace_id, member_ids)
    mails = await cancel_of_members(work, member_ids, "DEACTIVATED")
    await end_ways_in(work, actor.workspace_id, member_ids)
    await record_each(work, actor, "member.deactivated", Kind.MEMBER, member_ids, **told)
    work.changed(ChangeKind.MEMBER, *member_ids)
    work.changed(ChangeKind.INVITATION)
    return mails
