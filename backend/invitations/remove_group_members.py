"""Taking members out of a group: what only the group brought them ends with it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.groups.models import GroupRole
from backend.groups.queries import require_group
from backend.groups.rules import may_change_place
from backend.invitations.assigning import open_sessions_with
from backend.invitations.intake.chosen import check_number
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.scope import Cause
from backend.invitations.settle import settle
from backend.invitations.taken_out import TakenOut, absent, taken_out

PLACES = """
    SELECT member_id, role FROM memberships
    WHERE workspace_id = $1 AND group_id = $2 AND member_id = ANY($3::uuid[]) FOR UPDATE
"""
REMOVE = "DELETE FROM memberships WHERE workspace_id = $1 AND group_id = $2 AND member_id = ANY($3::uuid[])"


@needs(Permission.MANAGE_GROUP)
async def remove_group_members(actor: Actor, group_id: UUID, member_ids: Sequence[UUID]) -> TakenOut:
    """Take members out of a group of the caller's; managers leave, or are taken out by admins.

    Raises InvalidInput, NotFound, Forbidden.
    """
    if errors := check_number(member_ids):
        raise InvalidInput(*errors)
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        await require_group(work.sql, actor, group_id, manage=True)
        roles = await _places(work, group_id, member_ids)
        skipped = absent(member_ids, roles, "NOT_IN_GROUP", "This person is not in the group.")
        leaving = [one for one, role in roles.items() if may_change_place(actor, one, role)]
        kept = set(roles) - set(leaving)
        sessions = await open_sessions_with(work, group_id)
        await work.sql.execute(REMOVE, actor.workspace_id, group_id, leaving)
        cause = Cause(None, actor.member_id)
        settled = await settle(work, workspace, cause, member_ids=leaving, session_ids=sessions)
        if leaving:
            await record(work, actor, "group.members_removed", (Kind.GROUP, group_id), member_ids=leaving)
            work.changed(ChangeKind.GROUP, group_id)
            work.changed(ChangeKind.MEMBER, *leaving)
    return taken_out(len(leaving), settled, remaining=_managers(member_ids, kept), skipped=skipped)


async def _places(work: Work, group_id: UUID, member_ids: Sequence[UUID]) -> dict[UUID, GroupRole]:
    rows = await work.sql.fetch(PLACES, work.workspace_id, group_id, list(member_ids))
    return {row["member_id"]: GroupRole(row["role"]) for row in rows}


def _managers(member_ids: Sequence[UUID], kept: set[UUID]) -> list[InputError]:
    message = "Only administrators take a manager out of a group."
    return [
        InputError("GROUP_ROLE_ABOVE_YOUR_OWN", message, ("memberIds",), row)
        for row, member_id in enumerate(member_ids, start=1)
        if member_id in kept
    ]
