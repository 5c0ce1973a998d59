"""What few people fit is found by an index of its own, so that no list is walked through for them."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# Names are folded before they are stored: byte by byte is their order, on whatever server, and only so do
# all that begin alike stand together.
BYTES = [
    "DROP INDEX members_names_search",  # it would be built anew at once
    'ALTER TABLE members ALTER COLUMN sort_name TYPE varchar(260) COLLATE "C"',
    "DROP TRIGGER name_membership ON memberships",  # it looks at the column
    'ALTER TABLE memberships ALTER COLUMN member_name TYPE varchar(260) COLLATE "C"',
    """CREATE TRIGGER name_membership BEFORE INSERT ON memberships
    FOR EACH ROW WHEN (NEW.member_name IS NULL) EXECUTE FUNCTION public.name_membership()""",
]
# Whose name or address begins with what is searched is found by these, in order; the others by the rest.
BEGINNINGS = [
    "DROP INDEX members_by_email",
    """CREATE INDEX members_by_email ON members (workspace_id,
        (CASE WHEN email_key IS NULL THEN '' ELSE email_key::text END COLLATE "C"), id)""",
    "CREATE INDEX members_names_search ON members USING gin (substr(sort_name, 2) gin_trgm_ops)",
    "DROP INDEX members_emails_search",
    "CREATE INDEX members_emails_search ON members USING gin (substr(email_key, 2) gin_trgm_ops)",
]
# LIKE and && are not leakproof, so that row-level security would ask them of every row by themselves. These
# functions narrow to the workspace on their own and may use an index. Each index is asked for a part of
# what is searched; whatever it finds is compared with the whole, in a form that no index knows. They are
# planned each time: what is best depends on how large the workspace is among the others.
SEARCH = """
    CREATE FUNCTION public.usher_search_members(
        start text, whole text, in_name text, in_email text, in_username text, most int
    )
    RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_custom_plan AS $$
        SELECT id FROM (
            SELECT id, workspace_id, sort_name FROM public.members
                WHERE substr(sort_name, 2) LIKE in_name AND sort_name LIKE whole
            UNION ALL
            SELECT id, workspace_id, sort_name FROM public.members
                WHERE substr(email_key, 2) LIKE in_email AND email_key LIKE whole
            UNION ALL
            SELECT id, workspace_id, sort_name FROM public.members
                WHERE username_key LIKE in_username AND username_key || '' LIKE whole
        ) AS found
        WHERE workspace_id = nullif(pg_catalog.current_setting('usher.workspace', true), '')::uuid
            AND NOT (sort_name >= start AND sort_name < start || U&'\\+10FFFF')
        LIMIT most
    $$
"""
LABELLED = """
    CREATE FUNCTION public.usher_labelled_members(wanted text[], most int)
    RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_custom_plan AS $$
        SELECT id FROM public.members
        WHERE workspace_id = nullif(pg_catalog.current_setting('usher.workspace', true), '')::uuid
            AND labels && wanted AND labels <> '{}'
        LIMIT most
    $$
"""
GRANTS = [
    "REVOKE ALL ON FUNCTION public.usher_search_members(text, text, text, text, text, int) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION public.usher_search_members(text, text, text, text, text, int) TO usher_app",
    "REVOKE ALL ON FUNCTION public.usher_labelled_members(text[], int) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION public.usher_labelled_members(text[], int) TO usher_app",
]
# With the columns that the expression is made of: to count to a thousand, no row is looked at.
COVERING = [
    "DROP INDEX members_by_role",
    """CREATE INDEX members_by_role ON members (workspace_id,
        (CASE role WHEN 'OWNER' THEN 0 WHEN 'ADMIN' THEN 1 WHEN 'TRAINER' THEN 2 ELSE 3 END), id)
        INCLUDE (role)""",
    "DROP INDEX members_by_standing",
    """CREATE INDEX members_by_standing ON members (workspace_id,
        (CASE WHEN deactivated_at IS NOT NULL THEN 2 WHEN activated_at IS NULL THEN 0 ELSE 1 END), id)
        INCLUDE (deactivated_at, activated_at)""",
]
INDEXES = [
    "CREATE INDEX members_labels ON members USING gin (labels) WHERE labels <> '{}'",
    "CREATE INDEX invitations_by_state ON invitations (workspace_id, state, id)",
    "CREATE INDEX audit_events_by_action ON audit_events (workspace_id, action, id)",
    "CREATE INDEX audit_events_by_actor ON audit_events (workspace_id, actor_id, id)",
    "CREATE INDEX audit_events_batch ON audit_events (batch_id) WHERE batch_id IS NOT NULL",
]


class Migration(migrations.Migration):
    """The search that a process of the release before asks for stays, without its indexes."""

    dependencies = [("usher", "0028_group_numbers")]

    operations = [ops.RunSQL([*BYTES, *BEGINNINGS, SEARCH, LABELLED, *GRANTS, *COVERING, *INDEXES])]
