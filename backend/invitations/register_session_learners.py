"""Register people in a session: new ones by address, members, and whole groups, in one plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.access import Actor, Permission, needs
from backend.core.addresses import Address
from backend.core.errors import InputError, InvalidInput
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.groups.queries import seen_groups
from backend.groups.rules import check_in_use
from backend.invitations.assigning import Place, assign, belong_to_batch, register_the_rest
from backend.invitations.intake.chosen import check_number, entries_of_learners, entries_of_members
from backend.invitations.intake.entries import MOST_GROUPS, Grants, entries_of, read_pastes
from backend.invitations.intake.pipeline import Intake, Terms, lock_workspace, run_intake
from backend.invitations.intake.shapes import Entry
from backend.programs.queries import require_open_session


@dataclass(frozen=True, slots=True)
class SessionLearners:
    """What the door was handed: pastes of addresses, members, groups, or some of each."""

    session_id: UUID
    texts: Sequence[str] = ()
    member_ids: Sequence[UUID] = ()
    group_ids: Sequence[UUID] = ()


@needs(Permission.REGISTER)
async def register_session_learners(actor: Actor, wanted: SessionLearners, terms: Terms) -> Intake:
    """Plan the registrations and, unless it is a preview, make them: addresses, then members, then groups.

    Groups stand in the session from then on, with tomorrow's learners too. For admins, and for trainers in
    sessions of their own programs; raises InvalidInput, PlanChanged, NotFound.
    """
    texts = [text for text in wanted.texts if text.strip()]
    if errors := _check(wanted, texts):
        raise InvalidInput(*errors)
    addresses = await read_pastes(texts) if texts else []
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        session = await require_open_session(work.sql, actor, wanted.session_id, "sessionId")
        if errors := await _check_groups(work, actor, wanted.group_ids):
            raise InvalidInput(*errors)
        made = [] if terms.preview else await assign(work, actor, wanted.group_ids, Place(session.id))
        entries = await _entries(work, actor, wanted, addresses)
        may = actor.is_admin or workspace.trainers_invite
        operation = "registerSessionLearners"
        intake = await run_intake(work, actor, workspace, entries, operation, terms, may_invite=may)
        if intake.committed:
            await belong_to_batch(work, made, intake.committed.batch_id)
            await register_the_rest(work, actor, workspace, intake, [session.id])
            work.changed(ChangeKind.SESSION, session.id)
        return intake


async def _entries(
    work: Work, actor: Actor, wanted: SessionLearners, addresses: Sequence[Address]
) -> list[Entry]:
    sessions = (wanted.session_id,)
    new = entries_of(addresses, Grants(session_ids=sessions))
    chosen = await entries_of_members(work, actor, wanted.member_ids, after=len(new), session_ids=sessions)
    brought = await entries_of_learners(work, wanted.group_ids, sessions, after=len(new) + len(chosen))
    return [*new, *chosen, *brought]


def _check(wanted: SessionLearners, texts: Sequence[str]) -> list[InputError]:
    if not (texts or wanted.member_ids or wanted.group_ids):
        return [InputError("NOBODY_CHOSEN", "Choose people or groups, or type addresses.", ("emails",))]
    errors = check_number(wanted.member_ids)
    if len(wanted.group_ids) > MOST_GROUPS:
        errors.append(
            InputError("TOO_MANY_GROUPS", f"At most {MOST_GROUPS} groups go in at once.", ("groupIds",))
        )
    return errors


async def _check_groups(work: Work, actor: Actor, group_ids: Sequence[UUID]) -> list[InputError]:
    seen = await seen_groups(work.sql, actor, group_ids)
    unknown = [
        InputError("UNKNOWN_GROUP", "There is no group with this id.", ("groupIds",), row)
        for row, group_id in enumerate(group_ids, start=1)
        if group_id not in seen
    ]
    return unknown + [error for group in seen.values() for error in check_in_use(group, "groupIds")]
