"""What an export may be narrowed by in its address: the filters of the same list in the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from starlette.datastructures import QueryParams

from backend.core.access import Role
from backend.core.errors import DomainError
from backend.core.ids import Kind, decode
from backend.exports.files import CsvForm
from backend.exports.shapes import Format, Wanted
from backend.invitations.models import InvitationState
from backend.mail.models import MailState
from backend.members.status import MemberStatus

Reader = Callable[[str, list[str]], Any]
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
FLAGS = {"1": True, "true": True, "0": False, "false": False}
MOST_TEXT = 200  # characters


class BadFilter(DomainError):
    """A parameter of the address can't be read."""

    code = "BAD_INPUT"


def wanted_of(export: str, given: QueryParams) -> Wanted:
    """What the address asks for; raises BadFilter where the export has no such filter, WrongId."""
    readers = FILTERS[export]
    found: dict[str, Any] = {}
    for name in given:
        if name in FORM:
            continue
        if name not in readers:
            raise BadFilter(f"{export} have no filter {name[:40]!r}; they have {', '.join(readers)}.")
        field, read = readers[name]
        if field in found:
            raise BadFilter(f"{name} says the same as another filter; send one of them.")
        found[field] = read(name, given.getlist(name))
    return Wanted(**found)


def form_of(kind: Format, given: QueryParams) -> CsvForm:
    """How a CSV is to be written; raises BadFilter, for other kinds of file too."""
    asked = [name for name in FORM if name in given]
    if asked and kind is not Format.CSV:
        raise BadFilter(f"Only CSV has a {asked[0]}.")
    separator = given.get("separator", "comma")
    if separator not in SEPARATORS:
        raise BadFilter(f"separator is one of {', '.join(SEPARATORS)}.")
    return CsvForm(SEPARATORS[separator], _flag("bom", given.getlist("bom") or ["1"]))


def _one(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise BadFilter(f"{name} stands twice.")
    return values[0]


def _text(name: str, values: list[str]) -> str:
    text = _one(name, values)
    if len(text) > MOST_TEXT or "\0" in text:
        raise BadFilter(f"{name} is a text of at most {MOST_TEXT} characters.")
    return text


def _texts(name: str, values: list[str]) -> tuple[str, ...]:
    return tuple(_text(name, [value]) for value in values)


def _flag(name: str, values: list[str]) -> bool:
    if _one(name, values) not in FLAGS:
        raise BadFilter(f"{name} is 1 or 0.")
    return FLAGS[values[0]]


def _day(name: str, values: list[str]) -> date:
    try:
        return date.fromisoformat(_one(name, values))
    except ValueError as error:
        raise BadFilter(f"{name} is a day like 2026-12-31.") from error


def _any_of(known: type[StrEnum]) -> Reader:
    def read(name: str, values: list[str]) -> tuple[StrEnum, ...]:
        for value in values:
            if value not in known.__members__:
                raise BadFilter(f"{name} is one of {', '.join(known.__members__)}.")
        return tuple(known(value) for value in values)

    return read


def _ids(kind: Kind) -> Reader:
    return lambda _name, values: tuple(dict.fromkeys(decode(kind, value) for value in values))


def _chosen(kind: Kind) -> Reader:
    """Ids of the rows themselves, several in one value or several times; none is a mistake, not everybody."""
    return lambda name, values: _ids(kind)(name, [one for value in values for one in value.split(",")])


def _id(kind: Kind) -> Reader:
    return lambda name, values: decode(kind, _one(name, values))


FORM = ("separator", "bom")
SEARCH: tuple[str, Reader] = ("search", _text)
MEMBER: tuple[str, Reader] = ("member_id", _id(Kind.MEMBER))
FILTERS: dict[str, dict[str, tuple[str, Reader]]] = {
    "groups": {
        "search": SEARCH,
        "ids": ("group_ids", _chosen(Kind.GROUP)),
        "group": ("group_ids", _ids(Kind.GROUP)),
        "member": MEMBER,
        "archived": ("archived", _flag),
        "managed": ("managed", _flag),
    },
    "members": {
        "search": SEARCH,
        "ids": ("ids", _chosen(Kind.MEMBER)),
        "status": ("statuses", _any_of(MemberStatus)),
        "role": ("roles", _any_of(Role)),
        "group": ("group_ids", _ids(Kind.GROUP)),
        "label": ("labels", _texts),
        "deactivatesBefore": ("deactivates_before", _day),
        "bounced": ("bounced", _flag),
    },
    "invitations": {
        "search": SEARCH,
        "state": ("states", _any_of(InvitationState)),
        "mailState": ("mail_states", _any_of(MailState)),
        "batch": ("batch_id", _id(Kind.BATCH)),
    },
    "registrations": {
        "session": ("session_id", _id(Kind.SESSION)),
        "program": ("program_id", _id(Kind.PROGRAM)),
        "member": MEMBER,
    },
}
