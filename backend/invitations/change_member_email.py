"""Changing a member's address as an admin; members change their own by a mail that they confirm."""

from __future__ import annotations

from uuid import UUID

from backend.core.access import Actor, Permission, needs
from backend.core.errors import InvalidInput, NotFound
from backend.core.work import unit_of_work
from backend.invitations.chosen import choose_members
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.moving import move_member


@needs(Permission.MANAGE_MEMBERS)
async def change_member_email(actor: Actor, member_id: UUID, email: str) -> None:
    """Give a member, with or without an address so far, this one; raises InvalidInput, NotFound."""
    async with unit_of_work(actor) as work:
        await lock_workspace(work, actor)
        chosen = await choose_members(work, actor, [member_id], lambda row: None)
        for error in chosen.errors:
            raise NotFound if error.code == "UNKNOWN_MEMBER" else InvalidInput(error)
        await move_member(work, actor, member_id, email)
