"""The account of people taken out of groups and sessions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.errors import InputError
from backend.invitations.settle import Settled


@dataclass(frozen=True, slots=True)
class TakenOut:
    """How many were taken out, and what followed.

    `unregistered` counts registrations that ended with it, `withdrawn` and `already_out` the mails of
    those. `remaining` says who stays and why, `skipped` who was not concerned.
    """

    people: int
    unregistered: int
    withdrawn: int
    already_out: int
    remaining: tuple[InputError, ...] = ()
    skipped: tuple[InputError, ...] = ()


def taken_out(
    people: int,
    settled: Settled,
    *,
    remaining: Sequence[InputError] = (),
    skipped: Sequence[InputError] = (),
) -> TakenOut:
    """The account of a removal that was settled."""
    mails = settled.withdrawn
    return TakenOut(
        people,
        settled.unregistered,
        mails.cancelled,
        mails.already_out,
        tuple(remaining),
        tuple(skipped),
    )


def absent(asked: Sequence[UUID], there: Collection[UUID], code: str, message: str) -> list[InputError]:
    """An error for each member asked for who is not there, by row."""
    return [
        InputError(code, message, ("memberIds",), row)
        for row, member_id in enumerate(asked, start=1)
        if member_id not in there
    ]
