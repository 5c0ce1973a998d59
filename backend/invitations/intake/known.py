"""What a plan is decided on, and what it has met so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from backend.core.access import Role
from backend.core.clock import local_day
from backend.groups.models import GroupRole
from backend.invitations.intake.people import KnownMember
from backend.invitations.intake.shapes import Entry, GroupGrant
from backend.programs.rules import SessionState
from backend.workspaces.queries import WorkspaceRow


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
    by_themselves: Mapping[UUID, frozenset[UUID]]  # those of them that no group need bring
    reasons: Mapping[tuple[UUID, UUID], frozenset[UUID | None]]  # (session, member): groups; None: itself
    invited_to: frozenset[tuple[UUID, UUID]]  # (session, member): a program mail is scheduled or out
    namesakes: Mapping[str, tuple[KnownMember, ...]] = field(default_factory=dict)  # by folded name
    usernames: frozenset[str] = frozenset()  # taken, of those that start as names asked about do
    external_ids: Mapping[str, UUID] = field(default_factory=dict)  # whose they are

    @property
    def today(self) -> date:
        """The day that it is in the workspace's zone."""
        return local_day(self.now, self.workspace.time_zone)

    def find(self, entry: Entry) -> KnownMember | None:
        """The member whom an entry means, if there is one."""
        return next((self.members[key] for key in entry.identities if key in self.members), None)

    def place(self, grant: GroupGrant, known: KnownMember | None) -> GroupRole | None:
        """What somebody is in the group of a grant so far."""
        return None if known is None else self.memberships.get((grant.group_id, known.id))


@dataclass(slots=True)
class Paste:
    """What a plan has met so far: one for all chunks of an import, else one for each plan.

    `names` are the folded names that stand in more than one row of the whole paste; `usernames` those that
    are given in it or were made for it.
    """

    people: dict[str, int] = field(default_factory=dict)  # identity: its row
    names: set[str] = field(default_factory=set)
    usernames: set[str] = field(default_factory=set)
    external_ids: dict[str, int] = field(default_factory=dict)
