"""Rows that come in sets name their workspace without a check of each: what they hang on has one."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

SETS = {
    "memberships": "Membership",
    "registrations": "Registration",
    "registration_reasons": "RegistrationReason",
    "invitations": "Invitation",
    "invitation_links": "InvitationLink",
    "batch_rows": "BatchRow",
}


def without_check() -> Any:
    """The field as it was, but for its constraint."""
    return fields.ForeignKeyField(
        "usher.Workspace",
        source_field="workspace_id",
        db_constraint=False,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.CASCADE,
    )


class Migration(migrations.Migration):
    """Why none of them can name a workspace that is not there: docs/decisions/0017."""

    dependencies = [("usher", "0025_spent_invites")]

    operations = [
        *(ops.AlterField(model, "workspace", without_check()) for model in SETS.values()),
        ops.RunSQL([f"ALTER TABLE {table} DROP CONSTRAINT {table}_workspace_id_fkey" for table in SETS]),
    ]
