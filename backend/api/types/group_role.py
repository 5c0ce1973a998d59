"""What giving members another role in a group answers."""

from __future__ import annotations

import strawberry
from strawberry import field

from backend.api.types.errors import InputError, input_errors
from backend.invitations.set_group_role import GroupRoleSet


@strawberry.type(description="Who has another role in a group, what began or ended with it, and who stays.")
class SetGroupRolePayload:
    people: int = field(default=0, description="How many have another role than before.")
    registrations_begun: int = field(default=0, description="Registrations in the group's sessions.")
    registrations_ended: int = field(default=0, description="Registrations whose last reason this was.")
    mails_owed: int = field(default=0, description="Program invitations that are owed now.")
    mails_withdrawn: int = field(default=0, description="Program invitations that will not leave.")
    mails_already_out: int = field(default=0, description="Invitations of those that had left already.")
    remaining: list[InputError] = field(default_factory=list, description="Who stays as they are, and why.")
    skipped: list[InputError] = field(default_factory=list, description="Who is not in the group.")
    errors: list[InputError] = field(default_factory=list, description="Why nothing was done.")


def group_role_payload(done: GroupRoleSet) -> SetGroupRolePayload:
    """Another role as the API tells of it."""
    return SetGroupRolePayload(
        people=done.people,
        registrations_begun=done.registered,
        registrations_ended=done.unregistered,
        mails_owed=done.owed,
        mails_withdrawn=done.withdrawn,
        mails_already_out=done.already_out,
        remaining=input_errors(done.remaining),
        skipped=input_errors(done.skipped),
    )
