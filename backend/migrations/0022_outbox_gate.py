"""A gate before the outbox: shut by hand, and by itself wherever the database turns out to be a copy."""

from tortoise import migrations
from tortoise.migrations import operations as ops

TABLE = """
    CREATE TABLE outbox_gate (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        home text,
        held_at timestamptz
    )
"""
# What a database restored from a dump, or made from another as its template, doesn't share with it.
HOME = """
    CREATE FUNCTION public.outbox_home() RETURNS text LANGUAGE sql STABLE AS $$
        SELECT concat_ws('/', system_identifier,
            (SELECT oid FROM pg_database WHERE datname = current_database()),
            'public.outbox_gate'::regclass::oid)
        FROM pg_control_system()
    $$
"""
# A database that no worker has ever worked on has no home yet, and is no copy of anything.
OPEN = """
    CREATE FUNCTION public.outbox_is_open() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT held_at IS NULL AND coalesce(home = public.outbox_home(), true) FROM public.outbox_gate
    $$
"""


class Migration(migrations.Migration):
    """No model's table: only `mail/gate.py` and the courier's claim speak to it."""

    dependencies = [("usher", "0021_provisioning")]

    operations = [
        ops.RunSQL(
            [
                TABLE,
                "INSERT INTO outbox_gate DEFAULT VALUES",
                HOME,
                OPEN,
                "GRANT SELECT, UPDATE ON outbox_gate TO usher_worker",
                # `/readyz` asks which of them have run.
                "GRANT SELECT ON tortoise_migrations TO usher_worker",
            ]
        )
    ]
