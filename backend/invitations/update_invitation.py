"""Editing an invitation before it is accepted: address, role, groups, date and language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, Role, needs
from backend.core.clock import midnight
from backend.core.db import Row
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.ids import Kind
from backend.core.keep import KEEP, Kept
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.chosen import choose_invitations
from backend.invitations.intake.entries import Grants, check_grants
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.intake.shapes import GroupGrant
from backend.invitations.moving import move_member
from backend.invitations.resend_invitations import refuse_ended
from backend.invitations.settle import Cause, settle
from backend.invitations.warnings import settle_warnings
from backend.workspaces.queries import WorkspaceRow

MEMBER = """
    UPDATE members SET role = $3, language = $4, updated_at = $5,
        deactivation_set_at = CASE WHEN deactivates_on IS DISTINCT FROM $6::date
            THEN $5 ELSE deactivation_set_at END,
        deactivates_on = $6, deactivates_at = $7
    WHERE workspace_id = $1 AND id = $2
"""
INVITATION = "UPDATE invitations SET role = $3 WHERE workspace_id = $1 AND id = $2"
NOW = "SELECT role, language, deactivates_on FROM members WHERE workspace_id = $1 AND id = $2"
# Those that the caller may change: all for admins, their own groups for others.
PLACES = """
    SELECT group_id FROM memberships place
    WHERE place.workspace_id = $1 AND place.member_id = $2 AND ($3::uuid IS NULL OR EXISTS (
        SELECT FROM memberships mine
        WHERE mine.group_id = place.group_id AND mine.member_id = $3 AND mine.role = 'MANAGER'))
"""
ENTER = """
    INSERT INTO memberships (id, workspace_id, group_id, member_id, role, created_at)
    SELECT public.usher_uuid7(), $1, group_id, $2, 'LEARNER', $4 FROM unnest($3::uuid[]) AS group_id
"""
LEAVE = "DELETE FROM memberships WHERE workspace_id = $1 AND member_id = $2 AND group_id = ANY($3::uuid[])"


@dataclass(frozen=True, slots=True)
class InvitationChange:
    """What an invitation is to become; what is KEEP stays as it is, None clears.

    `group_ids` are all the groups it leads to, as far as they are the caller's to change: those missing
    are added, the others are left.
    """

    email: Kept[str] = KEEP
    role: Kept[Role] = KEEP
    group_ids: Kept[Sequence[UUID]] = KEEP
    deactivates_on: Kept[date | None] = KEEP
    language: Kept[str | None] = KEEP


@needs(Permission.MANAGE_INVITATIONS)
async def update_invitation(actor: Actor, invitation_id: UUID, change: InvitationChange) -> None:
    """Change an invitation that waits, and its member with it; raises InvalidInput, NotFound."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        chosen = await choose_invitations(work, actor, [invitation_id], refuse_ended)
        for error in chosen.errors:
            raise NotFound if error.code == "UNKNOWN_INVITATION" else InvalidInput(error)
        (row,) = chosen.rows
        await _change_member(work, actor, workspace, row, change)
        if change.email is not KEEP:
            await _move(work, actor, row["member_id"], change.email)
        await settle(work, workspace, Cause(None, actor.member_id), member_ids=[row["member_id"]])
        await settle_warnings(work, workspace, [row["member_id"]])
        await record(work, actor, "invitation.updated", (Kind.INVITATION, invitation_id))
        work.changed(ChangeKind.INVITATION, invitation_id)
        work.changed(ChangeKind.MEMBER, row["member_id"])
        work.changed(ChangeKind.GROUP)


async def _change_member(
    work: Work, actor: Actor, workspace: WorkspaceRow, row: Row, change: InvitationChange
) -> None:
    """Role, date, language and groups, judged as every door judges them."""
    before = await work.sql.fetchrow(NOW, workspace.id, row["member_id"])
    if before is None:
        raise NotFound
    mine = None if actor.is_admin else actor.member_id
    places = await work.sql.fetch(PLACES, workspace.id, row["member_id"], mine)
    held = [place["group_id"] for place in places]
    wanted = held if change.group_ids is KEEP else list(dict.fromkeys(change.group_ids))
    moved = [one for one in (*held, *wanted) if (one in held) != (one in wanted)]
    until = before["deactivates_on"] if change.deactivates_on is KEEP else change.deactivates_on
    asked = Grants(
        role=Role(before["role"]) if change.role is KEEP else change.role,
        groups=tuple(GroupGrant(one) for one in moved),
        deactivates_on=until if until != before["deactivates_on"] else None,
        language=before["language"] if change.language is KEEP else change.language,
    )
    if asked.role.value != before["role"] and not actor.is_admin:
        message = "Only an admin gives another role."
        raise InvalidInput(InputError("ROLE_ABOVE_YOUR_OWN", message, ("role",), None, before["role"]))
    grants = await check_grants(work, actor, workspace, asked)
    ends = midnight(until, workspace.time_zone) if until else None
    member = (row["member_id"], grants.role.value, grants.language, work.now, until, ends)
    await work.sql.execute(MEMBER, workspace.id, *member)
    await work.sql.execute(INVITATION, workspace.id, row["id"], grants.role.value)
    entered = [one for one in wanted if one not in held]
    await work.sql.execute(ENTER, workspace.id, row["member_id"], entered, work.now)
    left = [one for one in held if one not in wanted]
    await work.sql.execute(LEAVE, workspace.id, row["member_id"], left)


async def _move(work: Work, actor: Actor, member_id: UUID, email: str) -> None:
    if not email.strip():
        raise InvalidInput(InputError("REQUIRED", "An invitation needs an address.", ("email",)))
    await move_member(work, actor, member_id, email)
