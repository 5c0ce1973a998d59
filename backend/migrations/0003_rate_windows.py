"""The windows of rate limits: unlogged, since after a crash they may start afresh."""

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
# No workspace owns them: an address may try its luck at all of them.
GRANT = "GRANT SELECT, INSERT, UPDATE, DELETE ON rate_windows TO usher_worker"


class Migration(migrations.Migration):
    """Not a model's table: only `core/limits.py` speaks to it."""

    dependencies = [("usher", "0002_walls_and_indexes")]

    operations = [ops.RunSQL([TABLE, INDEX, GRANT])]
