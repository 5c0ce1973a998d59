"""The workspace's table."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model

from backend.core.ids import new_id


class Workspace(Model):
    """One organisation's platform; every other row belongs to one."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    slug = fields.CharField(60, unique=True)
    name = fields.CharField(200)
    language = fields.CharField(10, default="en")
    time_zone = fields.CharField(64, default="UTC")
    mail_hour = fields.CharField(5, default="08:00")
    sender_name = fields.CharField(200, default="")
    sender_address = fields.CharField(320, default="")
    brand_color = fields.CharField(7, default="#1f5fae")
    logo_url = fields.TextField(default="")
    invitation_days = fields.IntField(default=30)
    allowed_domains = ArrayField("text", default=list)
    password_length = fields.IntField(default=12)
    trainers_invite = fields.BooleanField(default=True)
    send_reminders = fields.BooleanField(default=True)
    send_warnings = fields.BooleanField(default=True)
    daily_invites = fields.IntField(default=200_000)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "workspaces"
