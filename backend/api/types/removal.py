"""What taking people out of groups and sessions answers."""

from __future__ import annotations

import strawberry
from strawberry import field

from backend.api.types.errors import InputError, input_errors
from backend.invitations.taken_out import TakenOut


@strawberry.type(description="Who was taken out, what ended with it, and who stays.")
class RemovalPayload:
    people: int = field(default=0, description="How many were taken out.")
    registrations_ended: int = field(default=0, description="Registrations whose last reason this was.")
    mails_withdrawn: int = field(default=0, description="Program invitations that will not leave.")
    mails_already_out: int = field(default=0, description="Invitations of those that had left already.")
    remaining: list[InputError] = field(default_factory=list, description="Who stays, and why.")
    skipped: list[InputError] = field(default_factory=list, description="Who was not there to be taken out.")
    errors: list[InputError] = field(default_factory=list, description="Why nothing was done.")


def removal_payload(done: TakenOut) -> RemovalPayload:
    """A removal as the API tells it."""
    return RemovalPayload(
        people=done.people,
        registrations_ended=done.unregistered,
        mails_withdrawn=done.withdrawn,
        mails_already_out=done.already_out,
        remaining=input_errors(done.remaining),
        skipped=input_errors(done.skipped),
    )
