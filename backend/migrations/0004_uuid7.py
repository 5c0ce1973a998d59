"""UUIDv7 made by the database, for rows that set-based statements add (RFC 9562 5.7)."""

from tortoise import migrations
from tortoise.migrations import operations as ops

UUID7 = """
    CREATE FUNCTION public.usher_uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
        SELECT encode(set_bit(set_bit(overlay(
            uuid_send(gen_random_uuid())
            PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
            FROM 1 FOR 6
        ), 52, 1), 53, 1), 'hex')::uuid
    $$
"""


class Migration(migrations.Migration):
    """Stands beside usher_now()."""

    dependencies = [("usher", "0003_rate_windows")]

    operations = [ops.RunSQL(UUID7, "DROP FUNCTION public.usher_uuid7()")]
