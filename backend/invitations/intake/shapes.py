"""What flows through the pipeline: entries in, facts beside them, a plan out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from backend.core.access import Role
from backend.core.errors import InputError
from backend.groups.models import GroupRole
from backend.members.status import MemberStatus
from backend.programs.rules import SessionState
from backend.workspaces.queries import WorkspaceRow


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


@dataclass(frozen=True, slots=True)
class GroupGrant:
    """A place in a group that a row asks for."""

    group_id: UUID
    role: GroupRole = GroupRole.LEARNER


@dataclass(frozen=True, slots=True)
class Entry:
    """One normalised row: who is meant and what they are to get.

    Known by `email_key`, `username_key` or `member_id`. None means that the row doesn't say.
    `errors` are what is wrong with the row by itself; `hints` don't refuse it.
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


@dataclass(frozen=True, slots=True)
class Request:
    """What holds for the whole intake.

    `direct` is whether its sessions are granted to each person by themselves; else a group brings them.
    """

    operation: str
    reactivate: bool = False
    hold_seconds: int = 0
    direct: bool = True


@dataclass(frozen=True, slots=True)
class KnownMember:
    """What the plan needs to know of a member who exists."""

    id: UUID
    email_key: str | None
    username_key: str | None
    role: Role
    status: MemberStatus
    activated: bool
    asleep: bool
    language: str | None
    deactivates_on: date | None
    open_invitation_id: UUID | None
    open_invitation_expired: bool


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session that grants may lead to, and when its invitation is due."""

    id: UUID
    title: str
    name: str
    starts_at: datetime
    state: SessionState
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the plan is decided on, loaded in a constant number of statements."""

    now: datetime
    workspace: WorkspaceRow
    actor_role: Role
    members: Mapping[str, KnownMember]  # by "e:" + email key, "u:" + username key, "i:" + id
    suppressed: Mapping[str, str]
    memberships: Mapping[tuple[UUID, UUID], GroupRole]  # (group, member)
    group_names: Mapping[UUID, str]
    group_sessions: Mapping[UUID, tuple[UUID, ...]]
    sessions: Mapping[UUID, KnownSession]
    registered: Mapping[UUID, frozenset[UUID]]  # member: the sessions of their open registrations
    invited_to: frozenset[tuple[UUID, UUID]]  # (session, member): a program mail is scheduled or out

    def find(self, entry: Entry) -> KnownMember | None:
        """The member whom an entry means, if there is one."""
        for kind, value in (("i", entry.member_id), ("e", entry.email_key), ("u", entry.username_key)):
            if value is not None and (known := self.members.get(f"{kind}:{value}")):
                return known
        return None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a member before and after."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What one entry will become."""

    entry: Entry
    outcome: Outcome
    known: KnownMember | None = None
    role: Role = Role.TRAINEE
    deactivates_on: date | None = None
    groups: tuple[GroupGrant, ...] = ()
    session_ids: tuple[UUID, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    errors: tuple[InputError, ...] = ()

    @property
    def invites(self) -> bool:
        """Whether a new workspace invitation goes out for it."""
        if self.entry.email_key is None:
            return False
        reopened = self.outcome is Outcome.REACTIVATE and self.known is not None and not self.known.activated
        return self.outcome is Outcome.INVITE or reopened


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
