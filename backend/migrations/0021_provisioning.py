"""Whom a directory brought, and whom it has removed."""

from tortoise import migrations
from tortoise.migrations import operations as ops

PROVISIONED = """
    CREATE TABLE provisioned_members (
        member_id uuid PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        provisioned_at timestamptz NOT NULL,
        removed_at timestamptz
    )
"""


def walls(table: str) -> list[str]:
    """The app sees its workspace, the worker all of them."""
    mine = "workspace_id = (SELECT nullif(current_setting('usher.workspace', true), '')::uuid)"
    return [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO usher_app, usher_worker",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY mine ON {table} TO usher_app USING ({mine}) WITH CHECK ({mine})",
        f"CREATE POLICY every ON {table} TO usher_worker USING (true) WITH CHECK (true)",
    ]


class Migration(migrations.Migration):
    """No model: only plain statements speak to this table."""

    dependencies = [("usher", "0020_analyze_import_rows")]

    operations = [
        ops.RunSQL(
            [
                PROVISIONED,
                "CREATE INDEX provisioned_members_workspace ON provisioned_members (workspace_id)",
                *walls("provisioned_members"),
            ]
        )
    ]
