"""Fewer entries of indexes for each row that is written: none of those who have nothing to be found by."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

NARROWED = {
    "members_username": ("UNIQUE", "members (workspace_id, username_key)", "username_key IS NOT NULL"),
    "members_external_id": ("UNIQUE", "members (workspace_id, external_id)", "external_id IS NOT NULL"),
    "mails_bundle": ("", "mails (bundle_key, id)", "state = 'SCHEDULED' AND bundle_key IS NOT NULL"),
}


class Migration(migrations.Migration):
    """The same indexes, smaller; a message's id is made of its mail's, and nobody looks for it here."""

    dependencies = [("usher", "0030_imports_of_batches")]

    operations = [
        *(
            ops.RunSQL([f"DROP INDEX {name}", f"CREATE {kind} INDEX {name} ON {columns} WHERE {condition}"])
            for name, (kind, columns, condition) in NARROWED.items()
        ),
        ops.AlterField("Mail", "message_id", fields.CharField(200)),
    ]
