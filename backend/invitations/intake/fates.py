"""What becomes of someone new, and of someone who is a member already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from backend.core.access import Role
from backend.core.errors import InputError
from backend.groups.models import GroupRole
from backend.invitations.intake.known import Facts
from backend.invitations.intake.people import Account, Delivery, KnownMember, Person
from backend.invitations.intake.raised import role_changes
from backend.invitations.intake.shapes import (
    Entry,
    ExistingMembers,
    FieldChange,
    GroupGrant,
    Outcome,
    PlannedRow,
    Request,
)
from backend.members.status import MemberStatus

GROUP_RANKS = {GroupRole.LEARNER: 0, GroupRole.COACH: 1, GroupRole.MANAGER: 2}
HIDDEN = "••••••"
LETTERS = {Delivery.PASSWORD: "account_password", Delivery.LINK: "account_link", Delivery.NONE: None}
FIELDS = {  # of a person, as the API names them
    "email": "email",
    "username": "username",
    "external_id": "externalId",
    "first_name": "firstName",
    "last_name": "lastName",
    "language": "language",
    "labels": "labels",
    "additional_information": "additionalInformation",
}
# What an import may write over; names and language are a member's own once they are set.
OVERWRITTEN = ("external_id", "labels", "additional_information")


def newcomer(entry: Entry, request: Request) -> PlannedRow:
    """Someone new is invited, or gets an account."""
    account, others = entry.account, request.newcomers
    return PlannedRow(
        entry,
        Outcome.INVITE if account is None else Outcome.CREATE,
        role=entry.role or others.role,
        deactivates_on=entry.deactivates_on or others.deactivates_on,
        groups=entry.groups,
        session_ids=entry.session_ids,
        person=_said(entry, others.labels, others.language),
        activates=account is not None,
        sets_password=account is not None and account.brings_password(entry.email),
        letter=LETTERS[account.delivery] if account and entry.email else None,
    )


def met(entry: Entry, request: Request, known: KnownMember, facts: Facts) -> PlannedRow:
    """Someone who is a member gets what they lack, or what the mode lets a row write."""
    row = _met(entry, request, known, facts)
    changes = (*row.changes, *role_changes(row, facts))
    return replace(row, changes=changes, errors=(*row.errors, *_unapplied(row, request)))


def _unapplied(row: PlannedRow, request: Request) -> Iterator[InputError]:
    """Who is in keeps their date and role; an import's mode says so by itself."""
    entry = row.entry
    if request.mode is not None or row.outcome is Outcome.REFUSED:
        return
    if entry.deactivates_on not in (None, row.deactivates_on):
        message = "They are in already: the end of their access stays. Change it with updateMember."
        yield InputError("DATE_NOT_APPLIED", message, ("deactivatesOn",))
    if entry.role is not None and entry.role.rank > row.role.rank:
        message = "They are in already: their role stays. Change it with updateMember."
        yield InputError("ROLE_NOT_APPLIED", message, ("role",))


def _met(entry: Entry, request: Request, known: KnownMember, facts: Facts) -> PlannedRow:
    row = _with_grants(entry, known, facts)
    if entry.account is not None:
        row = _with_account(row, entry.account, request, known)
    elif known.status is not MemberStatus.ACTIVE:
        row = _merged(row, known)
    if refusal := _protected(row, known, facts):
        return PlannedRow(entry, Outcome.REFUSED, known, errors=(refusal,))
    if known.status is MemberStatus.DEACTIVATED:
        return _reactivated(row, known, facts.today)
    if known.status is MemberStatus.ACTIVE or row.activates:
        return replace(row, outcome=_outcome(row, Outcome.ADD_GRANTS))
    if known.open_invitation_id is None or known.open_invitation_expired or known.asleep:
        return replace(row, outcome=Outcome.INVITE) if row.entry.member_id is None else _unasked(row, known)
    return replace(row, outcome=_outcome(row, Outcome.MERGE_INTO_INVITATION))


def _unasked(row: PlannedRow, known: KnownMember) -> PlannedRow:
    """Who was chosen and not addressed is given their grants, but no new invitation."""
    message = "Their invitation was revoked; they hear of this once they are invited again."
    hints = (InputError("INVITATION_REVOKED", message, (row.entry.where,)),) if known.asleep else ()
    return replace(row, outcome=_outcome(row, Outcome.ADD_GRANTS), errors=hints)


def _outcome(row: PlannedRow, grants: Outcome) -> Outcome:
    if row.changes and row.entry.account:
        return Outcome.UPDATE
    return grants if row.changes or row.groups or row.session_ids else Outcome.UNCHANGED


def _protected(row: PlannedRow, known: KnownMember, facts: Facts) -> InputError | None:
    if row.changes and known.role.rank > facts.actor_role.rank:
        message = "You may not change a member above your own role."
        return InputError("ABOVE_YOUR_ROLE", message, (row.entry.where,))
    if known.role is Role.OWNER and row.deactivates_on != known.deactivates_on:
        message = "An owner's access is ended one by one, where they are shown, not by a list."
        return InputError("OWNER_STAYS", message, ("deactivatesOn",))
    return None


