"""The tables of access tokens, API keys and password resets: hashes only."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model

from backend.core.ids import new_id
from backend.members.models import Member
from backend.workspaces.models import Workspace


class AccessToken(Model):
    """A signed-in device: the app's cookie or a phone's bearer token."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("usher.Member", related_name=False)
    token_hash = fields.CharField(64, unique=True)
    device = fields.CharField(200, default="")
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "access_tokens"


class PasswordReset(Model):
    """A link to choose a password: single use, expiring; its token is an HMAC of (id, version)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("usher.Member", related_name=False)
    token_hash = fields.CharField(64, unique=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "password_resets"


class ApiKey(Model):
    """A partner's way in: shown once, kept as a hash, bound to scopes and a role."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False
    )
    name = fields.CharField(120)
    prefix = fields.CharField(20)
    key_hash = fields.CharField(64, unique=True)
    role = fields.CharField(10)
    scopes = ArrayField("text", default=list)
    created_by = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_keys"
