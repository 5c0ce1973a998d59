"""The tables of groups and memberships."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend.core.ids import new_id
from backend.members.models import Member
from backend.workspaces.models import Workspace


class GroupRole(StrEnum):
    """What a member is in a group."""

    LEARNER = "LEARNER"
    COACH = "COACH"
    MANAGER = "MANAGER"


class Group(Model):
    """A set of members that is invited to programs together; archived, never deleted."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    name = fields.CharField(200)
    sort_name = fields.CharField(200)
    description = fields.TextField(default="")
    is_private = fields.BooleanField(default=False)
    external_id = fields.CharField(200, null=True)
    archived_at = fields.DatetimeField(null=True)
    created_by = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "groups"


class Membership(Model):
    """A member's place in a group."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False, db_constraint=False
    )
    group: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField(
        "usher.Group", related_name=False, db_index=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("usher.Member", related_name=False)
    role = fields.CharField(10, default=GroupRole.LEARNER.value)
    batch_id = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "memberships"
        unique_together = (("group", "member"),)
