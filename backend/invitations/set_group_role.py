"""Giving members of a group another role in it, higher or lower: what they are there for follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.groups.models import GroupRole
from backend.groups.queries import require_group
from backend.groups.rules import check_group_role, check_in_use, may_change_place
from backend.invitations.assigning import open_sessions_with
from backend.invitations.intake.chosen import check_number
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.rehearsal import rehearsed
from backend.invitations.scope import Cause
from backend.invitations.settle import Settled, settle
from backend.invitations.taken_out import absent

PLACES = """
    SELECT member_id, role FROM memberships
    WHERE workspace_id = $1 AND group_id = $2 AND member_id = ANY($3::uuid[]) FOR UPDATE
"""
SET = """
    UPDATE memberships SET role = $4
    WHERE workspace_id = $1 AND group_id = $2 AND member_id = ANY($3::uuid[])
"""


@dataclass(frozen=True, slots=True)
class GroupRoles:
    """Whose role in which group it is, and what they are to be there."""

    group_id: UUID
    member_ids: Sequence[UUID]
    role: GroupRole


@dataclass(frozen=True, slots=True)
class GroupRoleSet:
    """How many have another role now, and what followed; `remaining` says who stays as they are, and why.

    Only learners are registered in the group's sessions: `registered` and `owed` count what began,
    `unregistered`, `withdrawn` and `already_out` what ended. `skipped` are not in the group.
    """

    people: int
    registered: int
    unregistered: int
    owed: int
    withdrawn: int
    already_out: int
    remaining: tuple[InputError, ...] = ()
    skipped: tuple[InputError, ...] = ()


@needs(Permission.MANAGE_GROUP)
async def set_group_role(actor: Actor, wanted: GroupRoles, *, preview: bool = False) -> GroupRoleSet:
    """Give these members another role in a group of the caller's; a manager's is for admins, and their own.

    Raises InvalidInput, NotFound, Forbidden.
    """
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        group = await require_group(work.sql, actor, wanted.group_id, manage=True)
        errors = check_in_use(group, "groupId") + check_group_role(actor, wanted.role)
        if errors := errors + check_number(wanted.member_ids):
            raise InvalidInput(*errors)
        roles = await _places(work, wanted)
        free = {one for one, role in roles.items() if may_change_place(actor, one, role)}
        changed = [one for one in roles if one in free and roles[one] is not wanted.role]
        async with rehearsed(work, preview):
            sessions = await open_sessions_with(work, group.id)
            await work.sql.execute(SET, actor.workspace_id, group.id, changed, wanted.role.value)
            cause = Cause(None, actor.member_id)
            settled = await settle(work, workspace, cause, member_ids=changed, session_ids=sessions)
            if changed:
                await _tell(work, actor, wanted, changed)
    return _account(wanted, len(changed), settled, roles.keys() - free, set(roles))


async def _places(work: Work, wanted: GroupRoles) -> dict[UUID, GroupRole]:
    rows = await work.sql.fetch(PLACES, work.workspace_id, wanted.group_id, list(wanted.member_ids))
    return {row["member_id"]: GroupRole(row["role"]) for row in rows}


async def _tell(work: Work, actor: Actor, wanted: GroupRoles, changed: Sequence[UUID]) -> None:
    subject = (Kind.GROUP, wanted.group_id)
    role = wanted.role.value
    await record(work, actor, "group.role_set", subject, role=role, member_ids=list(changed))
    work.changed(ChangeKind.GROUP, wanted.group_id)
    work.changed(ChangeKind.MEMBER, *changed)


def _account(
    wanted: GroupRoles, people: int, settled: Settled, kept: set[UUID], there: set[UUID]
) -> GroupRoleSet:
    message = "Only administrators change what a manager is in a group."
    return GroupRoleSet(
        people=people,
        registered=settled.registered,
        unregistered=settled.unregistered,
        owed=len(settled.owed.created) + len(settled.owed.revived),
        withdrawn=settled.withdrawn.cancelled,
        already_out=settled.withdrawn.already_out,
        remaining=tuple(
            InputError("GROUP_ROLE_ABOVE_YOUR_OWN", message, ("memberIds",), row)
            for row, one in enumerate(wanted.member_ids, start=1)
            if one in kept
        ),
        skipped=tuple(absent(wanted.member_ids, there, "NOT_IN_GROUP", "This person is not in the group.")),
    )
