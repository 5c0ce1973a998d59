"""A device may change its secret for a fresh one."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

INDEX = """
    CREATE INDEX access_tokens_previous ON access_tokens (previous_hash) WHERE previous_hash IS NOT NULL
"""


class Migration(migrations.Migration):
    """The secret before is remembered: an answer may get lost, and a stolen one shows itself."""

    dependencies = [("usher", "0023_search_of_members")]

    operations = [
        ops.AddField(
            model_name="AccessToken", name="previous_hash", field=fields.CharField(null=True, max_length=64)
        ),
        ops.AddField(
            model_name="AccessToken",
            name="refreshed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.RunSQL([INDEX]),
    ]
