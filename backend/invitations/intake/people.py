"""Who people are to the pipeline: what a row says of an account, whom it meets, who they become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.core.access import Role
from backend.members.status import MemberStatus


class Delivery(StrEnum):
    """How someone with a new account comes by their credentials."""

    PASSWORD = "PASSWORD"  # noqa: S105 - the name of a choice
    LINK = "LINK"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Account:
    """What a row says of an account beyond who is meant; None leaves a field alone.

    The password itself never enters the pipeline, only which row it stands in (None: there is none).
    `on_paper`: people without an address get their credentials printed, made up where none were given.
    """

    first_name: str | None = None
    last_name: str | None = None
    external_id: str | None = None
    labels: tuple[str, ...] | None = None
    additional_information: tuple[str, ...] | None = None
    password_row: int | None = None
    delivery: Delivery = Delivery.LINK
    on_paper: bool = False

    def brings_password(self, email: str | None) -> bool:
        """Whether someone new gets a password: their row's own, or one made up for paper."""
        return self.password_row is not None or (self.on_paper and email is None)


@dataclass(frozen=True, slots=True)
class Person:
    """Who a member is: identity, name and what is noted of them."""

    email: str | None = None
    email_key: str | None = None
    username: str | None = None
    username_key: str | None = None
    external_id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()
    additional_information: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownMember:
    """What the plan needs to know of a member who exists.

    `letter` is the kind of mail that still is to bring them the credentials of their account, if any is.
    """

    id: UUID
    person: Person
    role: Role
    status: MemberStatus
    activated: bool
    asleep: bool
    has_password: bool
    deactivates_on: date | None
    open_invitation_id: UUID | None
    open_invitation_expired: bool
    letter: str | None = None

    @property
    def login(self) -> str:
        """What tells them from others of the same name."""
        return self.person.email or self.person.username or ""
