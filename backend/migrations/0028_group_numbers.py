"""The numbers of each group as they were last counted, and which groups have changed since."""

from tortoise import migrations
from tortoise.migrations import operations as ops

NUMBERS = """
    CREATE TABLE group_numbers (
        group_id uuid PRIMARY KEY REFERENCES groups (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        members int NOT NULL,
        learners int NOT NULL,
        invited int NOT NULL,
        active int NOT NULL,
        deactivated int NOT NULL,
        joined int NOT NULL,
        median_hours double precision,
        until timestamptz
    )
"""
# Without keys: what a whole workspace takes along as it is deleted is noted as well.
CHANGES = """
    CREATE TABLE group_changes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        workspace_id uuid NOT NULL,
        group_id uuid NOT NULL
    )
"""
INDEXES = [
    "CREATE INDEX group_numbers_workspace ON group_numbers (workspace_id)",
    "CREATE INDEX group_changes_group ON group_changes (workspace_id, group_id)",
]
NOTE = "INSERT INTO public.group_changes (workspace_id, group_id)"
# Which groups the rows of a statement belong to, now and before.
PLACES = {
    "INSERT": "SELECT DISTINCT workspace_id, group_id FROM now",
    "DELETE": "SELECT DISTINCT workspace_id, group_id FROM was",
    "UPDATE": """
        SELECT DISTINCT one.workspace_id, one.group_id FROM was JOIN now USING (id)
        CROSS JOIN LATERAL (
            VALUES (was.workspace_id, was.group_id), (now.workspace_id, now.group_id)
        ) AS one (workspace_id, group_id)
        WHERE (was.group_id, was.member_id, was.role) IS DISTINCT FROM (now.group_id, now.member_id, now.role)
    """,
}
ROWS = {
    "INSERT": "NEW TABLE AS now",
    "DELETE": "OLD TABLE AS was",
    "UPDATE": "OLD TABLE AS was NEW TABLE AS now",
}
# Two steps, since rows in transition are compared as sets, and the places of one person found by an index.
PEOPLE = f"""
    CREATE FUNCTION public.groups_of_changed_members() RETURNS trigger
    LANGUAGE plpgsql SET enable_nestloop = off AS $$
    DECLARE changed uuid[];
    BEGIN
        SELECT array_agg(now.id) INTO changed FROM was JOIN now USING (id)
        WHERE (was.activated_at, was.deactivated_at, was.deactivates_at, was.joined_at, was.created_at)
            IS DISTINCT FROM
            (now.activated_at, now.deactivated_at, now.deactivates_at, now.joined_at, now.created_at);
        IF changed IS NOT NULL THEN
            {NOTE} SELECT DISTINCT workspace_id, group_id FROM public.memberships
            WHERE member_id = ANY (changed);
        END IF;
        RETURN NULL;
    END $$
"""


def of_places(verb: str) -> list[str]:
    """Notes the groups whose places a statement has changed, once each."""
    name = f"groups_of_places_{verb.lower()}"
    return [
        f"""
        CREATE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$ BEGIN
            {NOTE} {PLACES[verb]};
            RETURN NULL;
        END $$
        """,
        f"""
        CREATE TRIGGER {name} AFTER {verb} ON memberships REFERENCING {ROWS[verb]}
        FOR EACH STATEMENT EXECUTE FUNCTION public.{name}()
        """,
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

    dependencies = [("usher", "0027_groups_by_name")]

    operations = [
        ops.RunSQL([NUMBERS, CHANGES, *INDEXES, *walls("group_numbers"), *walls("group_changes")]),
        ops.RunSQL([statement for verb in PLACES for statement in of_places(verb)]),
        ops.RunSQL(
            [
                PEOPLE,
                """CREATE TRIGGER groups_of_changed_members AFTER UPDATE ON members
                REFERENCING OLD TABLE AS was NEW TABLE AS now
                FOR EACH STATEMENT EXECUTE FUNCTION public.groups_of_changed_members()""",
                f"{NOTE} SELECT workspace_id, id FROM groups",
            ]
        ),
    ]
