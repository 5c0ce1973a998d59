"""The list of a group by name: each place in a group knows the name that its member is sorted by."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

# The key of both columns keeps the names the same: a member who is renamed takes their places along, and
# a place under any other name is refused.
NAMES = [
    "ALTER TABLE memberships ADD COLUMN member_name varchar(260)",
    "UPDATE memberships place SET member_name = m.sort_name FROM members m WHERE m.id = place.member_id",
    "ALTER TABLE memberships ALTER COLUMN member_name SET NOT NULL",
    "CREATE UNIQUE INDEX members_named ON members (id, sort_name)",
    "ALTER TABLE memberships DROP CONSTRAINT memberships_member_id_fkey",
    """ALTER TABLE memberships ADD CONSTRAINT memberships_member_fkey FOREIGN KEY (member_id, member_name)
        REFERENCES members (id, sort_name) ON UPDATE CASCADE ON DELETE CASCADE""",
    "CREATE INDEX memberships_by_name ON memberships (group_id, member_name, member_id)",
]
# For statements that don't say it; the lock has them wait for whoever is renaming the member.
NAME = """
    CREATE FUNCTION public.name_membership() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        SELECT sort_name INTO NEW.member_name FROM public.members WHERE id = NEW.member_id FOR KEY SHARE;
        RETURN NEW;
    END $$
"""
TRIGGER = """
    CREATE TRIGGER name_membership BEFORE INSERT ON memberships
    FOR EACH ROW WHEN (NEW.member_name IS NULL) EXECUTE FUNCTION public.name_membership()
"""


def member() -> Any:
    """The field as it was, but for its constraint, which is that of the two columns."""
    return fields.ForeignKeyField(
        "usher.Member",
        source_field="member_id",
        db_constraint=False,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.CASCADE,
    )


class Migration(migrations.Migration):
    """The column is written by statements and by the key alone: no model's row is saved with it."""

    dependencies = [("usher", "0026_sets_without_checks")]

    operations = [ops.AlterField("Membership", "member", member()), ops.RunSQL([*NAMES, NAME, TRIGGER])]
