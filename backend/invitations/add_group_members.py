"""Adding people who are members already to a group."""

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
from backend.invitations.intake.chosen import check_number, entries_of_members
from backend.invitations.intake.pipeline import Intake, Terms, lock_workspace, run_intake
from backend.invitations.intake.shapes import GroupGrant


@dataclass(frozen=True, slots=True)
class GroupMembers:
    """Who joins which group, and as what."""

    group_id: UUID
    member_ids: Sequence[UUID]
    role: GroupRole = GroupRole.LEARNER


@needs(Permission.MANAGE_GROUP)
async def add_group_members(actor: Actor, wanted: GroupMembers, terms: Terms) -> Intake:
    """Let members whom the caller can see join a group of theirs; a place held already is only raised.

    For admins and the group's managers; raises InvalidInput, PlanChanged, NotFound, Forbidden.
    """
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        group = await require_group(work.sql, actor, wanted.group_id, manage=True)
        errors = check_in_use(group, "groupId") + check_group_role(actor, wanted.role)
        if errors := errors + check_number(wanted.member_ids):
            raise InvalidInput(*errors)
        grant = GroupGrant(group.id, wanted.role)
        entries = await entries_of_members(work, actor, wanted.member_ids, groups=(grant,))
        return await run_intake(work, actor, workspace, entries, "addGroupMembers", terms)
