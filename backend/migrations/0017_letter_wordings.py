"""The words that a workspace chose for its letters, instead of the house's."""

from tortoise import migrations
from tortoise.migrations import operations as ops

WORDINGS = """
    CREATE TABLE letter_wordings (
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        letter text NOT NULL,
        language text NOT NULL,
        subject text NOT NULL,
        title text NOT NULL,
        body text NOT NULL,
        button text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by uuid,
        PRIMARY KEY (workspace_id, letter, language)
    )
"""
MINE = "workspace_id = (SELECT nullif(current_setting('usher.workspace', true), '')::uuid)"
WALLS = [
    "GRANT SELECT, INSERT, UPDATE, DELETE ON letter_wordings TO usher_app, usher_worker",
    "ALTER TABLE letter_wordings ENABLE ROW LEVEL SECURITY",
    f"CREATE POLICY mine ON letter_wordings TO usher_app USING ({MINE}) WITH CHECK ({MINE})",
    "CREATE POLICY every ON letter_wordings TO usher_worker USING (true) WITH CHECK (true)",
]


class Migration(migrations.Migration):
    """No model: only plain statements speak to this table."""

    dependencies = [("usher", "0016_ways_through_grants")]

    operations = [ops.RunSQL([WORDINGS, *WALLS])]
