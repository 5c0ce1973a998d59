"""A directory makes, changes and removes a group, by the same actions as an administrator."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from backend.accounts.provisioning.queries import DirectoryGroup
from backend.accounts.provisioning.turn import take_turn
from backend.core.access import Actor, Permission, require
from backend.core.errors import InvalidInput
from backend.core.work import unit_of_work
from backend.groups.actions import GroupDraft, GroupEdit, create_group, update_group
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.archive_group import archive_group
from backend.invitations.intake.pipeline import Terms
from backend.invitations.intake.shapes import Outcome
from backend.invitations.remove_group_members import remove_group_members
from backend.members.status import NOT_DEACTIVATED

KEEP_PLACES = f"""
    WITH waiting AS (
        SELECT m.id FROM members m WHERE m.workspace_id = $1 AND m.id = ANY($3::uuid[])
            AND NOT ({NOT_DEACTIVATED})
    ), kept AS (
        INSERT INTO memberships (id, workspace_id, group_id, member_id, role, created_at)
        SELECT public.usher_uuid7(), $1, $2, id, 'LEARNER', $4 FROM waiting
        ON CONFLICT (group_id, member_id) DO NOTHING
    )
    SELECT id FROM waiting
"""


async def provision_group(
    actor: Actor, name: str, external_id: str | None, member_ids: Collection[UUID]
) -> UUID:
    """Make a group of these people as learners, within the caller's transaction; raises InvalidInput."""
    require(actor, Permission.CREATE_GROUPS)
    await take_turn(actor)
    group = await create_group(actor, GroupDraft(name, external_id=external_id))
    await _add(actor, group.id, member_ids)
    return group.id


async def change_provisioned_group(
    actor: Actor, before: DirectoryGroup, name: str, external_id: str | None, member_ids: Collection[UUID]
) -> None:
    """Bring a group in line: who leaves loses what only the group brought. Raises InvalidInput, NotFound."""
    require(actor, Permission.MANAGE_GROUP)
    await take_turn(actor)
    if (name, external_id or None) != (before.name, before.external_id):
        await update_group(actor, before.id, GroupEdit(name=name, external_id=external_id))
    there = {one.id for one in before.members}
    await _add(actor, before.id, [one for one in member_ids if one not in there])
    leaving = [one for one in there if one not in set(member_ids)]
    if leaving:
        await remove_group_members(actor, before.id, leaving)


async def deprovision_group(actor: Actor, group: DirectoryGroup) -> None:
    """Archive a group, and let its external id go to another; raises NotFound."""
    require(actor, Permission.CREATE_GROUPS)
    await take_turn(actor)
    if group.external_id:
        await update_group(actor, group.id, GroupEdit(external_id=None))
    await archive_group(actor, group.id)


async def _add(actor: Actor, group_id: UUID, member_ids: Collection[UUID]) -> None:
    """Through the pipeline; who is shut out only keeps a place, which counts once they are let in again."""
    if not member_ids:
        return
    waiting = await _shut_out(actor, group_id, member_ids)
    active = [one for one in member_ids if one not in waiting]
    joined = await add_group_members(actor, GroupMembers(group_id, active), Terms()) if active else None
    refused = [row for row in joined.plan.rows if row.outcome is Outcome.REFUSED] if joined else []
    if refused:
        raise InvalidInput(*(error for row in refused for error in row.errors))


async def _shut_out(actor: Actor, group_id: UUID, member_ids: Collection[UUID]) -> set[UUID]:
    async with unit_of_work(actor) as work:
        values = (group_id, list(member_ids), work.now)
        rows = await work.sql.fetch(KEEP_PLACES, actor.workspace_id, *values)
    return {row["id"] for row in rows}
