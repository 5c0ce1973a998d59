"""Row-level security, grants and the indexes that Tortoise can't say."""

from tortoise import migrations
from tortoise.migrations import operations as ops

TABLES = (
    "workspaces mails suppressions audit_events members credentials groups memberships programs sessions "
    "assignments registrations registration_reasons batches batch_rows invitations invitation_links "
    "access_tokens password_resets"
).split()

INDEXES = [
    "CREATE UNIQUE INDEX members_email ON members (workspace_id, email_key)",
    "CREATE UNIQUE INDEX members_username ON members (workspace_id, username_key)",
    "CREATE UNIQUE INDEX members_external_id ON members (workspace_id, external_id)",
    "CREATE INDEX members_by_name ON members (workspace_id, sort_name, id)",
    "CREATE INDEX members_by_age ON members (workspace_id, id)",
    "CREATE INDEX members_email_key ON members (email_key) WHERE email_key IS NOT NULL",
    "CREATE INDEX members_leaving ON members (deactivates_at) "
    "WHERE deactivates_at IS NOT NULL AND deactivated_at IS NULL",
    "CREATE INDEX members_names_search ON members USING gin (sort_name gin_trgm_ops)",
    "CREATE INDEX members_emails_search ON members USING gin (email_key gin_trgm_ops)",
    "CREATE UNIQUE INDEX groups_external_id ON groups (workspace_id, external_id)",
    "CREATE INDEX groups_by_name ON groups (workspace_id, sort_name, id)",
    "CREATE INDEX programs_by_title ON programs (workspace_id, sort_title, id)",
    "CREATE INDEX sessions_by_start ON sessions (workspace_id, starts_at, id)",
    "CREATE UNIQUE INDEX assignments_session ON assignments (group_id, session_id) "
    "WHERE ended_at IS NULL AND session_id IS NOT NULL",
    "CREATE UNIQUE INDEX assignments_program ON assignments (group_id, program_id) "
    "WHERE ended_at IS NULL AND program_id IS NOT NULL",
    "CREATE UNIQUE INDEX registration_reasons_open ON registration_reasons "
    "(registration_id, kind, coalesce(group_id, '00000000-0000-0000-0000-000000000000')) "
    "WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX invitations_open ON invitations (member_id) WHERE state = 'PENDING'",
    "CREATE INDEX invitations_by_age ON invitations (workspace_id, id)",
    "CREATE INDEX invitations_expiry ON invitations (expires_at) WHERE state = 'PENDING'",
    "CREATE INDEX batches_by_age ON batches (workspace_id, id)",
    "CREATE INDEX batch_rows_member ON batch_rows (member_id)",
    "CREATE INDEX audit_events_by_age ON audit_events (workspace_id, id)",
    "CREATE INDEX audit_events_subject ON audit_events (subject_id)",
    "CREATE INDEX mails_due ON mails (next_at, id) WHERE state = 'SCHEDULED' AND waits_for IS NULL",
    "CREATE INDEX mails_leased ON mails (lease_until) WHERE state IN ('QUEUED', 'SENDING')",
    "CREATE INDEX mails_bundle ON mails (bundle_key, id) WHERE state = 'SCHEDULED'",
    "CREATE INDEX mails_member ON mails (member_id, id)",
    "CREATE INDEX mails_subject ON mails (subject_id)",
    "CREATE INDEX mails_batch ON mails (batch_id)",
    "CREATE INDEX mails_waiting ON mails (waits_for) WHERE waits_for IS NOT NULL",
    "CREATE INDEX mails_bundled ON mails (bundled_into) WHERE bundled_into IS NOT NULL",
]


def walls(table: str) -> list[str]:
    """A table's grants and policies: the app sees its workspace, the worker all of them."""
    key = "id" if table == "workspaces" else "workspace_id"
    mine = f"{key} = (SELECT nullif(current_setting('usher.workspace', true), '')::uuid)"
    verbs = "SELECT, INSERT" if table == "audit_events" else "SELECT, INSERT, UPDATE, DELETE"
    return [
        f"GRANT {verbs} ON {table} TO usher_app, usher_worker",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY mine ON {table} TO usher_app USING ({mine}) WITH CHECK ({mine})",
        f"CREATE POLICY every ON {table} TO usher_worker USING (true) WITH CHECK (true)",
    ]


class Migration(migrations.Migration):
    """Runs after the tables stand."""

    dependencies = [("usher", "0001_initial")]

    operations = [
        ops.RunSQL(INDEXES),
        ops.RunSQL([statement for table in TABLES for statement in walls(table)]),
    ]
