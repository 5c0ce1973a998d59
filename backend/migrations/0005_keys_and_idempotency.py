"""API keys of partners, and the first outcome of each repeated mutation."""

from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from backend.core.ids import new_id

OUTCOMES = """
    CREATE TABLE idempotent_outcomes (
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        caller text NOT NULL,
        key text NOT NULL,
        body_hash text NOT NULL,
        status int NOT NULL,
        answer bytea NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, caller, key)
    )
"""


def walls(table: str) -> list[str]:
    """The app sees its workspace, the worker all of them."""
    mine = "workspace_id = (SELECT nullif(current_setting('usher.workspace', true), '')::uuid)"
    return [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO usher_app, usher_worker",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY mine ON {table} TO usher_app USING ({mine}) WITH CHECK ({mine})",
        f"CREATE POLICY every ON {table} TO usher_worker USING (true) WITH CHECK (true)",
    ]


class Migration(migrations.Migration):
    """A key is kept as a hash; an outcome never holds a secret."""

    dependencies = [("usher", "0004_uuid7")]

    operations = [
        ops.CreateModel(
            name="ApiKey",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "usher.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=120)),
                ("prefix", fields.CharField(max_length=20)),
                ("key_hash", fields.CharField(unique=True, max_length=64)),
                ("role", fields.CharField(max_length=10)),
                ("scopes", ArrayField(default=list, element_type="TEXT")),
                ("created_by", fields.UUIDField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("last_used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "api_keys",
                "app": "usher",
                "pk_attr": "id",
                "table_description": "A partner's way in: shown once, kept as a hash, bound to scopes and a role.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(OUTCOMES),
        ops.RunSQL([*walls("api_keys"), *walls("idempotent_outcomes")]),
    ]
