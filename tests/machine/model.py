"""What must be true, in as few lines as it can be said: no database, no pipeline, only sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

LIFETIME = timedelta(days=30)


@dataclass(slots=True)
class Person:
    """One person; `invited` is when their open invitation was made, `groups` are those they learn in."""

    exists: bool = False
    active: bool = False
    deactivated: bool = False
    asleep: bool = False
    invited: datetime | None = None
    groups: set[int] = field(default_factory=set)
    leads: set[int] = field(default_factory=set)
    direct: set[int] = field(default_factory=set)

    def join(self, group: int) -> None:
        """A place as a learner, unless they have a higher one."""
        if group not in self.leads:
            self.groups.add(group)

    def expired(self, now: datetime) -> bool:
        """Whether the invitation can't be accepted any more."""
        return self.invited is None or now >= self.invited + LIFETIME


@dataclass(slots=True)
class Run:
    """A session; a cancelled one keeps who was in it."""

    starts: datetime
    groups: set[int]
    frozen: set[str] | None = None


@dataclass(slots=True)
class Model:
    """People, two sessions, and which program invitations have left."""

    people: dict[str, Person] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    sent: set[tuple[str, int]] = field(default_factory=set)

    def registered(self, who: str, run: int) -> bool:
        """In a session for as long as any reason holds."""
        person, session = self.people[who], self.runs[run]
        if session.frozen is not None:
            return who in session.frozen
        return run in person.direct or bool(person.groups & session.groups)

    def owed(self, who: str, run: int) -> bool:
        """Whether a program invitation is owed, or would be had it not left."""
        person = self.people[who]
        shut_out = person.deactivated or person.asleep or self.runs[run].frozen is not None
        return self.registered(who, run) and not shut_out

    def let_in(self, who: str, now: datetime, *, addressed: bool) -> bool:
        """Whether a door takes them; who is addressed and has no open invitation gets one, and wakes."""
        person = self.people[who]
        if person.deactivated:
            return False
        if addressed and not person.active and (person.expired(now) or person.asleep):
            person.invited, person.asleep = now, False
        person.exists = True
        return True

    def tick(self, now: datetime, without: str = "") -> None:
        """Everything due has left, but to whom the mail server takes nothing for."""
        for who in self.people.keys() - {without}:
            for run, session in enumerate(self.runs):
                morning = datetime.combine(session.starts.date(), time(8), session.starts.tzinfo)
                if self.owed(who, run) and min(morning, session.starts) <= now:
                    self.sent.add((who, run))
