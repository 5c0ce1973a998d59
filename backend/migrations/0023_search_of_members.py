"""Searching members through the index of their names, though the wall stands before it."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# LIKE is not leakproof, so that row-level security would ask it of every row by itself. This function
# narrows to the workspace on its own and may use the index.
SEARCH = """
    CREATE FUNCTION public.usher_search_members(pattern text, most int) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT id FROM public.members
        WHERE workspace_id = nullif(pg_catalog.current_setting('usher.workspace', true), '')::uuid
            AND (sort_name LIKE pattern OR email_key LIKE pattern OR username_key LIKE pattern)
        LIMIT most
    $$
"""
GRANTS = [
    "REVOKE ALL ON FUNCTION public.usher_search_members(text, int) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION public.usher_search_members(text, int) TO usher_app",
]
INDEX = "CREATE INDEX members_usernames_search ON members USING gin (username_key gin_trgm_ops)"


class Migration(migrations.Migration):
    """Usernames are searched as names and addresses are."""

    dependencies = [("usher", "0022_outbox_gate")]

    operations = [ops.RunSQL([SEARCH, *GRANTS, INDEX])]
