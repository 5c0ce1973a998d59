"""The tables of people, of their passwords and of their other ways in: hashes only."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model

from backend.core.ids import new_id
from backend.workspaces.models import Workspace


class Member(Model):
    """A person in one workspace, known by e-mail or username.

    Status is derived: DEACTIVATED while `deactivated_at` is set or `deactivates_at` has come, else
    INVITED until `activated_at`, else ACTIVE. `asleep_at`: revoked before joining; grants rest.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    email = fields.CharField(320, null=True)
    email_key = fields.CharField(320, null=True)
    username = fields.CharField(120, null=True)
    username_key = fields.CharField(120, null=True)
    external_id = fields.CharField(200, null=True)
    first_name = fields.CharField(120, null=True)
    last_name = fields.CharField(120, null=True)
    sort_name = fields.CharField(260, default="")
    language = fields.CharField(10, null=True)
    role = fields.CharField(10, default="TRAINEE")
    labels = ArrayField("text", default=list)
    additional_information = ArrayField("text", default=list)
    deactivates_on = fields.DateField(null=True)
    deactivates_at = fields.DatetimeField(null=True)
    deactivation_set_at = fields.DatetimeField(null=True)
    deactivated_at = fields.DatetimeField(null=True)
    activated_at = fields.DatetimeField(null=True)
    joined_at = fields.DatetimeField(null=True)
    asleep_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "members"


class Credential(Model):
    """A member's password: its argon2id hash, or sealed until its mail is sent."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    member: fields.OneToOneRelation[Member] = fields.OneToOneField("usher.Member", related_name=False)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False
    )
    hash = fields.TextField(null=True)
    sealed = fields.BinaryField(null=True)
    must_change = fields.BooleanField(default=False)
    initial_until = fields.DatetimeField(null=True)
    updated_at = fields.DatetimeField()

    class Meta:
        table = "credentials"


class AccessToken(Model):
    """A signed-in device: the app's cookie or a phone's bearer token."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("usher.Member", related_name=False)
    token_hash = fields.CharField(64, unique=True)
    previous_hash = fields.CharField(64, null=True)
    refreshed_at = fields.DatetimeField(null=True)
    device = fields.CharField(200, default="")
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "access_tokens"


class PasswordReset(Model):
    """A link to choose a password: single use, expiring; its token is an HMAC of (id, version)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False, db_index=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("usher.Member", related_name=False)
    token_hash = fields.CharField(64, unique=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "password_resets"


class SignInCode(Model):
    """A one-time code for someone without an address: shown once to the admin who issued it, expiring."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("usher.Member", related_name=False)
    code_hash = fields.CharField(64)
    created_by = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_codes"


class EmailChange(Model):
    """A new address that a member asked for, until the link mailed to it is used: once, expiring."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "usher.Workspace", related_name=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("usher.Member", related_name=False)
    email = fields.CharField(320)
    email_key = fields.CharField(320)
    token_hash = fields.CharField(64, unique=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "email_changes"
