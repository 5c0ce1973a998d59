"""Files that were sent up and wait to be read: in pieces, sealed, for a day at most."""

from tortoise import migrations
from tortoise.migrations import operations as ops

UPLOADS = """
    CREATE TABLE uploads (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        created_by uuid,
        name text NOT NULL,
        content_type text NOT NULL,
        size int,
        created_at timestamptz NOT NULL
    )
"""
PIECES = """
    CREATE TABLE upload_pieces (
        upload_id uuid NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL,
        position int NOT NULL,
        sealed bytea NOT NULL,
        PRIMARY KEY (upload_id, position)
    )
"""
# What is sealed can't be compressed.
EXTERNAL = "ALTER TABLE upload_pieces ALTER COLUMN sealed SET STORAGE EXTERNAL"
INDEXES = [
    "CREATE INDEX uploads_by_workspace ON uploads (workspace_id)",
    "CREATE INDEX uploads_by_age ON uploads (created_at)",
]


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
    """No models: only plain statements speak to these tables."""

    dependencies = [("usher", "0013_ways_in")]

    operations = [
        ops.RunSQL([UPLOADS, PIECES, EXTERNAL, *INDEXES, *walls("uploads"), *walls("upload_pieces")])
    ]
