"""What signing in asks for: the windows of rate limits, and usernames found in any workspace."""

from tortoise import migrations
from tortoise.migrations import operations as ops

TABLE = """
    CREATE UNLOGGED TABLE rate_windows (
        key text PRIMARY KEY,
        hits timestamptz[] NOT NULL,
        ends_at timestamptz NOT NULL
    )
"""
INDEX = "CREATE INDEX rate_windows_ending ON rate_windows (ends_at)"
USERNAMES = "CREATE INDEX members_username_key ON members (username_key) WHERE username_key IS NOT NULL"
# No workspace owns them: an address may try its luck at all of them.
GRANT = "GRANT SELECT, INSERT, UPDATE, DELETE ON rate_windows TO usher_worker"


class Migration(migrations.Migration):
    """No model's table: only `core/limits.py` speaks to it, and a crash may empty it."""

    dependencies = [("usher", "0002_walls_and_indexes")]

    operations = [ops.RunSQL([TABLE, INDEX, GRANT, USERNAMES])]
