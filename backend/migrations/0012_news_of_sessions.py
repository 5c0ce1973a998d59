"""What the people of a session were told of its dates, and which sessions are over and done with."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

INDEXES = [
    "CREATE INDEX registrations_told ON registrations (member_id) WHERE told_starts_at IS NOT NULL",
    "CREATE INDEX sessions_to_close ON sessions (ends_at) WHERE closed_at IS NULL AND ends_at IS NOT NULL",
]


class Migration(migrations.Migration):
    """`told_*` is set where a session is changed after the mail went; `closed_at` where it is over."""

    dependencies = [("usher", "0005_keys_and_idempotency")]

    operations = [
        ops.AddField(
            model_name="Registration",
            name="told_starts_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Registration",
            name="told_ends_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Session",
            name="tells",
            field=fields.BooleanField(default=True, db_default=True),
        ),
        ops.AddField(
            model_name="Session",
            name="closed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.RunSQL(INDEXES),
    ]
