"""Giving invitations more time; one that ran out opens again, and reminders move along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from backend.audit.actions import record_each
from backend.core.access import Actor, Permission, needs
from backend.core.clock import local_day, midnight
from backend.core.db import Row
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.chosen import Chosen, Done, choose_invitations
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.reminders import settle_reminders
from backend.invitations.resend_invitations import refuse_closed
from backend.invitations.sending import owe_invitations
from backend.invitations.settle import Cause, settle

LONGEST = 365  # days from now
EXTEND = """
    UPDATE invitations i SET expires_at = until, state = 'PENDING', closed_at = NULL
    FROM unnest($2::uuid[], $3::timestamptz[]) AS longer (id, until)
    WHERE i.workspace_id = $1 AND i.id = longer.id
"""


@dataclass(frozen=True, slots=True)
class Extension:
    """How much longer: so many days more, or until the end of a day in the workspace's zone."""

    days: int | None = None
    until: date | None = None


@needs(Permission.MANAGE_INVITATIONS)
async def extend_invitations(actor: Actor, invitation_ids: Sequence[UUID], by: Extension) -> Done:
    """Let these be accepted for longer; raises InvalidInput."""
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        _check(by, local_day(work.now, workspace.time_zone))
        fixed = midnight(by.until + timedelta(days=1), workspace.time_zone) if by.until else None

        def longer(row: Row) -> datetime:
            return fixed or max(row["expires_at"], work.now) + timedelta(days=by.days or 0)

        def refuse(row: Row) -> InputError | None:
            if error := refuse_closed(row):
                return error
            if longer(row) <= row["expires_at"]:
                return InputError("NOT_LONGER", "It can be accepted until then already.")
            return None

        chosen = await choose_invitations(work, actor, invitation_ids, refuse)
        until = [min(longer(row), work.now + timedelta(days=LONGEST)) for row in chosen.rows]
        await work.sql.execute(EXTEND, workspace.id, chosen.ids, until)
        versions = {row["id"]: row["version"] for row in chosen.rows}
        await owe_invitations(work, workspace, chosen.rows, versions, "ids")
        await settle_reminders(work, workspace, chosen.ids)
        await settle(work, workspace, Cause(None, actor.member_id), member_ids=chosen.of("member_id"))
        await _tell(work, actor, chosen)
    return Done(chosen.ids, chosen.errors)


def _check(by: Extension, today: date) -> None:
    if (by.days is None) == (by.until is None):
        raise InvalidInput(InputError("REQUIRED", "Say either how many days more, or until when.", ("days",)))
    if by.days is not None and not 1 <= by.days <= LONGEST:
        raise InvalidInput(InputError("INVALID_NUMBER", f"Give 1 to {LONGEST} days more.", ("days",)))
    if by.until is not None and not 0 <= (by.until - today).days <= LONGEST:
        message = f"Choose a day from today on, at most {LONGEST} days ahead."
        raise InvalidInput(InputError("INVALID_DATE", message, ("until",)))


async def _tell(work: Work, actor: Actor, chosen: Chosen) -> None:
    await record_each(work, actor, "invitation.extended", Kind.INVITATION, chosen.ids)
    work.changed(ChangeKind.INVITATION, *chosen.ids)
