"""What an export is: columns over a statement, read once from end to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.core.access import Role
from backend.core.ids import Kind, encode_once
from backend.core.text import join_list
from backend.invitations.models import InvitationState
from backend.mail.models import MailState
from backend.members.status import MemberStatus


class Format(StrEnum):
    """The kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header in files, its name for machines, and how a value of the row is written."""

    header: str
    name: str
    write: Callable[[Any], Any]
    arrange: Callable[[Any], Any] | None = None  # what is done to a value before it is written

    def cells(self, values: Sequence[Any]) -> Sequence[Any]:
        """The cells of this column."""
        if self.arrange:
            values = list(map(self.arrange, values))
        if self.write is text:
            return [value or "" for value in values]
        if self.write is moment:
            return [value.isoformat() if value else "" for value in values]
        return list(map(self.write, values))

    def tell(self, value: Any) -> Any:
        """The value for machines: null for nothing, lists as lists, yes and no as such."""
        if self.arrange:
            value = self.arrange(value)
        if value is None or isinstance(value, bool):
            return value
        return [self.write([one]) for one in value] if isinstance(value, list) else self.write(value)


@dataclass(frozen=True, slots=True)
class Known:
    """Ids that are read before the rows: a column of lists tells these, in this order, and no others."""

    column: str
    kind: Kind
    statement: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Export:
    """A statement whose values stand in the order of the columns."""

    columns: tuple[Column, ...]
    statement: str
    values: Sequence[Any]
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export is narrowed to; each uses what concerns it."""

    search: str | None = None
    ids: tuple[UUID, ...] | None = None
    statuses: tuple[MemberStatus, ...] = ()
    roles: tuple[Role, ...] = ()
    group_ids: tuple[UUID, ...] = ()
    labels: tuple[str, ...] = ()
    bounced: bool | None = None
    deactivates_before: date | None = None
    states: tuple[InvitationState, ...] = ()
    mail_states: tuple[MailState, ...] = ()
    batch_id: UUID | None = None
    session_id: UUID | None = None
    program_id: UUID | None = None
    member_id: UUID | None = None
    archived: bool = False
    managed: bool = False


def an_id(kind: Kind) -> Callable[[Any], str]:
    """Writes a public id; nothing for no id."""
    return lambda value: encode_once(kind, value) if value else ""


def text(value: Any) -> str:
    """Writes a text; nothing for none."""
    return value or ""


def a_list(values: Any) -> str:
    """Writes a list of texts as the importer reads it."""
    return join_list(values or ())


def moment(value: Any) -> str:
    """Writes an instant or a day as ISO 8601; nothing for none."""
    return value.isoformat() if value else ""


def number(value: Any) -> Any:
    """Writes a number as it is; nothing for none."""
    return "" if value is None else value


def yes_no(value: Any) -> str:
    """Writes 1 or 0, as the importer reads it."""
    return "1" if value else "0"


def in_order(kind: Kind, ids_in_order: Sequence[UUID]) -> Callable[[Any], list[str] | None]:
    """From a list of ids as text to the public ids of what is among these, in their order; None for none."""
    places = {str(one): place for place, one in enumerate(ids_in_order)}
    told = [encode_once(kind, one) for one in ids_in_order]

    def arrange(values: Any) -> list[str] | None:
        return [told[place] for place in sorted([places[one] for one in values if one in places])] or None

    return arrange
