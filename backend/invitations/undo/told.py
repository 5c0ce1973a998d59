"""What undoing says of what could not be undone: a code for each kind, with how many people or mails."""

from __future__ import annotations

from collections.abc import Mapping, Set
from uuid import UUID

from backend.core.errors import InputError
from backend.invitations.undo.rules import ABOVE, JOINED, NOT_YOURS, OWNER, PLACES, SINCE

BATCH = ("id",)


def remaining(mails_out: int, fields: int, people: Mapping[str, Set[UUID]]) -> list[InputError]:
    """A line for each kind of thing that stays; its `value` is how many."""
    joined, since, places, above, owners, others = (
        len(people.get(code, ())) for code in (JOINED, SINCE, PLACES, ABOVE, OWNER, NOT_YOURS)
    )
    lines = (
        (mails_out, _out(mails_out)),
        (joined, _joined(joined)),
        (fields, _fields(fields)),
        (since, _since(since)),
        (places, _places(places)),
        (above, _above(above)),
        (owners, InputError("LAST_OWNER", "A workspace keeps an owner: 1 stays as it is.", BATCH)),
        (others, _others(others)),
    )
    return [line for count, line in lines if count]


def _out(count: int) -> InputError:
    return InputError("MAILS_OUT", f"{count} mails had left already.", BATCH, value=str(count))


def _joined(count: int) -> InputError:
    return InputError("JOINED", f"{count} people have joined already; they stay.", BATCH, value=str(count))


def _fields(count: int) -> InputError:
    said = f"{count} changed fields stay: they were filled in for good, or changed again since."
    return InputError("CHANGES_STAY", said, BATCH, value=str(count))


def _since(count: int) -> InputError:
    said = f"{count} people were given more or changed since; their invitation or account stays."
    return InputError("GIVEN_SINCE", said, BATCH, value=str(count))


def _places(count: int) -> InputError:
    said = f"{count} people keep a place in a group: this raised it, or it was changed since."
    return InputError("PLACES_STAY", said, BATCH, value=str(count))


def _above(count: int) -> InputError:
    said = f"{count} people are above your own role; what was changed on them stays."
    return InputError("ABOVE_YOUR_ROLE", said, BATCH, value=str(count))


def _others(count: int) -> InputError:
    said = f"{count} people keep what is no longer yours to give, or to take back."
    return InputError("NO_LONGER_YOURS", said, BATCH, value=str(count))
