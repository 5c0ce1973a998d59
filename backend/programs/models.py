"""The tables of programs, sessions, assignments of groups, registrations and their reasons."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend.core.ids import new_id
from backend.groups.models import Group
from backend.members.models import Member
from backend.workspaces.models import Workspace


class ReasonKind(StrEnum):
    """Why a member is registered in a session."""

    DIRECT = "DIRECT"
    GROUP = "GROUP"


class Program(Model):
    """A template: what is taught, without dates."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    title = fields.CharField(200)
    sort_title = fields.CharField(200)
    summary = fields.TextField(default="")
    content_url = fields.TextField(default="")
    archived_at = fields.DatetimeField(null=True)
    created_by = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "programs"


class Session(Model):
    """One run of a program; its state is derived from the dates, but for CANCELLED.

    `version` counts its dates; `tells` is whether those whose invitation has left hear of the last
    change. `closed_at`: it is over, and what was still owed for it was withdrawn.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("usher.Program", related_name=False)
    name = fields.CharField(200)
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(null=True)
    time_zone = fields.CharField(64)
    cancelled_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)
    tells = fields.BooleanField(default=True, db_default=True)
    version = fields.IntField(default=1)
    created_by = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "sessions"


class Assignment(Model):
    """A group in one session, or in a program and so in all its ongoing and upcoming sessions."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    group: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField("usher.Group", related_name=False)
    session: fields.ForeignKeyNullableRelation[Session] = fields.ForeignKeyField(
        "usher.Session", related_name=False, null=True
    )
    program: fields.ForeignKeyNullableRelation[Program] = fields.ForeignKeyField(
        "usher.Program", related_name=False, null=True
    )
    created_by = fields.UUIDField(null=True)
    batch_id = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "assignments"


class Registration(Model):
    """A member in a session; it lives as long as any of its reasons.

    `told_*` are the dates that the member was last told, set as soon as the session's are others.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False, db_constraint=False
    )
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "usher.Session", related_name=False, db_index=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("usher.Member", related_name=False)
    batch_id = fields.UUIDField(null=True)
    told_starts_at = fields.DatetimeField(null=True)
    told_ends_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "registrations"
        unique_together = (("session", "member"),)


class RegistrationReason(Model):
    """One reason for a registration: added directly, or through a group."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False, db_constraint=False
    )
    registration: fields.ForeignKeyRelation[Registration] = fields.ForeignKeyField(
        "usher.Registration", related_name=False, db_index=False
    )
    kind = fields.CharField(10)
    group: fields.ForeignKeyNullableRelation[Group] = fields.ForeignKeyField(
        "usher.Group", related_name=False, null=True
    )
    batch_id = fields.UUIDField(null=True)
    created_by = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "registration_reasons"
