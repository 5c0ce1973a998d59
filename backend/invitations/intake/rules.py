"""The decisions of the pipeline: pure, the same for every door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from backend.core.access import Role
from backend.core.errors import InputError
from backend.groups.models import GroupRole
from backend.invitations.intake.forecast import forecast
from backend.invitations.intake.shapes import (
    Entry,
    Facts,
    FieldChange,
    Forecast,
    GroupGrant,
    KnownMember,
    Outcome,
    Plan,
    PlannedRow,
    Request,
)
from backend.members.status import MemberStatus

GROUP_RANKS = {GroupRole.LEARNER: 0, GroupRole.COACH: 1, GroupRole.MANAGER: 2}


def make_plan(entries: Sequence[Entry], request: Request, facts: Facts) -> Plan:
    """What each entry becomes, the mails that follow, and the hash of these outcomes."""
    seen: dict[str, int] = {}
    rows = tuple(_decide(entry, request, facts, seen) for entry in entries)
    mails, warnings = forecast(rows, facts)
    return Plan(plan_hash(rows, mails), rows, count(rows), mails, warnings)


def count(rows: Sequence[PlannedRow]) -> dict[str, int]:
    """How many rows there are of each outcome; every outcome is named."""
    found = Counter(row.outcome for row in rows)
    return {outcome.value: found[outcome] for outcome in Outcome}


def plan_hash(rows: Sequence[PlannedRow], mails: Sequence[Forecast]) -> str:
    """The identity of a plan: its outcomes and mails only, so that unrelated changes don't void it."""
    digest = sha256()
    for row in rows:
        line = (
            row.entry.position,
            row.entry.email_key or row.entry.username_key or str(row.entry.member_id or row.entry.input),
            row.outcome.value,
            row.role.value,
            str(row.deactivates_on),
            [(str(grant.group_id), grant.role.value) for grant in row.groups],
            [str(session_id) for session_id in row.session_ids],
            [(change.field, change.before, change.after) for change in row.changes],
            [error.code for error in row.errors],
        )
        digest.update(repr(line).encode())
    for mail in mails:
        due = "now" if mail.now else mail.due_at.isoformat()
        digest.update(repr((mail.kind, mail.count, str(mail.session_id), mail.language, due)).encode())
    return f"{digest.hexdigest()[:32]}.{_counts_code(rows)}"


def counts_of_hash(plan_hash_text: str) -> dict[str, int]:
    """The counts that a plan's hash carries, so that a changed plan can be told from the approved one."""
    numbers = plan_hash_text.partition(".")[2].split("-")
    outcomes = list(Outcome)
    if len(numbers) != len(outcomes) or not all(number.isdecimal() for number in numbers):
        return {}
    return {outcome.value: int(number) for outcome, number in zip(outcomes, numbers, strict=True)}


def _counts_code(rows: Sequence[PlannedRow]) -> str:
    return "-".join(str(number) for number in count(rows).values())


def _decide(entry: Entry, request: Request, facts: Facts, seen: dict[str, int]) -> PlannedRow:
    if entry.errors:
        return _refused(entry, *entry.errors)
    known = facts.find(entry)
    identity = str(known.id) if known else f"{entry.email_key}|{entry.username_key}"
    if identity in seen:
        message = f"The same person stands in row {seen[identity]}; this row was merged into it."
        return PlannedRow(
            entry, Outcome.DUPLICATE, known, errors=(InputError("DUPLICATE", message, ("emails",)),)
        )
    seen[identity] = entry.position
    if refusal := _refusal(entry, request, known, facts):
        return PlannedRow(entry, Outcome.REFUSED, known, errors=(refusal,))
    row = _newcomer(entry) if known is None else _acquaintance(entry, request, known, facts)
    return replace(row, errors=(*row.errors, *entry.hints))


def _refused(entry: Entry, *errors: InputError) -> PlannedRow:
    return PlannedRow(entry, Outcome.REFUSED, errors=tuple(errors))


