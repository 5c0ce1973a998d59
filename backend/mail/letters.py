"""What a letter is made of, and how a room hands its letters to the outbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from backend.core.db import Connection
from backend.mail.wording import Wording

Slot: TypeAlias = str | int | bool | datetime | date | None


@dataclass(frozen=True, slots=True)
class Brand:
    """The workspace as a letter shows it; an empty sender means the installation's own."""

    name: str
    color: str
    logo_url: str = ""
    sender_name: str = ""
    sender_address: str = ""
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter's facts, not its words: what the template of this name is filled with.

    `email_key` is the folded address that a bounce would suppress. `items` are the things it lists;
    letters that leave as one are the first of them with the items of all. `wording` is what the workspace
    chose to say instead of the template.
    """

    template: str
    language: str
    address: str
    email_key: str
    name: str
    brand: Brand
    slots: Mapping[str, Slot] = field(default_factory=dict)
    items: tuple[Mapping[str, Slot], ...] = ()
    reply_to: str = ""
    wording: Wording = field(default_factory=Wording)


@dataclass(frozen=True, slots=True)
class NotOwed:
    """Why a mail is owed no longer, as a stable code."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """A mail that is owed and must wait so long, since it leaves at certain hours only."""

    wait: timedelta


Loaded: TypeAlias = Letter | NotOwed | NotYet
Load: TypeAlias = Callable[[Connection, Sequence[UUID]], Awaitable[dict[UUID, Loaded]]]
OnSent: TypeAlias = Callable[[Connection, Sequence[UUID]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Handler:
    """How mails of one kind become letters.

    `load` takes mail ids and answers for each with its letter, or with why it is owed no longer. It is
    asked twice: before the letter is written, and again at the fence, on the connection that has the
    rows locked; only a letter that is still the very same leaves. `on_sent` is told, in the transaction
    that records it, which of them the server has accepted.
    """

    kind: str
    load: Load
    on_sent: OnSent | None = None


Registry: TypeAlias = Mapping[str, Handler]


def registry(*handlers: Handler) -> Registry:
    """The handlers by the kind of mail they answer for."""
    return {handler.kind: handler for handler in handlers}


def together(letters: Sequence[Letter]) -> Letter:
    """One letter that lists what each of them would, what starts first first."""
    items = [item for letter in letters for item in letter.items]
    return replace(letters[0], items=tuple(sorted(items, key=lambda item: str(item.get("starts_at", "")))))


async def load_letters(
    handlers: Registry, connection: Connection, kinds: Mapping[UUID, str]
) -> dict[UUID, Loaded]:
    """The letters of these mails (id to kind), one query for each kind among them."""
    loaded: dict[UUID, Loaded] = {}
    for kind in sorted(set(kinds.values())):
        ids = [mail_id for mail_id, its_kind in kinds.items() if its_kind == kind]
        found = await handlers[kind].load(connection, ids)
        loaded |= {mail_id: found.get(mail_id, NotOwed("SUBJECT_GONE")) for mail_id in ids}
    return loaded
