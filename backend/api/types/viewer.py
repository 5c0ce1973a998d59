"""Who is signed in, as every face shows it."""

from __future__ import annotations

import strawberry

from backend.api.context import Info
from backend.api.types.graph import Member, member_type
from backend.api.types.workspace import Workspace, workspace_type
from backend.core.access import Permission, Role, grantable_roles, may
from backend.core.errors import Unauthenticated
from backend.groups.models import GroupRole
from backend.invitations.quota import invites_left
from backend.workspaces.queries import workspace


@strawberry.type(description="Who is signed in, where, and what they may do.")
class Viewer:
    member: Member = strawberry.field(description="The person.")
    workspace: Workspace = strawberry.field(description="The workspace they are signed in to.")
    permissions: list[str] = strawberry.field(
        description="What they may do; the app shows no more than that."
    )
    leads_groups: bool = strawberry.field(description="Whether they manage or coach a group.")
    grantable_roles: list[Role] = strawberry.field(description="The roles they can give, highest first.")

    @strawberry.field(description="How many people may still be invited within a day; null for who may not.")
    async def invites_left(self, info: Info) -> int | None:
        actor = info.context.actor
        return await invites_left(actor) if may(actor, Permission.INVITE) else None


async def viewer_of(info: Info) -> Viewer:
    """The signed-in person; raises Unauthenticated."""
    actor = info.context.actor
    found = await info.context.loaders.member.load(actor.member_id) if actor.member_id else None
    if found is None:
        raise Unauthenticated("This key belongs to no person.")
    places = await info.context.loaders.places.load(found.id) or []
    return Viewer(
        member=member_type(found),
        workspace=workspace_type(await workspace(actor.workspace_id)),
        permissions=[one.value for one in Permission if may(actor, one)],
        leads_groups=any(place.role is not GroupRole.LEARNER for place in places),
        grantable_roles=grantable_roles(actor),
    )
