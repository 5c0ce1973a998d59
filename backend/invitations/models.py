"""The tables of batches, their rows, invitations and their links."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from backend.core.ids import new_id
from backend.members.models import Member
from backend.workspaces.models import Workspace


class InvitationState(StrEnum):
    """What became of an invitation; EXPIRED is derived while PENDING and past its date."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class Batch(Model):
    """One intake: who, by which door, when; its rows say what each line became."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    operation = fields.CharField(40)
    door = fields.CharField(10)
    created_by = fields.UUIDField(null=True)
    key_id = fields.UUIDField(null=True)
    plan_hash = fields.CharField(64)
    counts: dict[str, int] = fields.JSONField(default=dict)
    hold_until = fields.DatetimeField(null=True)
    undone_at = fields.DatetimeField(null=True)
    undone_by = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "batches"


class BatchRow(Model):
    """What one line of a batch became."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False, db_constraint=False
    )
    batch: fields.ForeignKeyRelation[Batch] = fields.ForeignKeyField(
        "usher.Batch", related_name=False, db_index=False
    )
    position = fields.IntField()
    input = fields.TextField()
    email = fields.CharField(320, null=True)
    outcome = fields.CharField(24)
    member_id = fields.UUIDField(null=True)
    invitation_id = fields.UUIDField(null=True)
    changes: list[Any] = fields.JSONField(default=list)
    errors: list[Any] = fields.JSONField(default=list)

    class Meta:
        table = "batch_rows"
        unique_together = (("batch", "position"),)


class Invitation(Model):
    """An invitation to the workspace, apart from the member it invites; at most one is open at a time."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("usher.Member", related_name=False)
    email_key = fields.CharField(320)
    state = fields.CharField(10, default=InvitationState.PENDING.value)
    role = fields.CharField(10)
    door = fields.CharField(10)
    operation = fields.CharField(40)
    batch_id = fields.UUIDField(null=True)
    invited_by = fields.UUIDField(null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitations"


class InvitationLink(Model):
    """One way in that was mailed or copied: only the hash of its token is kept.

    The token is an HMAC of (invitation, version, purpose), so that a letter can be rendered again byte
    for byte. `PROGRAM` links come with a program invitation and renew an invitation that ran out.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False, db_constraint=False
    )
    invitation: fields.ForeignKeyRelation[Invitation] = fields.ForeignKeyField(
        "usher.Invitation", related_name=False
    )
    version = fields.IntField()
    purpose = fields.CharField(10, default="JOIN")
    token_hash = fields.CharField(64, unique=True)
    retired_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "invitation_links"
