"""What may be done with groups and places in them: decisions only."""

from __future__ import annotations

from uuid import UUID

from backend.core.access import Actor
from backend.core.errors import InputError
from backend.groups.models import GroupRole
from backend.groups.queries import GroupRow


def check_in_use(group: GroupRow, field: str) -> list[InputError]:
    """An archived group grants nothing new."""
    if group.archived_at is None:
        return []
    return [InputError("GROUP_ARCHIVED", f"The group {group.name!r} is archived.", (field,))]


def check_group_role(actor: Actor, role: GroupRole) -> list[InputError]:
    """Managers are named by admins alone."""
    if actor.is_admin or role is not GroupRole.MANAGER:
        return []
    message = "Only administrators name the managers of a group."
    suggestion = GroupRole.COACH.value
    return [InputError("GROUP_ROLE_ABOVE_YOUR_OWN", message, ("groupRole",), None, suggestion)]


def may_change_place(actor: Actor, member_id: UUID, role: GroupRole) -> bool:
    """A manager is taken out or lowered by admins alone; anyone may leave, or step down."""
    return actor.is_admin or role is not GroupRole.MANAGER or member_id == actor.member_id
