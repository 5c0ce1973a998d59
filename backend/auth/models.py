"""The table of API keys: hashes only."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model

from backend.core.ids import new_id
from backend.workspaces.models import Workspace


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
