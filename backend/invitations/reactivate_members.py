"""Bringing deactivated members back, with all that still has a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.audit.actions import record_each
from backend.core.access import Actor, Permission, Role, needs
from backend.core.clock import local_day, midnight
from backend.core.db import Row
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.account_letters import settle_account_letters
from backend.invitations.chosen import Done, choose_members
from backend.invitations.intake.entries import check_date
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.invite import Invitee, invite
from backend.invitations.quota import spend_invites
from backend.invitations.settle import Cause, settle
from backend.invitations.warnings import settle_warnings
from backend.members.ways_in import end_ways_in

# A date that was given replaces the one that stood; else one that has passed is cleared.
RETURN = """
    UPDATE members SET deactivated_at = NULL, asleep_at = NULL, updated_at = $3,
        deactivation_set_at = CASE WHEN $4::date IS NOT NULL OR deactivates_on <= $5
            THEN $3 ELSE deactivation_set_at END,
        deactivates_on = coalesce($4, CASE WHEN deactivates_on > $5 THEN deactivates_on END),
        deactivates_at = coalesce($6, CASE WHEN deactivates_on > $5 THEN deactivates_at END)
    WHERE workspace_id = $1 AND id = ANY($2::uuid[])
"""


@needs(Permission.MANAGE_MEMBERS)
async def reactivate_members(
    actor: Actor, member_ids: Sequence[UUID], deactivates_on: date | None = None
) -> Done:
    """Let these in again; who had never joined is invited anew. Those who are in are left as they are."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        if errors := check_date(deactivates_on, workspace, work):
            raise InvalidInput(*errors)
        chosen = await choose_members(work, actor, member_ids, _refuse)
        back = [row for row in chosen.rows if row["status"] == "DEACTIVATED"]
        ids = [row["id"] for row in back]
        await end_ways_in(work, workspace.id, ids)  # what nobody ended when the day came
        today = local_day(work.now, workspace.time_zone)
        until = midnight(deactivates_on, workspace.time_zone) if deactivates_on else None
        await work.sql.execute(RETURN, workspace.id, ids, work.now, deactivates_on, today, until)
        cause = Cause(None, actor.member_id)
        invitees = [
            Invitee(row["id"], row["email_key"], Role(row["role"]))
            for row in back
            if row["activated_at"] is None and row["email_key"]
        ]
        await spend_invites(work, workspace, len(invitees), "ids")
        await invite(work, actor, workspace, invitees, cause, "reactivateMembers")
        if ids:
            letters = await settle_account_letters(work, workspace, cause, ids)
            await spend_invites(work, workspace, letters, "ids")
            await settle(work, workspace, cause, member_ids=ids)
            await settle_warnings(work, workspace, ids)
        await record_each(work, actor, "member.reactivated", Kind.MEMBER, ids, until=deactivates_on)
        work.changed(ChangeKind.MEMBER, *ids)
        work.changed(ChangeKind.INVITATION)
    return Done(chosen.ids, chosen.errors)


def _refuse(row: Row) -> InputError | None:
    if row["activated_at"] is None and row["bounced"]:
        message = "They had not joined, and mail to their address came back. Mend it, or clear the bounce."
        return InputError("ADDRESS_BOUNCED", message)
    return None
