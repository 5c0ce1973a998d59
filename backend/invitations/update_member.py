"""Changing what admins decide of a member; names, language and password are the member's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, Role, needs
from backend.core.clock import midnight
from backend.core.db import Row
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.ids import Kind
from backend.core.keep import KEEP, Kept
from backend.core.usernames import check_username, username_key
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.chosen import choose_members
from backend.invitations.intake.entries import check_date, check_role
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.settle import Cause, settle
from backend.invitations.warnings import settle_warnings
from backend.members.owners import needed_owner
from backend.members.rules import check_additional_information, check_external_id, check_labels
from backend.workspaces.queries import WorkspaceRow

TAKEN = "SELECT FROM members WHERE workspace_id = $1 AND id <> $2 AND {column} = $3"
RAISE_INVITATION = """
    UPDATE invitations SET role = $3 WHERE workspace_id = $1 AND member_id = $2 AND state = 'PENDING'
"""


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What a member is to become; what is KEEP stays as it is, None clears."""

    role: Kept[Role] = KEEP
    labels: Kept[Sequence[str]] = KEEP
    additional_information: Kept[Sequence[str]] = KEEP
    deactivates_on: Kept[date | None] = KEEP
    external_id: Kept[str | None] = KEEP
    username: Kept[str | None] = KEEP


@needs(Permission.MANAGE_MEMBERS)
async def update_member(actor: Actor, member_id: UUID, change: MemberChange) -> None:
    """Change a member who is not above the caller; raises InvalidInput, NotFound."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        chosen = await choose_members(work, actor, [member_id], lambda row: None)
        for error in chosen.errors:
            raise NotFound if error.code == "UNKNOWN_MEMBER" else InvalidInput(error)
        values = await _checked(work, actor, workspace, chosen.rows[0], change)
        if not values:
            return
        await _write(work, workspace, member_id, values)
        if change.role is not KEEP:
            await work.sql.execute(RAISE_INVITATION, workspace.id, member_id, change.role.value)
        if "deactivates_on" in values:
            await settle(work, workspace, Cause(None, actor.member_id), member_ids=[member_id])
            await settle_warnings(work, workspace, [member_id])
        await record(work, actor, "member.updated", (Kind.MEMBER, member_id), fields=sorted(values))
        work.changed(ChangeKind.MEMBER, member_id)


async def _checked(
    work: Work, actor: Actor, workspace: WorkspaceRow, row: Row, change: MemberChange
) -> dict[str, Any]:
    """The columns to write; raises InvalidInput with everything that is wrong."""
    values, errors = _lists(change)
    if change.role is not KEEP:
        errors += check_role(actor, change.role)
        values["role"] = change.role.value
    if change.deactivates_on is not KEEP and change.deactivates_on != row["deactivates_on"]:
        errors += check_date(change.deactivates_on, workspace, work) + _still_here(row)
        values["deactivates_on"] = change.deactivates_on
    errors += await _identities(work, workspace.id, row, change, values)
    errors += await _owner_lost(work, workspace.id, row["id"], values)
    if errors:
        raise InvalidInput(*errors)
    return values


async def _owner_lost(
    work: Work, workspace_id: UUID, member_id: UUID, values: dict[str, Any]
) -> list[InputError]:
    lowered = values.get("role", Role.OWNER.value) != Role.OWNER.value
    if not lowered and not values.get("deactivates_on"):
        return []
    if await needed_owner(work.sql, workspace_id, [member_id]) is None:
        return []
    message = "A workspace keeps an owner, and this is the last one."
    return [InputError("LAST_OWNER", message, ("role" if lowered else "deactivatesOn",))]


def _lists(change: MemberChange) -> tuple[dict[str, Any], list[InputError]]:
    values: dict[str, Any] = {}
    errors: list[InputError] = []
    if change.labels is not KEEP:
        values["labels"], wrong = check_labels(change.labels)
        errors += wrong
    if change.additional_information is not KEEP:
        values["additional_information"], wrong = check_additional_information(change.additional_information)
        errors += wrong
    return values, errors


def _still_here(row: Row) -> list[InputError]:
    if row["status"] != "DEACTIVATED":
        return []
    message = "This member is deactivated. Reactivate them with a new date."
    return [InputError("MEMBER_DEACTIVATED", message, ("deactivatesOn",))]


async def _identities(
    work: Work, workspace_id: UUID, row: Row, change: MemberChange, values: dict[str, Any]
) -> list[InputError]:
    """The username and the partner's id, which are unique in the workspace."""
    errors: list[InputError] = []
    if change.external_id is not KEEP:
        values["external_id"], wrong = check_external_id(change.external_id)
        errors += wrong + await _taken(work, workspace_id, row, "external_id", values["external_id"])
    if change.username is not KEEP:
        clean, wrong = check_username(change.username) if change.username else ("", [])
        key = username_key(clean)
        if key is None and row["email_key"] is None:
            message = "Who has no address signs in by a username."
            wrong = [InputError("REQUIRED", message, ("username",))]
        values |= {"username": clean or None, "username_key": key}
        errors += wrong + await _taken(work, workspace_id, row, "username_key", key)
    return errors


async def _taken(
    work: Work, workspace_id: UUID, row: Row, column: str, value: str | None
) -> list[InputError]:
    if value is None:
        return []
    found = await work.sql.fetchrow(TAKEN.format(column=column), workspace_id, row["id"], value)
    if found is None:
        return []
    of_username = column == "username_key"
    code, field = ("USERNAME_TAKEN", "username") if of_username else ("EXTERNAL_ID_TAKEN", "externalId")
    return [InputError(code, "Another member of this workspace has this one.", (field,))]


async def _write(work: Work, workspace: WorkspaceRow, member_id: UUID, values: dict[str, Any]) -> None:
    columns = dict(values)
    if "deactivates_on" in values:
        day = values["deactivates_on"]
        columns["deactivates_at"] = midnight(day, workspace.time_zone) if day else None
        columns["deactivation_set_at"] = work.now if day else None
    columns["updated_at"] = work.now
    sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, start=3))
    statement = f"UPDATE members SET {sets} WHERE workspace_id = $1 AND id = $2"
    await work.sql.execute(statement, workspace.id, member_id, *columns.values())