def _refusal(entry: Entry, request: Request, known: KnownMember | None, facts: Facts) -> InputError | None:
    field = ("emails",)
    if known is None and entry.member_id is not None:
        return InputError("UNKNOWN_MEMBER", "There is no member with this id.", ("memberIds",))
    if entry.email_key and (why := facts.suppressed.get(entry.email_key)):
        message = f"Mail to this address came back ({why}). Mend the address, or clear the bounce."
        return InputError("ADDRESS_BOUNCED", message, field)
    if known is None:
        return _domain_refusal(entry, facts)
    if known.status is MemberStatus.DEACTIVATED and not request.reactivate:
        message = "This member is deactivated. Choose to reactivate, or leave them out."
        return InputError("MEMBER_DEACTIVATED", message, field)
    if known.status is MemberStatus.DEACTIVATED and known.role.rank > facts.actor_role.rank:
        return InputError("ABOVE_YOUR_ROLE", "You may not change a member above your own role.", field)
    return None


def _domain_refusal(entry: Entry, facts: Facts) -> InputError | None:
    allowed = facts.workspace.allowed_domains
    if not allowed or entry.email_key is None or entry.email_key.rpartition("@")[2] in allowed:
        return None
    message = f"This workspace takes addresses at {', '.join(allowed)} only."
    return InputError("DOMAIN_NOT_ALLOWED", message, ("emails",))


def _newcomer(entry: Entry) -> PlannedRow:
    return PlannedRow(
        entry,
        Outcome.INVITE,
        role=entry.role or Role.TRAINEE,
        deactivates_on=entry.deactivates_on,
        groups=entry.groups,
        session_ids=entry.session_ids,
    )


def _acquaintance(entry: Entry, request: Request, known: KnownMember, facts: Facts) -> PlannedRow:
    groups = _new_grants(entry, known, facts)
    registered = facts.registered.get(known.id, frozenset())
    sessions = tuple(one for one in entry.session_ids if one not in registered)
    row = PlannedRow(entry, Outcome.UNCHANGED, known, known.role, known.deactivates_on, groups, sessions)
    if known.status is MemberStatus.ACTIVE:
        return replace(row, outcome=Outcome.ADD_GRANTS if groups or sessions else Outcome.UNCHANGED)
    row = _merged(row, entry, known)
    if known.status is MemberStatus.DEACTIVATED:
        return _reactivated(row, entry, known, facts)
    if known.open_invitation_id is None or known.open_invitation_expired or known.asleep:
        return replace(row, outcome=Outcome.INVITE)
    changed = groups or sessions or row.changes
    return replace(row, outcome=Outcome.MERGE_INTO_INVITATION if changed else Outcome.UNCHANGED)


def _new_grants(entry: Entry, known: KnownMember, facts: Facts) -> tuple[GroupGrant, ...]:
    """The grants that add something: places in groups are added or raised, never lowered."""

    def adds(grant: GroupGrant) -> bool:
        has = facts.memberships.get((grant.group_id, known.id))
        return has is None or GROUP_RANKS[grant.role] > GROUP_RANKS[has]

    return tuple(grant for grant in entry.groups if adds(grant))


def _merged(row: PlannedRow, entry: Entry, known: KnownMember) -> PlannedRow:
    """Role and date merged into what stands: the role never lowered, a date given wins."""
    changes = []
    role = known.role
    if entry.role is not None and entry.role.rank > known.role.rank:
        role = entry.role
        changes.append(FieldChange("role", known.role.value, role.value))
    until = known.deactivates_on
    if entry.deactivates_on is not None and entry.deactivates_on != until:
        changes.append(
            FieldChange(
                "deactivatesOn", until.isoformat() if until else None, entry.deactivates_on.isoformat()
            )
        )
        until = entry.deactivates_on
    return replace(row, role=role, deactivates_on=until, changes=tuple(changes))


def _reactivated(row: PlannedRow, entry: Entry, known: KnownMember, facts: Facts) -> PlannedRow:
    """A date in the past is cleared, or replaced by the one given."""
    until = entry.deactivates_on
    changes = [
        *(change for change in row.changes if change.field != "deactivatesOn"),
        FieldChange("status", MemberStatus.DEACTIVATED.value, _after(known).value),
    ]
    if until != known.deactivates_on:
        before = known.deactivates_on.isoformat() if known.deactivates_on else None
        changes.append(FieldChange("deactivatesOn", before, until.isoformat() if until else None))
    return replace(row, outcome=Outcome.REACTIVATE, deactivates_on=until, changes=tuple(changes))


def _after(known: KnownMember) -> MemberStatus:
    return MemberStatus.ACTIVE if known.activated else MemberStatus.INVITED
