"""Copying the link of an invitation, to be handed over by other means than mail."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InvalidInput, NotFound
from backend.core.ids import Kind
from backend.core.work import unit_of_work
from backend.invitations.chosen import choose_invitations
from backend.invitations.links import join_link
from backend.invitations.resend_invitations import refuse_ended


@needs(Permission.MANAGE_INVITATIONS)
async def invitation_link(actor: Actor, invitation_id: UUID) -> str:
    """The link as its newest letter carries it; audited, since whoever holds it can join as the invited."""
    async with unit_of_work(actor) as work:
        chosen = await choose_invitations(work, actor, [invitation_id], refuse_ended)
        for error in chosen.errors:
            raise NotFound if error.code == "UNKNOWN_INVITATION" else InvalidInput(error)
        (row,) = chosen.rows
        await record(work, actor, "invitation.link_copied", (Kind.INVITATION, invitation_id))
    return join_link(invitation_id, row["version"])
