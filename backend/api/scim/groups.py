"""/Groups: groups and who learns in them, as SCIM reads and writes them."""

from __future__ import annotations

from uuid import UUID

from scim2_models import InvalidValueException, Meta, PatchOp, Reference, SearchRequest

from backend.accounts.provisioning.change_provisioned_group import (
    change_provisioned_group,
    deprovision_group,
    provision_group,
)
from backend.accounts.provisioning.queries import DirectoryGroup, find_groups, groups_where
from backend.api.scim.filters import GROUPS, narrow
from backend.api.scim.models import Group, GroupMember
from backend.api.scim.places import Page, location, page_of, the_only
from backend.core.access import Actor
from backend.core.errors import WrongId
from backend.core.ids import Kind, decode, encode


async def search(actor: Actor, request: SearchRequest[Group]) -> Page:
    """A page of the groups that a filter finds; their members only where they are asked for."""
    offset, number = page_of(request)
    where = narrow(groups_where(actor), request.filter.ast if request.filter else None, GROUPS)
    left_out = {str(path).rpartition(":")[2].lower() for path in request.excluded_attributes or []}
    groups, total = await find_groups(actor, where, offset, number, members="members" not in left_out)
    return Page([shown(group) for group in groups], total, offset)


async def read(actor: Actor, group_id: str) -> Group:
    """One group; raises NotFound."""
    return shown(await _group(actor, decode(Kind.GROUP, group_id)))


async def create(actor: Actor, group: Group) -> Group:
    """Make a group, within the request's transaction."""
    made = await provision_group(actor, group.display_name or "", group.external_id, _members(group))
    return shown(await _group(actor, made))


def replaced(before: Group, given: Group) -> Group:
    """What a PUT makes of a group."""
    given.replace(before)
    return given


def patched(before: Group, asked: PatchOp[Group]) -> Group | None:
    """What a PATCH makes of a group; None for nothing else than it is."""
    wanted = before.model_copy(deep=True)
    return wanted if asked.patch(wanted) else None


async def change(actor: Actor, group_id: str, group: Group) -> Group:
    """Bring a group in line with what it is to be."""
    before = await _group(actor, decode(Kind.GROUP, group_id))
    await change_provisioned_group(
        actor, before, group.display_name or "", group.external_id, _members(group)
    )
    return shown(await _group(actor, before.id))


async def remove(actor: Actor, group_id: str) -> None:
    """Archive a group."""
    await deprovision_group(actor, await _group(actor, decode(Kind.GROUP, group_id)))


def shown(group: DirectoryGroup) -> Group:
    """A group as SCIM shows it."""
    group_id = encode(Kind.GROUP, group.id)
    members = [encode(Kind.MEMBER, one.id) for one in group.members]
    return Group(
        id=group_id,
        external_id=group.external_id,
        display_name=group.name,
        members=[
            GroupMember(value=member_id, ref=Reference(location("Users", member_id))) for member_id in members
        ]
        or None,
        meta=Meta(
            resource_type="Group",
            created=group.created_at,
            last_modified=group.created_at,
            location=location("Groups", group_id),
        ),
    )


def _members(group: Group) -> list[UUID]:
    try:
        ids = [decode(Kind.MEMBER, one.value or "") for one in group.members or []]
    except WrongId as error:
        raise InvalidValueException(detail=error.message) from error
    return list(dict.fromkeys(ids))


async def _group(actor: Actor, group_id: UUID) -> DirectoryGroup:
    where = groups_where(actor)
    where.add("g.id = {}", group_id)
    return the_only((await find_groups(actor, where, 0, 1))[0])
