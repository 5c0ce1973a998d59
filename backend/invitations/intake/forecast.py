"""Which mails a plan will send, when and in which language; and what it should warn of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from backend.core.clock import midnight
from backend.core.errors import InputError
from backend.core.languages import letter_language
from backend.groups.models import GroupRole
from backend.invitations.intake.shapes import WRITES, Facts, Forecast, KnownSession, PlannedRow
from backend.programs.rules import SessionState

WORKSPACE_INVITATION = "workspace_invitation"
PROGRAM_INVITATION = "program_invitation"
OPEN = (SessionState.ONGOING, SessionState.UPCOMING)


def forecast(rows: Sequence[PlannedRow], facts: Facts) -> tuple[tuple[Forecast, ...], tuple[InputError, ...]]:
    """The mails in the order they leave, and a warning for each session that comes after the access ends."""
    counted: Counter[tuple[str, UUID | None, str]] = Counter()
    too_late: Counter[UUID] = Counter()
    for row in rows:
        if row.outcome not in WRITES:
            continue
        language = _language(row, facts)
        if row.invites:
            counted[WORKSPACE_INVITATION, None, language] += 1
        for session in _sessions(row, facts):
            if _ends_before(row, session, facts):
                too_late[session.id] += 1
            else:
                counted[PROGRAM_INVITATION, session.id, language] += 1
    mails = [_mail(*key, number, facts) for key, number in counted.items()]
    mails.sort(
        key=lambda mail: (mail.due_at, mail.kind != WORKSPACE_INVITATION, str(mail.session_id), mail.language)
    )
    return tuple(mails), tuple(_warning(one, number, facts) for one, number in too_late.items())


def _mail(kind: str, session_id: UUID | None, language: str, number: int, facts: Facts) -> Forecast:
    due_at = facts.sessions[session_id].due_at if session_id else facts.now
    return Forecast(kind, number, due_at, session_id, language, now=due_at <= facts.now)


def _sessions(row: PlannedRow, facts: Facts) -> Iterator[KnownSession]:
    """The sessions whose invitation this row makes due: those newly reached, and those that wake."""
    if row.entry.email_key is None and (row.known is None or row.known.email_key is None):
        return
    reached = set(row.session_ids)
    for grant in row.groups:
        if grant.role is GroupRole.LEARNER:
            reached.update(facts.group_sessions.get(grant.group_id, ()))
    if row.known is not None:
        reached |= facts.registered.get(row.known.id, frozenset())
        reached -= {one for one in reached if (one, row.known.id) in facts.invited_to}
    for one in sorted(reached):
        session = facts.sessions.get(one)
        if session is not None and session.state in OPEN:
            yield session


def _ends_before(row: PlannedRow, session: KnownSession, facts: Facts) -> bool:
    if row.deactivates_on is None:
        return False
    ends: datetime = midnight(row.deactivates_on, facts.workspace.time_zone)
    return ends <= max(session.starts_at, facts.now)


def _language(row: PlannedRow, facts: Facts) -> str:
    known = row.known.language if row.known else None
    return letter_language(known or row.entry.language, facts.workspace.language)


def _warning(session_id: UUID, number: int, facts: Facts) -> InputError:
    session = facts.sessions[session_id]
    message = (
        f"{number} of these people lose access before {session.title} ({session.name}) starts; "
        "they get no invitation to it."
    )
    return InputError("ACCESS_ENDS_BEFORE_START", message, ("deactivatesOn",))
