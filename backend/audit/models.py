"""The audit's table; rows are only ever added."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from backend.core.ids import new_id


class AuditEvent(Model):
    """Who did what, when, by which door or key."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace_id = fields.UUIDField()
    at = fields.DatetimeField()
    action = fields.CharField(60)
    door = fields.CharField(10)
    actor_id = fields.UUIDField(null=True)
    key_id = fields.UUIDField(null=True)
    subject_kind = fields.CharField(12)
    subject_id = fields.UUIDField(null=True)
    batch_id = fields.UUIDField(null=True)
    data: dict[str, Any] = fields.JSONField(default=dict)

    class Meta:
        table = "audit_events"
