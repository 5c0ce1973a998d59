"""Invite people to the workspace by their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.core.access import Actor, Permission, Role, needs
from backend.core.work import unit_of_work
from backend.invitations.intake.entries import Grants, check_grants, entries_of, read_pastes
from backend.invitations.intake.pipeline import Intake, Terms, lock_workspace, run_intake
from backend.invitations.intake.shapes import GroupGrant


@dataclass(frozen=True, slots=True)
class EmailInvitation:
    """What the door was handed; each text may be a whole paste."""

    texts: Sequence[str]
    role: Role = Role.TRAINEE
    group_ids: Sequence[UUID] = ()
    deactivates_on: date | None = None
    language: str | None = None


@needs(Permission.INVITE)
async def invite_by_email(actor: Actor, wanted: EmailInvitation, terms: Terms) -> Intake:
    """Plan the invitations and, unless it is a preview, make them; raises InvalidInput, PlanChanged."""
    addresses = await read_pastes(wanted.texts)
    groups = tuple(GroupGrant(group_id) for group_id in dict.fromkeys(wanted.group_ids))
    grants = Grants(wanted.role, groups, (), wanted.deactivates_on, wanted.language)
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        grants = await check_grants(work, actor, workspace, grants)
        entries = entries_of(addresses, grants)
        return await run_intake(work, actor, workspace, entries, "inviteByEmail", terms)
