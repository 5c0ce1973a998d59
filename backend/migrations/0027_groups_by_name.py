"""The list of a group by name: each place in a group knows the name that its member is sorted by."""

from tortoise import migrations
from tortoise.migrations import operations as ops

NAMES = [
    "ALTER TABLE memberships ADD COLUMN member_name varchar(260)",
    "UPDATE memberships place SET member_name = m.sort_name FROM members m WHERE m.id = place.member_id",
    "ALTER TABLE memberships ALTER COLUMN member_name SET NOT NULL",
    "CREATE INDEX memberships_by_name ON memberships (group_id, member_name, member_id)",
]
# For statements that don't say it.
NAME = """
    CREATE FUNCTION public.name_membership() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        SELECT sort_name INTO NEW.member_name FROM public.members WHERE id = NEW.member_id;
        RETURN NEW;
    END $$
"""
NAMED = """
    CREATE TRIGGER name_membership BEFORE INSERT ON memberships
    FOR EACH ROW WHEN (NEW.member_name IS NULL) EXECUTE FUNCTION public.name_membership()
"""
# Whose places a worker has to sort anew.
RENAMES = """
    CREATE TABLE member_renames (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        member_id uuid NOT NULL
    )
"""
NOTE = """
    CREATE FUNCTION public.note_renamed_members() RETURNS trigger
    LANGUAGE plpgsql SET enable_nestloop = off AS $$ BEGIN
        INSERT INTO public.member_renames (workspace_id, member_id)
        SELECT now.workspace_id, now.id FROM was JOIN now USING (id) WHERE now.sort_name <> was.sort_name;
        RETURN NULL;
    END $$
"""
NOTED = """
    CREATE TRIGGER note_renamed_members AFTER UPDATE ON members
    REFERENCING OLD TABLE AS was NEW TABLE AS now
    FOR EACH STATEMENT EXECUTE FUNCTION public.note_renamed_members()
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
    """The column is written by statements alone: no model's row is saved with it."""

    dependencies = [("usher", "0026_sets_without_checks")]

    operations = [
        ops.RunSQL([*NAMES, NAME, NAMED]),
        ops.RunSQL(
            [
                RENAMES,
                "CREATE INDEX member_renames_workspace ON member_renames (workspace_id, id)",
                *walls("member_renames"),
                NOTE,
                NOTED,
            ]
        ),
    ]
