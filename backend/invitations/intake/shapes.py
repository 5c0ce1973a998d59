"""What flows through the pipeline: entries in, a plan out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from backend.core.access import Role
from backend.core.errors import InputError
from backend.core.text import sort_key
from backend.core.usernames import base_username
from backend.core.work import Work
from backend.groups.models import GroupRole
from backend.invitations.intake.people import Account, KnownMember, Person
from backend.invitations.settle import Cause


class Outcome(StrEnum):
    """What becomes of one row."""

    INVITE = "INVITE"
    CREATE = "CREATE"
    UPDATE = "UPDATE"
    ADD_GRANTS = "ADD_GRANTS"
    MERGE_INTO_INVITATION = "MERGE_INTO_INVITATION"
    REACTIVATE = "REACTIVATE"
    UNCHANGED = "UNCHANGED"
    DUPLICATE = "DUPLICATE"
    IGNORED = "IGNORED"
    REFUSED = "REFUSED"


WRITES = frozenset(
    {
        Outcome.INVITE,
        Outcome.CREATE,
        Outcome.UPDATE,
        Outcome.ADD_GRANTS,
        Outcome.MERGE_INTO_INVITATION,
        Outcome.REACTIVATE,
    }
)


class ExistingMembers(StrEnum):
    """What an import does with rows of people who are members already."""

    IGNORE = "IGNORE"
    INITIALIZE_UNSET = "INITIALIZE_UNSET"
    OVERWRITE = "OVERWRITE"


@dataclass(frozen=True, slots=True)
class GroupGrant:
    """A place in a group that a row asks for."""

    group_id: UUID
    role: GroupRole = GroupRole.LEARNER


@dataclass(frozen=True, slots=True)
class Entry:
    """One normalised row: who is meant and what they are to get.

    Known by `email_key`, `username_key` or `member_id`; a row with an `account` and none of these is
    known by its name. None means that the row doesn't say. `errors` are what is wrong with the row by
    itself; `hints` don't refuse it. `where` is the input field that an error of identity points to.
    Who is meant by `member_id` was chosen, not addressed: they are not invited anew. `direct` is whether
    its sessions are granted to the person by themselves; else a group brings them.
    """

    position: int
    input: str
    email: str | None = None
    email_key: str | None = None
    username: str | None = None
    username_key: str | None = None
    member_id: UUID | None = None
    role: Role | None = None
    language: str | None = None
    deactivates_on: date | None = None
    groups: tuple[GroupGrant, ...] = ()
    session_ids: tuple[UUID, ...] = ()
    errors: tuple[InputError, ...] = ()
    hints: tuple[InputError, ...] = ()
    account: Account | None = None
    where: str = "emails"
    direct: bool = True

    @property
    def identities(self) -> tuple[str, ...]:
        """What they are known by, the surest first; empty where there is only a name."""
        keys = (("i", self.member_id), ("e", self.email_key), ("u", self.username_key))
        return tuple(f"{kind}:{value}" for kind, value in keys if value is not None)

    @property
    def folded_name(self) -> str:
        """The name as members are sorted by it; empty where the row has none."""
        account = self.account
        return sort_key(f"{account.last_name or ''} {account.first_name or ''}".strip()) if account else ""

    @property
    def base_username(self) -> str:
        """The username that their name makes."""
        account = self.account
        return base_username(account.first_name or "", account.last_name or "") if account else ""


@dataclass(frozen=True, slots=True)
class Newcomers:
    """What people who are new get where their row doesn't say."""

    role: Role = Role.TRAINEE
    language: str | None = None
    labels: tuple[str, ...] = ()
    deactivates_on: date | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a member before and after."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What one entry will become; `person` is who they are afterwards.

    `activates`: an account is opened, or an invited person's is. `sets_password`: the row's password is
    taken. `letter` is the kind of mail that brings the credentials, if any does. `merged_into` is the
    row of the same person that took this one in.
    """

    entry: Entry
    outcome: Outcome
    known: KnownMember | None = None
    role: Role = Role.TRAINEE
    deactivates_on: date | None = None
    groups: tuple[GroupGrant, ...] = ()
    session_ids: tuple[UUID, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    errors: tuple[InputError, ...] = ()
    person: Person = field(default_factory=Person)
    activates: bool = False
    sets_password: bool = False
    letter: str | None = None
    merged_into: int | None = None

    @property
    def invites(self) -> bool:
        """Whether a new workspace invitation goes out for it."""
        if self.person.email_key is None or self.activates:
            return False
        reopened = self.outcome is Outcome.REACTIVATE and self.known is not None and not self.known.activated
        return self.outcome is Outcome.INVITE or reopened

    @property
    def revives(self) -> bool:
        """Whether its letter was owed to somebody who comes back before they went."""
        if self.outcome is not Outcome.REACTIVATE or self.known is None or self.sets_password:
            return False
        return self.letter is not None and self.letter == self.known.letter

    @property
    def reaches(self) -> bool:
        """Whether somebody outside is written to for it: invited, sent a letter, or to hear of programs."""
        if self.outcome not in WRITES or self.person.email_key is None:
            return False
        first_address = self.known is None or self.known.person.email_key is None
        return self.invites or self.letter is not None or first_address


@dataclass(frozen=True, slots=True)
class Forecast:
    """Mails of one kind that will go out together; `now` where they are due at once."""

    kind: str
    count: int
    due_at: datetime
    session_id: UUID | None
    language: str
    now: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What an intake will do, row by row, with its mails and what is worth a warning."""

    hash: str
    rows: tuple[PlannedRow, ...]
    counts: Mapping[str, int]
    mails: tuple[Forecast, ...]
    warnings: tuple[InputError, ...] = field(default=())


Written: TypeAlias = tuple[PlannedRow, UUID]  # a row that was written, and its member
Issue: TypeAlias = Callable[[Work, Cause, Sequence[Written]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Request:
    """What holds for the whole intake.

    `may_invite` is whether people who are new, or whose invitation is no longer open, are invited.
    `mode` is for imports alone. `issue` gives out the credentials of accounts, once the members stand and
    before the mails that wait for theirs are written.
    """

    operation: str
    reactivate: bool = False
    hold_seconds: int = 0
    may_invite: bool = True
    mode: ExistingMembers | None = None
    newcomers: Newcomers = field(default_factory=Newcomers)
    issue: Issue | None = None
