"""What is not as it must be, by workspace, as the reconciler last found it."""

from tortoise import migrations
from tortoise.migrations import operations as ops

TABLE = """
    CREATE TABLE broken_invariants (
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        name text NOT NULL,
        number int NOT NULL,
        since timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, name)
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

    dependencies = [("usher", "0018_webhooks")]

    operations = [ops.RunSQL([TABLE, *walls("broken_invariants")])]
