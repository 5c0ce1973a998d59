"""What a workspace has spent of its day: whom it wrote to anew, by the minute."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# `purpose` is the import that it was taken for, or the workspace itself.
TABLE = """
    CREATE TABLE spent_invites (
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        purpose uuid NOT NULL,
        spent_at timestamptz NOT NULL,
        number int NOT NULL,
        PRIMARY KEY (workspace_id, purpose, spent_at)
    )
"""
SO_FAR = """
    INSERT INTO spent_invites
    SELECT workspace_id, workspace_id, date_trunc('minute', created_at) + interval '1 minute', count(*)
    FROM invitations WHERE created_at > clock_timestamp() - interval '1 day' GROUP BY 1, 2, 3
"""
# How many a plan writes to anew, and how many of them it has by now.
OF_IMPORTS = """
    ALTER TABLE account_imports
        ADD COLUMN reaches int NOT NULL DEFAULT 0, ADD COLUMN reached int NOT NULL DEFAULT 0
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

    dependencies = [("usher", "0024_refreshed_tokens")]

    operations = [ops.RunSQL([TABLE, SO_FAR, OF_IMPORTS, *walls("spent_invites")])]
