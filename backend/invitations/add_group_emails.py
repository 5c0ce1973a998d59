"""Invite people into a group by their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.access import Actor, Permission, needs
from backend.core.errors import InvalidInput
from backend.core.work import unit_of_work
from backend.groups.models import GroupRole
from backend.groups.queries import require_group
from backend.groups.rules import check_group_role, check_in_use
from backend.invitations.intake.entries import Grants, entries_of, read_pastes
from backend.invitations.intake.pipeline import Intake, Terms, lock_workspace, run_intake
from backend.invitations.intake.shapes import GroupGrant


@dataclass(frozen=True, slots=True)
class GroupEmails:
    """What the door was handed; each text may be a whole paste."""

    group_id: UUID
    texts: Sequence[str]
    role: GroupRole = GroupRole.LEARNER


@needs(Permission.MANAGE_GROUP)
async def add_group_emails(actor: Actor, wanted: GroupEmails, terms: Terms) -> Intake:
    """Plan who joins the group and, unless it is a preview, let them; people who are new come as trainees.

    For admins and the group's managers; raises InvalidInput, PlanChanged, NotFound, Forbidden.
    """
    addresses = await read_pastes(wanted.texts)
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        group = await require_group(work.sql, actor, wanted.group_id, manage=True)
        if errors := check_in_use(group, "groupId") + check_group_role(actor, wanted.role):
            raise InvalidInput(*errors)
        entries = entries_of(addresses, Grants(groups=(GroupGrant(group.id, wanted.role),)))
        return await run_intake(work, actor, workspace, entries, "addGroupEmails", terms)
