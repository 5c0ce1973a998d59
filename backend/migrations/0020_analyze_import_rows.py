"""The planner can be told of an import's rows as soon as they stand: their own statistics never know them."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# Only who owns a table may analyze it; the processes own nothing.
ANALYZE = """
    CREATE FUNCTION public.usher_analyze_import_rows() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN ANALYZE public.account_import_rows; END $$
"""
GRANTS = [
    "REVOKE ALL ON FUNCTION public.usher_analyze_import_rows() FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION public.usher_analyze_import_rows() TO usher_app, usher_worker",
]


class Migration(migrations.Migration):
    """Every import is a value that the statistics have not met, which reads as: hardly a row."""

    dependencies = [("usher", "0019_broken_invariants")]

    operations = [ops.RunSQL([ANALYZE, *GRANTS])]
