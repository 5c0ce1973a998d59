"""One request of a directory changes several things, each of which would lock in an order of its own."""

from __future__ import annotations

from backend.core.access import Actor, Permission, needs
from backend.core.work import unit_of_work
from backend.invitations.intake.pipeline import lock_workspace


@needs(Permission.PROVISION)
async def take_turn(actor: Actor) -> None:
    """Wait for the workspace's turn before anything is locked, and keep it until the request is done."""
    async with unit_of_work(actor) as work:
        await lock_workspace(work, actor)
