"""Mailing invitations again: the old link works until the new mail has been accepted."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.audit.actions import record_each
from backend.core.access import Actor, Permission, Role, needs
from backend.core.db import Row
from backend.core.errors import InputError
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.chosen import Done, choose_invitations
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.invite import Invitee, invite
from backend.invitations.quota import spend_invites
from backend.invitations.sending import WAITING, send_again
from backend.invitations.settle import Cause, settle


@needs(Permission.MANAGE_INVITATIONS)
async def resend_invitations(actor: Actor, invitation_ids: Sequence[UUID]) -> Done:
    """Mail these again; who was invited so long ago that it ran out gets a new invitation.

    Raises RateLimited where the day has too few left: then none is mailed.
    """
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        chosen = await choose_invitations(work, actor, invitation_ids, _refuse)
        cause = Cause(None, actor.member_id)
        again = [row for row in chosen.rows if row["state"] == "PENDING"]
        anew = [row for row in chosen.rows if row["state"] == "EXPIRED"]
        await send_again(work, workspace, again, "ids")
        invitees = [Invitee(row["member_id"], row["address"], Role(row["member_role"])) for row in anew]
        await spend_invites(work, workspace, len(invitees), "ids")
        made = await invite(work, actor, workspace, invitees, cause, "resendInvitations")
        await settle(work, workspace, cause, member_ids=chosen.of("member_id"))
        await record_each(work, actor, "invitation.resent", Kind.INVITATION, chosen.ids)
        done = [made.get(row["member_id"], row["id"]) for row in chosen.rows]
        work.changed(ChangeKind.INVITATION, *done)
        work.changed(ChangeKind.MEMBER, *chosen.of("member_id"))
    return Done(done, chosen.errors)


def _refuse(row: Row) -> InputError | None:
    if error := refuse_closed(row):
        return error
    if row["state"] == "PENDING" and row["mail"] in WAITING:
        return InputError("MAIL_WAITING", "Its mail has not left yet; it goes by itself.")
    if row["bounced"]:
        message = "Mail to this address came back. Mend the address, or clear the bounce."
        return InputError("ADDRESS_BOUNCED", message)
    return None


def refuse_closed(row: Row) -> InputError | None:
    """Why an invitation can't be brought to life: accepted, revoked, or another one counts by now."""
    if row["state"] == "ACCEPTED" or row["status"] == "ACTIVE":
        return InputError("ALREADY_JOINED", "They have joined already.")
    if row["state"] == "REVOKED":
        return InputError("INVITATION_REVOKED", "It was revoked. Invite the person again.")
    if not row["newest"]:
        return InputError("INVITATION_REPLACED", "A newer invitation has taken its place.")
    if row["status"] == "DEACTIVATED":
        return InputError("MEMBER_DEACTIVATED", "This member is deactivated. Reactivate them first.")
    return None


def refuse_ended(row: Row) -> InputError | None:
    """Why an invitation can't be accepted as it stands."""
    if error := refuse_closed(row):
        return error
    if row["state"] == "EXPIRED":
        return InputError("INVITATION_EXPIRED", "It has run out. Extend it, or send it again.")
    return None
