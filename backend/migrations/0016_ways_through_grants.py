"""The ways that settling and reading take: from a person, a session or a program to what is theirs."""

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = [
    "CREATE INDEX memberships_member ON memberships (member_id)",
    "CREATE INDEX registrations_member ON registrations (member_id)",
    "CREATE INDEX registration_reasons_group ON registration_reasons (group_id) "
    "WHERE ended_at IS NULL AND group_id IS NOT NULL",
    "CREATE INDEX assignments_of_session ON assignments (session_id) "
    "WHERE ended_at IS NULL AND session_id IS NOT NULL",
    "CREATE INDEX assignments_of_program ON assignments (program_id) "
    "WHERE ended_at IS NULL AND program_id IS NOT NULL",
    "CREATE INDEX sessions_of_program ON sessions (program_id)",
    "CREATE INDEX invitations_member ON invitations (member_id, id)",
    "CREATE INDEX invitation_links_invitation ON invitation_links (invitation_id)",
]


class Migration(migrations.Migration):
    """Foreign keys bring no index of their own."""

    dependencies = [("usher", "0015_imports")]

    operations = [ops.RunSQL(INDEXES)]
