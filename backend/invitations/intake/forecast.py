"""Which mails a plan will send, when and in which language; and what it should warn of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from backend.core.clock import midnight
from backend.core.errors import InputError
from backend.core.languages import letter_language
from backend.groups.models import GroupRole
from backend.invitations.intake.known import Facts, KnownSession
from backend.invitations.intake.raised import OPEN, ending
from backend.invitations.intake.shapes import WRITES, Forecast, Outcome, PlannedRow

WORKSPACE_INVITATION = "workspace_invitation"
PROGRAM_INVITATION = "program_invitation"


@dataclass(slots=True)
class Tally:
    """Mails and warnings counted row by row, so that plans of any size can be counted in pieces."""

    mails: Counter[tuple[str, UUID | None, str]] = field(default_factory=Counter)
    too_late: Counter[UUID] = field(default_factory=Counter)
    reaches: int = 0
    ending: int = 0  # registrations

    def add(self, rows: Iterable[PlannedRow], facts: Facts) -> None:
        """Count what these rows send."""
        for row in rows:
            if row.outcome not in WRITES:
                continue
            self.reaches += row.reaches
            self.ending += len(ending(row, facts))
            language = letter_language(row.person.language, facts.workspace.language)
            if kind := WORKSPACE_INVITATION if row.invites else row.letter:
                self.mails[kind, None, language] += 1
            for session in _sessions(row, facts):
                if _ends_before(row, session, facts):
                    self.too_late[session.id] += 1
                else:
                    self.mails[PROGRAM_INVITATION, session.id, language] += 1

    def told(
        self, sessions: Mapping[UUID, KnownSession], now: datetime
    ) -> tuple[tuple[Forecast, ...], tuple[InputError, ...]]:
        """The mails in the order they leave, and what to warn of: too early an end, or too high a place."""
        mails = [_mail(*key, number, sessions, now) for key, number in self.mails.items()]
        mails.sort(key=_leaving)
        warnings = [_warning(sessions[one], number) for one, number in self.too_late.items()]
        return tuple(mails), (*warnings, *_ending(self.ending))


def forecast(rows: Sequence[PlannedRow], facts: Facts) -> tuple[tuple[Forecast, ...], tuple[InputError, ...]]:
    """The mails in the order they leave, and what to warn of."""
    tally = Tally()
    tally.add(rows, facts)
    return tally.told(facts.sessions, facts.now)


def _leaving(mail: Forecast) -> tuple[datetime, bool, str, str, str]:
    return (mail.due_at, mail.kind == PROGRAM_INVITATION, mail.kind, str(mail.session_id), mail.language)


def _mail(
    kind: str,
    session_id: UUID | None,
    language: str,
    number: int,
    sessions: Mapping[UUID, KnownSession],
    now: datetime,
) -> Forecast:
    due_at = max(sessions[session_id].due_at, now) if session_id else now
    return Forecast(kind, number, due_at, session_id, language, now=due_at <= now)


def _sessions(row: PlannedRow, facts: Facts) -> Iterator[KnownSession]:
    """The sessions whose invitation this row makes due: those newly reached, and those that wake."""
    if row.person.email_key is None or _rests(row, facts):
        return
    reached = set(row.session_ids)
    for grant in row.groups:
        if grant.role is GroupRole.LEARNER:
            reached.update(facts.group_sessions.get(grant.group_id, ()))
    if row.known is not None:
        reached |= facts.registered.get(row.known.id, frozenset()) - ending(row, facts)
        reached -= {one for one in reached if (one, row.known.id) in facts.invited_to}
    for one in sorted(reached):
        session = facts.sessions.get(one)
        if session is not None and session.state in OPEN:
            yield session


def _rests(row: PlannedRow, facts: Facts) -> bool:
    """Nothing is sent to addresses that bounced, nor to those whose invitation stays revoked."""
    if row.person.email_key in facts.suppressed:
        return True
    return row.known is not None and row.known.asleep and row.outcome is Outcome.ADD_GRANTS


def _ends_before(row: PlannedRow, session: KnownSession, facts: Facts) -> bool:
    if row.deactivates_on is None:
        return False
    ends: datetime = midnight(row.deactivates_on, facts.workspace.time_zone)
    return ends <= max(session.starts_at, facts.now)


def _warning(session: KnownSession, number: int) -> InputError:
    message = (
        f"{number} of these people lose access before {session.title} ({session.name}) starts; "
        "they get no invitation to it."
    )
    return InputError("ACCESS_ENDS_BEFORE_START", message, ("deactivatesOn",))


def _ending(number: int) -> Iterator[InputError]:
    if number:
        message = (
            f"{number} registrations end, and mail for them that has not left is withdrawn: "
            "only learners are registered in the sessions of a group."
        )
        yield InputError("REGISTRATIONS_END", message, ("groupRole",))
