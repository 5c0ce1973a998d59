"""A directory brings a person: through the pipeline, as by any door; an open invitation is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from backend.accounts.letters import owe_letters
from backend.accounts.provisioning.queries import NOT_REMOVED
from backend.audit.actions import record
from backend.core.access import Actor, Permission, Role, needs
from backend.core.addresses import read_address
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.text import check_text
from backend.core.usernames import check_username, username_key
from backend.core.work import Work, unit_of_work
from backend.invitations.intake.entries import Grants, check_grants
from backend.invitations.intake.people import Account
from backend.invitations.intake.pipeline import Terms, commit_intake, lock_workspace, plan_intake
from backend.invitations.intake.shapes import Entry, Issue, Outcome, Request, Written
from backend.invitations.settle import Cause
from backend.members.rules import LONGEST_NAME, check_external_id
from backend.workspaces.queries import WorkspaceRow

# Whom a directory brings that knows them already, or who is here by themselves, is no one new.
STANDING = f"""
    SELECT FROM members m
    WHERE m.workspace_id = $1 AND (m.email_key = $2 OR m.username_key = $3) AND {NOT_REMOVED}
        AND (m.activated_at IS NOT NULL OR m.deactivated_at IS NOT NULL OR EXISTS (
            SELECT FROM provisioned_members p WHERE p.member_id = m.id AND p.removed_at IS NULL))
"""
FIND = "SELECT id FROM members WHERE workspace_id = $1 AND (email_key = $2 OR username_key = $3)"
NOTE = """
    INSERT INTO provisioned_members (member_id, workspace_id, provisioned_at) VALUES ($1, $2, $3)
    ON CONFLICT (member_id) DO UPDATE SET removed_at = NULL
"""


@dataclass(frozen=True, slots=True)
class Provision:
    """Whom a directory brings; `login` is an address, or a username for people without one."""

    login: str
    first_name: str | None = None
    last_name: str | None = None
    language: str | None = None
    external_id: str | None = None


@needs(Permission.MANAGE_MEMBERS)
async def provision_member(actor: Actor, wanted: Provision) -> UUID:
    """Open an account for this person, or claim the open invitation of this address; answers who it is.

    An account gets a link to choose a password by mail; a claimed invitation is mailed no second time.
    Raises InvalidInput, with LOGIN_TAKEN where the directory or somebody here has this person already.
    """
    entry = _entry(wanted)
    if entry.errors:
        raise InvalidInput(*entry.errors)
    keys = (entry.email_key, entry.username_key)
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        grants = await check_grants(work, actor, workspace, Grants(Role.TRAINEE, language=wanted.language))
        if await work.sql.fetchrow(STANDING, workspace.id, *keys) is not None:
            message = "There is somebody with this userName already."
            raise InvalidInput(InputError("LOGIN_TAKEN", message, ("userName",)))
        entry = replace(entry, language=grants.language)
        request = Request("provisionMember", reactivate=True, issue=_issue(workspace))
        intake = await plan_intake(work, actor, workspace, [entry], request)
        row = intake.plan.rows[0]
        if row.outcome is Outcome.REFUSED:
            raise InvalidInput(*row.errors)
        await commit_intake(work, actor, intake, request, Terms(reactivate=True))
        member_id: UUID = await work.sql.fetchval(FIND, workspace.id, *keys)
        await work.sql.execute(NOTE, member_id, workspace.id, work.now)
        await record(work, actor, "member.provisioned", (Kind.MEMBER, member_id), outcome=row.outcome.value)
    return member_id


def read_login(login: str) -> tuple[str | None, str | None, str | None, str | None, list[InputError]]:
    """E-mail, its key, username, its key: a login is one or the other; and what is wrong with it."""
    if "@" in login:
        address = read_address(login.strip())
        errors = [address.error] if address.error else []
        return address.display or None, address.key or None, None, None, errors
    username, errors = check_username(login)
    return None, None, username or None, username_key(username), errors


def _entry(wanted: Provision) -> Entry:
    email, email_key, username, key, errors = read_login(wanted.login)
    first, less = check_text(wanted.first_name or "", "name.givenName", most=LONGEST_NAME)
    last, more = check_text(wanted.last_name or "", "name.familyName", most=LONGEST_NAME)
    external, wrong = check_external_id(wanted.external_id)
    return Entry(
        position=1,
        input=email or username or "",
        email=email,
        email_key=email_key,
        username=username,
        username_key=key,
        role=Role.TRAINEE,
        errors=(*errors, *less, *more, *wrong),
        # Who has no address is given a one-time code by an administrator; nothing is made up for them.
        account=Account(first or None, last or None, external, on_paper=email is None),
        where="userName",
    )


def _issue(workspace: WorkspaceRow) -> Issue:
    async def issue(work: Work, cause: Cause, written: Sequence[Written]) -> None:
        await owe_letters(work, workspace, cause, written)

    return issue
