"""Imports of accounts: one row for each, and its rows, which stay on the server until their time is over."""

from tortoise import migrations
from tortoise.migrations import operations as ops

IMPORTS = """
    CREATE TABLE account_imports (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        state text NOT NULL,
        form jsonb NOT NULL,
        upload_id uuid,
        runs boolean NOT NULL,
        verify boolean NOT NULL DEFAULT false,
        shape jsonb,
        total int NOT NULL DEFAULT 0,
        planned int NOT NULL DEFAULT 0,
        written int NOT NULL DEFAULT 0,
        written_to int NOT NULL DEFAULT 0,
        passwords int NOT NULL DEFAULT 0,
        hashed int NOT NULL DEFAULT 0,
        hashed_to int NOT NULL DEFAULT 0,
        on_paper int NOT NULL DEFAULT 0,
        changed int NOT NULL DEFAULT 0,
        plan_hash text,
        counts jsonb NOT NULL DEFAULT '{}',
        mails jsonb NOT NULL DEFAULT '[]',
        warnings jsonb NOT NULL DEFAULT '[]',
        errors jsonb NOT NULL DEFAULT '[]',
        batch_id uuid,
        role text NOT NULL,
        door text NOT NULL,
        created_by uuid,
        key_id uuid,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        sheet_taken_at timestamptz,
        lease_token uuid,
        lease_until timestamptz,
        tries int NOT NULL DEFAULT 0
    )
"""
# `said` is what the cells say, as it was understood when they were taken in. `sealed` is the row's password, until it is known as a hash or stands on paper. `merged_into` is the row
# that took this one in; `print` tells whether the row would still become what was planned.
ROWS = """
    CREATE TABLE account_import_rows (
        import_id uuid NOT NULL REFERENCES account_imports (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL,
        position int NOT NULL,
        cells jsonb NOT NULL,
        said jsonb NOT NULL,
        input text NOT NULL,
        sealed bytea,
        identity text,
        folded_name text,
        username text,
        merged_into int,
        outcome text,
        print text,
        member_id uuid,
        changes jsonb NOT NULL DEFAULT '[]',
        errors jsonb NOT NULL DEFAULT '[]',
        takes_password boolean NOT NULL DEFAULT false,
        mailed boolean NOT NULL DEFAULT false,
        hashed boolean NOT NULL DEFAULT false,
        PRIMARY KEY (import_id, position)
    )
"""
INDEXES = [
    "CREATE INDEX account_imports_by_age ON account_imports (workspace_id, id)",
    "CREATE INDEX account_imports_at_work ON account_imports (lease_until, id) "
    "WHERE state IN ('PLANNING', 'RUNNING') OR hashed < passwords",
    "CREATE INDEX account_import_rows_merged ON account_import_rows (import_id, merged_into) "
    "WHERE merged_into IS NOT NULL",
    'CREATE INDEX members_usernames ON members (workspace_id, username_key COLLATE "C") '
    "WHERE username_key IS NOT NULL",
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

    dependencies = [("usher", "0014_uploads")]

    operations = [
        ops.RunSQL([IMPORTS, ROWS, *INDEXES, *walls("account_imports"), *walls("account_import_rows")])
    ]
