"""One-time sign-in codes, changes of address that wait for confirmation, and orders for lists of members."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from backend.core.ids import new_id

INDEXES = [
    "CREATE INDEX sign_in_codes_member ON sign_in_codes (member_id) WHERE used_at IS NULL",
    "CREATE INDEX email_changes_member ON email_changes (member_id) WHERE used_at IS NULL",
    "CREATE INDEX members_by_email ON members (workspace_id, "
    "(CASE WHEN email_key IS NULL THEN '' ELSE email_key::text END), id)",
    "CREATE INDEX members_by_role ON members (workspace_id, "
    "(CASE role WHEN 'OWNER' THEN 0 WHEN 'ADMIN' THEN 1 WHEN 'TRAINER' THEN 2 ELSE 3 END), id)",
    "CREATE INDEX members_by_standing ON members (workspace_id, (CASE WHEN deactivated_at IS NOT NULL THEN 2 "
    "WHEN activated_at IS NULL THEN 0 ELSE 1 END), id)",
    "CREATE INDEX members_by_last_day ON members (workspace_id, "
    "(CASE WHEN deactivates_at IS NULL THEN 'infinity'::timestamptz ELSE deactivates_at END), id)",
    "CREATE INDEX mails_in_trouble ON mails (workspace_id, state, subject_id) "
    "WHERE state IN ('BOUNCED', 'FAILED')",
]


def walls(table: str) -> list[str]:
    """The app sees its workspace, the worker all of them."""
    mine = "workspace_id = (SELECT nullif(current_setting('usher.workspace', true), '')::uuid)"
    return [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO usher_app, usher_worker",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY mine ON {table} TO usher_app USING ({mine}) WITH CHECK ({mine})",
        f"CREATE POLICY every ON {table} TO usher_worker USING (true) WITH CHECK (true)",
    ]


def belongs_to(name: str, model: str) -> tuple[str, Any]:
    """A foreign key that goes with what it points to."""
    field: Any = fields.ForeignKeyField(
        f"usher.{model}",
        source_field=f"{name}_id",
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.CASCADE,
    )
    return name, field


class Migration(migrations.Migration):
    """Both tables hold hashes only."""

    dependencies = [("usher", "0012_news_of_sessions")]

    operations = [
        ops.CreateModel(
            name="EmailChange",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                belongs_to("workspace", "Workspace"),
                belongs_to("member", "Member"),
                ("email", fields.CharField(max_length=320)),
                ("email_key", fields.CharField(max_length=320)),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "email_changes",
                "app": "usher",
                "pk_attr": "id",
                "table_description": "A new address that a member asked for, until the link mailed to it is used: once, expiring.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignInCode",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                belongs_to("workspace", "Workspace"),
                belongs_to("member", "Member"),
                ("code_hash", fields.CharField(max_length=64)),
                ("created_by", fields.UUIDField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sign_in_codes",
                "app": "usher",
                "pk_attr": "id",
                "table_description": "A one-time code for someone without an address: shown once to the admin who issued it, expiring.",
            },
            bases=["Model"],
        ),
        ops.RunSQL([*INDEXES, *walls("sign_in_codes"), *walls("email_changes")]),
    ]
