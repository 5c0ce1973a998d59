"""What signing in and joining are decided by: pure, the time is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.core.addresses import LONGEST, normalise
from backend.core.text import is_storable, one_line
from backend.core.usernames import username_key
from backend.invitations.models import InvitationState

TOKEN_LIFETIME = timedelta(days=30)
TOKEN_TOUCHED_EVERY = timedelta(minutes=5)
# A device whose answer got lost may ask again by the secret before.
LOST_ANSWER = timedelta(minutes=1)
RESET_LIFETIME = timedelta(hours=2)

# One person may be in many workspaces; this many are tried with one password. More name the workspace.
MOST_WORKSPACES = 5


class LinkState(StrEnum):
    """What became of the invitation behind a link."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    REPLACED = "REPLACED"
    UNKNOWN = "UNKNOWN"
    WRONG_ACCOUNT = "WRONG_ACCOUNT"


class LinkPurpose(StrEnum):
    """Which letter a link came with; a program's renews an invitation that ran out."""

    JOIN = "JOIN"
    PROGRAM = "PROGRAM"


@dataclass(frozen=True, slots=True)
class Login:
    """What was typed to sign in, as the two identities it may be."""

    typed: str
    email_key: str | None
    username_key: str | None

    @property
    def account(self) -> str:
        """One name for the account, however it was typed."""
        return self.email_key or self.username_key or self.typed


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What the database knows of a link, its invitation and its member."""

    member_id: UUID
    purpose: LinkPurpose
    retired: bool
    state: InvitationState
    expires_at: datetime
    active: bool
    shut_out: bool  # deactivated, or revoked before joining
    superseded: bool  # invited again since
    mailed_to: str | None
    email_key: str | None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is signed in on the device that opened a link."""

    member_id: UUID | None
    email_key: str | None


def read_login(typed: str) -> Login:
    """The identities behind a login; none where no account could bear it."""
    if len(typed) > LONGEST or not is_storable(typed):
        return Login(typed, None, None)
    return Login(typed, normalise(typed), username_key(typed))


def read_slug(typed: str | None) -> str | None:
    """The workspace that was named, or None; what no workspace can be called finds none."""
    if not typed or not typed.strip():
        return None
    return one_line(typed).lower() if is_storable(typed) else "-"


def link_state(facts: LinkFacts, now: datetime, viewer: Viewer | None = None) -> LinkState:
    """What the holder of a link is told; only PENDING lets them join."""
    if facts.active or facts.state is InvitationState.ACCEPTED:
        return LinkState.ACCEPTED
    if facts.shut_out or (facts.state is InvitationState.REVOKED and not facts.superseded):
        return LinkState.REVOKED
    if facts.superseded or facts.retired or facts.mailed_to != facts.email_key:
        return LinkState.REPLACED
    ran_out = facts.state is InvitationState.EXPIRED or facts.expires_at <= now
    if ran_out and facts.purpose is not LinkPurpose.PROGRAM:
        return LinkState.EXPIRED
    if viewer and not is_same_person(facts, viewer):
        return LinkState.WRONG_ACCOUNT
    return LinkState.PENDING


def reset_state(*, used: bool, expired: bool, active: bool) -> LinkState:
    """What the holder of a link to choose a password is told."""
    if used:
        return LinkState.ACCEPTED
    if not active:
        return LinkState.REVOKED
    return LinkState.EXPIRED if expired else LinkState.PENDING


def is_same_person(facts: LinkFacts, viewer: Viewer) -> bool:
    """Whether the one signed in is the one invited, be it by their address in another workspace."""
    by_address = viewer.email_key is not None and viewer.email_key == facts.email_key
    return by_address or viewer.member_id == facts.member_id
