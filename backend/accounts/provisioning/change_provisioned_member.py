"""A directory changes a person, by the same actions as an administrator; names are only ever initialised."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from backend.accounts.provisioning.provision_member import read_login
from backend.accounts.provisioning.queries import DirectoryPerson
from backend.accounts.provisioning.turn import take_turn
from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs, require
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.text import check_text, sort_key
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.change_member_email import change_member_email
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.intake.entries import check_account_language
from backend.invitations.reactivate_members import reactivate_members
from backend.invitations.update_member import MemberChange, update_member
from backend.members.rules import LONGEST_NAME

INITIALISE = """
    UPDATE members SET first_name = coalesce(first_name, $3), last_name = coalesce(last_name, $4),
        language = coalesce(language, $5), updated_at = $6
    WHERE workspace_id = $1 AND id = $2 RETURNING first_name, last_name, email, username
"""
SORT = "UPDATE members SET sort_name = $3 WHERE workspace_id = $1 AND id = $2"
REMOVE = """
    INSERT INTO provisioned_members (member_id, workspace_id, provisioned_at, removed_at)
    VALUES ($1, $2, $3, $3) ON CONFLICT (member_id) DO UPDATE SET removed_at = $3
"""


@dataclass(frozen=True, slots=True)
class PersonAfter:
    """What a directory wants a person to be."""

    login: str
    active: bool
    first_name: str | None
    last_name: str | None
    language: str | None
    external_id: str | None


async def change_provisioned_member(actor: Actor, before: DirectoryPerson, after: PersonAfter) -> None:
    """Bring a person in line, within the caller's transaction; raises InvalidInput, NotFound."""
    require(actor, Permission.MANAGE_MEMBERS)
    await take_turn(actor)
    if after.login.strip() != before.login:
        await _rename(actor, before, after.login)
    if (after.external_id or None) != before.external_id:
        await update_member(actor, before.id, MemberChange(external_id=after.external_id or None))
    named = (after.first_name, after.last_name, after.language)
    if named != (before.first_name, before.last_name, before.language):
        await initialise_member(actor, before.id, *named)
    if after.active != before.active:
        change = reactivate_members if after.active else deactivate_members
        done = await change(actor, [before.id])
        if done.errors:
            raise InvalidInput(*done.errors)


@needs(Permission.MANAGE_MEMBERS)
async def initialise_member(
    actor: Actor, member_id: UUID, first: str | None, last: str | None, language: str | None
) -> None:
    """Give a member the names and the language that they never had; raises InvalidInput."""
    first, errors = check_text(first or "", "name.givenName", most=LONGEST_NAME)
    last, more = check_text(last or "", "name.familyName", most=LONGEST_NAME)
    known, wrong = check_account_language(language)
    if errors := errors + more + wrong:
        raise InvalidInput(*errors)
    async with unit_of_work(actor) as work:
        values = (first or None, last or None, known, work.now)
        row = await work.sql.fetchrow(INITIALISE, actor.workspace_id, member_id, *values)
        if row is None:
            return
        names = f"{row['last_name'] or ''} {row['first_name'] or ''}".strip()
        shown = sort_key(names or row["email"] or row["username"] or "")
        await work.sql.execute(SORT, actor.workspace_id, member_id, shown)
        await record(work, actor, "member.updated", (Kind.MEMBER, member_id), fields=["name", "language"])
        work.changed(ChangeKind.MEMBER, member_id)


@needs(Permission.MANAGE_MEMBERS)
async def deprovision_member(actor: Actor, person: DirectoryPerson) -> None:
    """End a person's access; the directory sees them no more, their history stays. Raises InvalidInput."""
    await take_turn(actor)
    if person.active:
        done = await deactivate_members(actor, [person.id])
        if done.errors:
            raise InvalidInput(*done.errors)
    if person.external_id:
        await update_member(actor, person.id, MemberChange(external_id=None))
    async with unit_of_work(actor) as work:
        await work.sql.execute(REMOVE, person.id, actor.workspace_id, work.now)
        await record(work, actor, "member.deprovisioned", (Kind.MEMBER, person.id))


async def _rename(actor: Actor, before: DirectoryPerson, login: str) -> None:
    _, email_key, _, _, errors = read_login(login)
    if before.email and email_key is None and not errors:
        message = "Who has an address keeps one: userName is their address."
        errors = [InputError("INVALID_USERNAME", message, ("userName",))]
    if errors:
        raise InvalidInput(*errors)
    if email_key:
        await change_member_email(actor, before.id, login.strip())
    else:
        await update_member(actor, before.id, MemberChange(username=login))