def _said(entry: Entry, labels: tuple[str, ...], language: str | None) -> Person:
    account = entry.account or Account()
    return Person(
        email=entry.email,
        email_key=entry.email_key,
        username=entry.username,
        username_key=entry.username_key,
        external_id=account.external_id,
        first_name=account.first_name,
        last_name=account.last_name,
        language=entry.language or language,
        labels=labels if account.labels is None else account.labels,
        additional_information=account.additional_information or (),
    )


def _with_grants(entry: Entry, known: KnownMember, facts: Facts) -> PlannedRow:
    """Places in groups are added or raised, never lowered; sessions are added."""

    def adds(grant: GroupGrant) -> bool:
        has = facts.place(grant, known)
        return has is None or GROUP_RANKS[grant.role] > GROUP_RANKS[has]

    registered = (facts.by_themselves if entry.direct else facts.registered).get(known.id, frozenset())
    return PlannedRow(
        entry,
        Outcome.UNCHANGED,
        known,
        known.role,
        known.deactivates_on,
        groups=tuple(grant for grant in entry.groups if adds(grant)),
        session_ids=tuple(one for one in entry.session_ids if one not in registered),
        person=known.person,
    )


def _with_account(row: PlannedRow, account: Account, request: Request, known: KnownMember) -> PlannedRow:
    """Fields that are unset are initialised; overwriting writes what members don't edit themselves.

    Without a mode, as for one account, an invited person's role and date follow as for any invitation.
    """
    person = _initialised(known.person, _said(row.entry, (), None), request.mode)
    changes = [*_differences(known.person, person)]
    if request.mode is ExistingMembers.OVERWRITE or (request.mode is None and not known.activated):
        row = _merged(row, known)
    elif known.deactivates_on is None and row.entry.deactivates_on:
        row = replace(row, deactivates_on=row.entry.deactivates_on, changes=(_dated(row.entry, known),))
    takes = account.password_row is not None and not known.has_password
    activates = takes and not known.activated
    if takes:
        changes.append(FieldChange("password", None, HIDDEN))
    if activates and known.status is MemberStatus.INVITED:
        changes.append(FieldChange("status", MemberStatus.INVITED.value, MemberStatus.ACTIVE.value))
    return replace(
        row,
        person=person,
        changes=(*changes, *row.changes),
        activates=activates,
        sets_password=takes,
        letter=LETTERS[account.delivery] if (takes or _locked_out(known)) and person.email else None,
    )


def _locked_out(known: KnownMember) -> bool:
    """Somebody who comes back to an account that was taken back, with nothing to sign in by."""
    return known.status is MemberStatus.DEACTIVATED and known.activated and not known.has_password


def _initialised(is_now: Person, said: Person, mode: ExistingMembers | None) -> Person:
    new = {name: getattr(is_now, name) or getattr(said, name) for name in FIELDS}
    if mode is ExistingMembers.OVERWRITE:
        new |= {name: getattr(said, name) for name in OVERWRITTEN if getattr(said, name)}
    email_key = is_now.email_key or said.email_key
    return Person(**new, email_key=email_key, username_key=is_now.username_key or said.username_key)


def _differences(before: Person, after: Person) -> Iterator[FieldChange]:
    for name, shown in FIELDS.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield FieldChange(shown, _text(old), _text(new))


def _text(value: str | tuple[str, ...] | None) -> str | None:
    return (" | ".join(value) or None) if isinstance(value, tuple) else value


def _merged(row: PlannedRow, known: KnownMember) -> PlannedRow:
    """Role and date merged into what stands: the role never lowered, a date given wins."""
    entry, changes = row.entry, list(row.changes)
    role = known.role
    if entry.role is not None and entry.role.rank > known.role.rank:
        role = entry.role
        changes.append(FieldChange("role", known.role.value, role.value))
    until = known.deactivates_on
    if entry.deactivates_on is not None and entry.deactivates_on != until:
        changes.append(_dated(entry, known))
        until = entry.deactivates_on
    return replace(row, role=role, deactivates_on=until, changes=tuple(changes))


def _dated(entry: Entry, known: KnownMember) -> FieldChange:
    return FieldChange("deactivatesOn", _day(known.deactivates_on), _day(entry.deactivates_on))


def _reactivated(row: PlannedRow, known: KnownMember, today: date) -> PlannedRow:
    """A date in the past is cleared, or replaced by the one given; one that lies ahead stays."""
    stands = known.deactivates_on if known.deactivates_on and known.deactivates_on > today else None
    until = row.entry.deactivates_on or stands
    active = known.activated or row.activates
    after = MemberStatus.ACTIVE if active else MemberStatus.INVITED
    changes = [
        *(change for change in row.changes if change.field != "deactivatesOn"),
        FieldChange("status", MemberStatus.DEACTIVATED.value, after.value),
    ]
    if until != known.deactivates_on:
        changes.append(FieldChange("deactivatesOn", _day(known.deactivates_on), _day(until)))
    return replace(
        row,
        outcome=Outcome.REACTIVATE,
        deactivates_on=until,
        changes=tuple(changes),
        letter=_letter_back(row, known),
    )


def _letter_back(row: PlannedRow, known: KnownMember) -> str | None:
    """The letter of somebody who comes back: of a new password, else what is to reach them still."""
    account = row.entry.account
    if row.sets_password or known.letter is None or (account and account.delivery is Delivery.NONE):
        return row.letter
    return known.letter


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
