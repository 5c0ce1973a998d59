"""What undoing says of what could not be undone: a code for each kind, with how many people or mails."""

from __future__ import annotations

from collections.abc import Mapping, Set
from uuid import UUID

from backend.core.errors import InputError
from backend.invitations.undo.rules import ABOVE, JOINED, NOT_YOURS, OWNER, PLACES, SINCE


def remaining(mails_out: int, fields: int, people: Mapping[str, Set[UUID]]) -> list[InputError]:
    """A line for each kind of thing that stays."""
    number = {code: len(people.get(code, ())) for code in (JOINED, SINCE, PLACES, ABOVE, OWNER, NOT_YOURS)}
    since = f"{number[SINCE]} people were given more or changed since; their invitation or account stays."
    places = f"{number[PLACES]} people keep a place in a group: this raised it, or it was changed since."
    above = f"{number[ABOVE]} people are above your own role; what was changed on them stays."
    yours = f"{number[NOT_YOURS]} people keep what is no longer yours to give, or to take back."
    kept = f"{fields} changed fields stay: they were filled in for good, or changed again since."
    lines = (
        (mails_out, InputError("MAILS_OUT", f"{mails_out} mails had left already.", ("id",))),
        (
            number[JOINED],
            InputError("JOINED", f"{number[JOINED]} people have joined already; they stay.", ("id",)),
        ),
        (fields, InputError("CHANGES_STAY", kept, ("id",))),
        (number[SINCE], InputError("GIVEN_SINCE", since, ("id",))),
        (number[PLACES], InputError("PLACES_STAY", places, ("id",))),
        (number[ABOVE], InputError("ABOVE_YOUR_ROLE", above, ("id",))),
        (number[OWNER], InputError("LAST_OWNER", "A workspace keeps an owner: 1 stays as it is.", ("id",))),
        (number[NOT_YOURS], InputError("NO_LONGER_YOURS", yours, ("id",))),
    )
    return [line for count, line in lines if count]
