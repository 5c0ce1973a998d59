"""One person with an account that is active at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from backend.accounts.initial import Initial, store_initial
from backend.accounts.letters import owe_letters
from backend.accounts.named_groups import NamedGroups
from backend.accounts.people import Reader
from backend.accounts.reading.shapes import LOST, AccountRow
from backend.accounts.said import said_of
from backend.core.access import Actor, Permission, Role, grantable_roles, needs
from backend.core.clock import local_day
from backend.core.errors import InputError, InvalidInput
from backend.core.password_policy import INITIAL_LEAST, password_errors
from backend.core.passwords import hash_password
from backend.core.text import check_text, is_storable
from backend.core.work import Work, unit_of_work
from backend.invitations.account_letters import PASSWORD
from backend.invitations.intake.entries import Grants, check_grants
from backend.invitations.intake.people import Delivery
from backend.invitations.intake.pipeline import (
    Intake,
    Terms,
    check_terms,
    commit_intake,
    forewarned,
    lock_workspace,
    plan_intake,
)
from backend.invitations.intake.refusals import delivery_refusal
from backend.invitations.intake.shapes import Entry, GroupGrant, Issue, Outcome, Request, Written
from backend.invitations.settle import Cause
from backend.members.rules import (
    LONGEST_NAME,
    check_additional_information,
    check_external_id,
    check_labels,
)
from backend.workspaces.queries import WorkspaceRow


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """What the door was handed."""

    first_name: str
    last_name: str
    email: str | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    language: str | None = None
    role: Role = Role.TRAINEE
    group_ids: Sequence[UUID] = ()
    labels: Sequence[str] = ()
    additional_information: Sequence[str] = ()
    deactivates_on: date | None = None
    credentials: Delivery = Delivery.LINK
    external_id: str | None = None


@needs(Permission.MANAGE_MEMBERS)
async def set_account(actor: Actor, draft: AccountDraft, terms: Terms) -> Intake:
    """Plan the account and, unless it is a preview or refused, open it; raises InvalidInput, PlanChanged.

    Someone who is a member already gets the groups, and what was never set of the rest.
    """
    clean = check_draft(draft, terms)
    hashed = "" if terms.preview else await _hashed(clean.password)
    groups = tuple(GroupGrant(group_id) for group_id in dict.fromkeys(clean.group_ids))
    grants = Grants(clean.role, groups, (), clean.deactivates_on, clean.language)
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        grants = await check_grants(work, actor, workspace, grants)
        entry = _entry(clean, grants, actor, workspace, work)
        request = Request(
            "setAccount", terms.reactivate, terms.hold_seconds, issue=_issue(workspace, clean, hashed)
        )
        intake = await plan_intake(work, actor, workspace, [entry], request)
        if terms.preview:
            return await forewarned(work, intake)
        if intake.plan.rows[0].outcome is Outcome.REFUSED:
            return intake
        return await commit_intake(work, actor, intake, request, terms)


def check_draft(draft: AccountDraft, terms: Terms) -> AccountDraft:
    """The draft, cleaned; raises InvalidInput."""
    errors = check_terms(terms)
    first, less = check_text(draft.first_name, "firstName", most=LONGEST_NAME, least=1)
    last, more = check_text(draft.last_name, "lastName", most=LONGEST_NAME, least=1)
    labels, wrong = check_labels(draft.labels)
    texts, worse = check_additional_information(draft.additional_information)
    email = (draft.email or "").strip() or None
    username = (draft.username or "").strip() or None
    external_id, bad = check_external_id(draft.external_id)
    errors += less + more + wrong + worse + bad
    if email is None and username is None:
        message = "Give an e-mail address, or a username for people without one."
        errors.append(InputError("PERSON_MISSING", message, ("email",)))
    if errors:
        raise InvalidInput(*errors)
    return replace(
        draft,
        first_name=first,
        last_name=last,
        email=email,
        username=username,
        password=draft.password or None,
        labels=labels,
        additional_information=texts,
        external_id=external_id,
    )


async def _hashed(password: str | None) -> str:
    """The password's hash; empty for none, and for one that its row will be refused for."""
    if not password or password_errors(password, least=INITIAL_LEAST):
        return ""
    return await hash_password(password)


def _entry(draft: AccountDraft, grants: Grants, actor: Actor, workspace: WorkspaceRow, work: Work) -> Entry:
    typed = draft.email or draft.username or ""
    row = AccountRow(
        position=1,
        input=typed if is_storable(typed) else LOST,
        email=draft.email,
        username=draft.username,
        external_id=draft.external_id,
        first_name=draft.first_name,
        last_name=draft.last_name,
        labels=tuple(draft.labels) or None,
        additional_information=tuple(draft.additional_information) or None,
        language=grants.language,
        password=draft.password,
        role=grants.role,
        deactivates_on=grants.deactivates_on,
    )
    today = local_day(work.now, workspace.time_zone)
    highest, *_ = grantable_roles(actor)
    reader = Reader(NamedGroups(), highest, today, draft.credentials, grants.groups, on_paper=False)
    entry = reader.entry(said_of(row), 1, row.input)
    refusal = delivery_refusal(entry.account, draft.email) if entry.account else None
    return replace(entry, errors=(*entry.errors, *((refusal.at_row(1),) if refusal else ())))


def _issue(workspace: WorkspaceRow, draft: AccountDraft, hashed: str) -> Issue:
    async def issue(work: Work, cause: Cause, written: Sequence[Written]) -> None:
        given = [
            Initial(member_id, draft.password, hashed, mailed=row.letter == PASSWORD)
            for row, member_id in written
            if row.sets_password and draft.password
        ]
        await store_initial(work, workspace.id, given)
        await owe_letters(work, workspace, cause, written)

    return issue
