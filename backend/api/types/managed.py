"""Whether a thing is the caller's own to change: said by the server, so that no client works it out."""

from __future__ import annotations

import strawberry
from strawberry import field

from backend.api.context import Info
from backend.api.types.node import row_of
from backend.core.access import Actor, Permission, may
from backend.groups.models import GroupRole
from backend.programs.queries import ProgramRow


@strawberry.type
class ManagedGroup:
    @field(description="Whether the caller may change it and who belongs to it.")
    async def can_manage(self, info: Info) -> bool:
        actor = info.context.actor
        if actor.is_admin or actor.member_id is None or not may(actor, Permission.MANAGE_GROUP):
            return may(actor, Permission.MANAGE_GROUP)
        places = await info.context.loaders.places.load(actor.member_id)
        return any(one.group_id == row_of(self).id and one.role is GroupRole.MANAGER for one in places or [])


@strawberry.type
class ManagedProgram:
    @field(description="Whether the caller may change it, its sessions and who is registered there.")
    def can_manage(self, info: Info) -> bool:
        return manages(info.context.actor, row_of(self))


@strawberry.type
class ManagedSession:
    @field(description="Whether the caller may change it and who is registered in it.")
    async def can_manage(self, info: Info) -> bool:
        program = await info.context.loaders.program.load(row_of(self).program_id)
        return program is not None and manages(info.context.actor, program)


def manages(actor: Actor, program: ProgramRow) -> bool:
    """Admins manage every program, trainers those they made."""
    own = actor.is_admin or program.created_by == actor.member_id
    return own and may(actor, Permission.MANAGE_PROGRAMS)
