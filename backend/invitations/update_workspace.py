"""Changing a workspace's settings; what is owed by the calendar moves with its zone, hour and switches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.clock import midnight
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.keep import KEEP, Kept
from backend.core.text import check_text
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.reminders import pending_invitations, settle_reminders
from backend.invitations.settle import Cause, settle
from backend.invitations.warnings import settle_warnings
from backend.workspaces import rules
from backend.workspaces.actions import write_workspace
from backend.workspaces.queries import WorkspaceRow, workspace_of

LEAVING = """
    SELECT id, deactivates_on FROM members
    WHERE workspace_id = $1 AND deactivates_on IS NOT NULL AND deactivated_at IS NULL
"""
MIDNIGHTS = """
    UPDATE members SET deactivates_at = at FROM unnest($2::date[], $3::timestamptz[]) AS ends (day, at)
    WHERE workspace_id = $1 AND deactivates_on = day AND deactivated_at IS NULL
"""
AHEAD = "SELECT id FROM sessions WHERE workspace_id = $1 AND starts_at > $2 AND cancelled_at IS NULL"
TEXTS: dict[str, Callable[[str], list[InputError]]] = {
    "language": rules.check_language,
    "time_zone": rules.check_zone,
    "mail_hour": rules.check_mail_hour,
    "sender_address": rules.check_sender,
    "brand_color": rules.check_color,
    "logo_url": rules.check_logo,
}
NUMBERS = {"invitation_days": ("invitationDays", 1, 365), "password_length": ("passwordLength", 8, 64)}


@dataclass(frozen=True, slots=True)
class WorkspaceChange:
    """What a workspace's settings are to become; what is KEEP stays as it is."""

    name: Kept[str] = KEEP
    language: Kept[str] = KEEP
    time_zone: Kept[str] = KEEP
    mail_hour: Kept[str] = KEEP
    sender_name: Kept[str] = KEEP
    sender_address: Kept[str] = KEEP
    brand_color: Kept[str] = KEEP
    logo_url: Kept[str] = KEEP
    invitation_days: Kept[int] = KEEP
    allowed_domains: Kept[Sequence[str]] = KEEP
    password_length: Kept[int] = KEEP
    trainers_invite: Kept[bool] = KEEP
    send_reminders: Kept[bool] = KEEP
    send_warnings: Kept[bool] = KEEP


@needs(Permission.MANAGE_WORKSPACE)
async def update_workspace(actor: Actor, change: WorkspaceChange) -> WorkspaceRow:
    """Change what is given; raises InvalidInput with everything that is wrong."""
    given = {field.name: getattr(change, field.name) for field in fields(change)}
    values = _checked({name: value for name, value in given.items() if value is not KEEP})
    async with unit_of_work(actor) as work:
        before = await lock_workspace(work, actor)
        changed = {name: value for name, value in values.items() if value != getattr(before, name)}
        if not changed:
            return before
        await write_workspace(work, before.id, changed)
        after = await workspace_of(work.sql, before.id)
        await _follow(work, actor, after, changed.keys())
        await record(work, actor, "workspace.updated", (Kind.WORKSPACE, before.id), fields=sorted(changed))
        work.changed(ChangeKind.WORKSPACE, before.id)
    return after


async def _follow(work: Work, actor: Actor, workspace: WorkspaceRow, changed: Any) -> None:
    """Days begin elsewhere, mails leave at another hour, letters are wanted or not: what is owed follows."""
    if changed & {"time_zone", "send_warnings"}:
        leaving = await work.sql.fetch(LEAVING, workspace.id)
        members = [row["id"] for row in leaving]
        if "time_zone" in changed and members:
            days = sorted({row["deactivates_on"] for row in leaving})
            ends = [midnight(day, workspace.time_zone) for day in days]
            await work.sql.execute(MIDNIGHTS, workspace.id, days, ends)
            await settle(work, workspace, Cause(None, actor.member_id), member_ids=members)
        await settle_warnings(work, workspace, members)
    if changed & {"time_zone", "send_reminders"}:
        await settle_reminders(work, workspace, await pending_invitations(work, workspace.id))
    if "mail_hour" in changed:
        ahead: list[UUID] = [row["id"] for row in await work.sql.fetch(AHEAD, workspace.id, work.now)]
        await settle(work, workspace, Cause(None, actor.member_id), session_ids=ahead)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The settings, cleaned; raises InvalidInput."""
    errors: list[InputError] = []
    for name, field, least in (("name", "name", 1), ("sender_name", "senderName", 0)):
        if name in values:
            values[name], wrong = check_text(values[name], field, most=200, least=least)
            errors += wrong
    if "allowed_domains" in values:
        values["allowed_domains"], wrong = rules.check_domains(values["allowed_domains"])
        errors += wrong
    for name, check in TEXTS.items():
        if name in values:
            errors += check(values[name])
    for name, bounds in NUMBERS.items():
        if name in values:
            errors += rules.check_number(values[name], *bounds)
    if errors:
        raise InvalidInput(*errors)
    return values
