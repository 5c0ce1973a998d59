"""The decisions of the pipeline: pure, the same for every door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from backend.core.errors import InputError
from backend.core.usernames import free_username
from backend.invitations.intake.fates import met, newcomer
from backend.invitations.intake.fingerprint import count, plan_print, row_print
from backend.invitations.intake.forecast import forecast
from backend.invitations.intake.known import Facts, Paste
from backend.invitations.intake.merging import merge_repeats
from backend.invitations.intake.people import KnownMember
from backend.invitations.intake.refusals import letter_refusal, refusal_of
from backend.invitations.intake.shapes import (
    Entry,
    ExistingMembers,
    Outcome,
    Plan,
    PlannedRow,
    Request,
)


def make_plan(entries: Sequence[Entry], request: Request, facts: Facts) -> Plan:
    """What each entry becomes, the mails that follow, and the hash of these outcomes."""
    rows = tuple(plan_rows(entries, request, facts, Paste(names=_repeated_names(entries))))
    mails, warnings = forecast(rows, facts)
    counts = count(rows)
    return Plan(plan_print(map(row_print, rows), mails, counts), rows, counts, mails, warnings)


def plan_rows(entries: Sequence[Entry], request: Request, facts: Facts, paste: Paste) -> list[PlannedRow]:
    """What each entry becomes, given what the paste held before them."""
    merged, repeats = merge_repeats(entries)
    paste.usernames |= {entry.username_key for entry in merged if entry.username_key}
    return [
        _repeat(entry, repeats[entry.position], facts)
        if entry.position in repeats
        else _decide(entry, request, facts, paste)
        for entry in merged
    ]


def _repeated_names(entries: Sequence[Entry]) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for entry in entries:
        name = entry.folded_name
        (twice if name in seen else seen).add(name)
    return twice


def _decide(entry: Entry, request: Request, facts: Facts, paste: Paste) -> PlannedRow:
    if entry.errors:
        return _refused(entry, None, *entry.errors)
    if owner := _borne(entry, facts):
        entry = replace(entry, member_id=owner)
    elif entry.account and not entry.identities:
        if doubt := _whose_name(entry, facts, paste):
            return _refused(entry, None, doubt)
        entry = _with_username(entry, facts, paste)
    known = facts.find(entry)
    if earlier := _met_before(entry, known, paste):
        if entry.account is None:
            return _repeat(entry, earlier, facts)
        message = f"The same person, or their username, stands in row {earlier}. Put the rows together."
        return _refused(entry, known, InputError("DUPLICATE", message, (entry.where,)))
    if refusal := refusal_of(entry, request, known, facts, paste):
        return _refused(entry, known, refusal)
    _remember(entry, known, paste)
    if known is not None and request.mode is ExistingMembers.IGNORE:
        return PlannedRow(
            entry, Outcome.IGNORED, known, known.role, known.deactivates_on, person=known.person
        )
    row = newcomer(entry, request) if known is None else met(entry, request, known, facts)
    if refusal := letter_refusal(row, request, facts):
        return _refused(entry, known, refusal)
    told = (*row.errors, *entry.hints)
    return replace(row, errors=_of_row(entry, told)) if told else row


def _refused(entry: Entry, known: KnownMember | None, *errors: InputError) -> PlannedRow:
    return PlannedRow(entry, Outcome.REFUSED, known, errors=_of_row(entry, errors))


def _of_row(entry: Entry, errors: Iterable[InputError]) -> tuple[InputError, ...]:
    return tuple(error.at_row(entry.position) for error in errors)


def _repeat(entry: Entry, first: int, facts: Facts) -> PlannedRow:
    message = f"The same person stands in row {first}; this row was merged into it."
    errors = _of_row(entry, [InputError("DUPLICATE", message, (entry.where,))])
    return PlannedRow(entry, Outcome.DUPLICATE, facts.find(entry), errors=errors, merged_into=first)


def _met_before(entry: Entry, known: KnownMember | None, paste: Paste) -> int | None:
    keys = _keys(entry, known)
    return next((paste.people[key] for key in keys if key in paste.people), None)


def _remember(entry: Entry, known: KnownMember | None, paste: Paste) -> None:
    paste.people |= dict.fromkeys(_keys(entry, known), entry.position)
    if entry.account and entry.account.external_id:
        paste.external_ids[entry.account.external_id] = entry.position


def _keys(entry: Entry, known: KnownMember | None) -> tuple[str, ...]:
    return entry.identities if known is None else (*entry.identities, f"i:{known.id}")


def _borne(entry: Entry, facts: Facts) -> UUID | None:
    """Who bears the partner's own id, where the row says nothing else of who is meant."""
    if entry.account is None or entry.identities or entry.account.external_id is None:
        return None
    return facts.external_ids.get(entry.account.external_id)


def _whose_name(entry: Entry, facts: Facts, paste: Paste) -> InputError | None:
    """A name alone must be nobody else's."""
    name, where = entry.folded_name, ("username",)
    if not name:
        message = "Nobody is named here: give an e-mail address, a username, or first and last name."
        return InputError("PERSON_MISSING", message, ("email",))
    if namesakes := facts.namesakes.get(name):
        logins = ", ".join(filter(None, (known.login for known in namesakes)))
        message = f"Which person is meant: {logins}, or someone new? Give the username or the address."
        return InputError("AMBIGUOUS_PERSON", message, where, None, namesakes[0].login or None)
    if name in paste.names:
        message = (
            "This name stands in several rows. Which person is meant? Give each a username or an address."
        )
        return InputError("AMBIGUOUS_PERSON", message, where)
    return None


def _with_username(entry: Entry, facts: Facts, paste: Paste) -> Entry:
    made = free_username(entry.base_username, facts.usernames, paste.usernames)
    paste.usernames.add(made)
    return replace(entry, username=made, username_key=made)
