"""The outbox's tables: mails owed, and addresses that must not be written to."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend.core.ids import new_id


class MailState(StrEnum):
    """Where a mail stands; a state never goes backwards from SENT on."""

    SCHEDULED = "SCHEDULED"
    QUEUED = "QUEUED"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    BOUNCED = "BOUNCED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class MailKind(StrEnum):
    """Which letter a mail carries; the value is its name in the table and its folder under templates/.

    A LETTER_TEST carries any of the others to the person who asks to see it.
    """

    WORKSPACE_INVITATION = "workspace_invitation"
    PROGRAM_INVITATION = "program_invitation"
    SESSION_MOVED = "session_moved"
    SESSION_CANCELLED = "session_cancelled"
    INVITATION_REMINDER = "invitation_reminder"
    DEACTIVATION_WARNING = "deactivation_warning"
    EMAIL_CHANGE_CONFIRM = "email_change_confirm"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a letter
    ACCOUNT_LINK = "account_link"
    ACCOUNT_PASSWORD = "account_password"  # noqa: S105 - the name of a letter
    LETTER_TEST = "letter_test"


class Mail(Model):
    """One mail owed: ids only, never a secret; written in the transaction of the change that owes it.

    `due_*` is the local date, time and zone it is owed for, `due_at` the instant they mean; `next_at` is
    when to try (a hold, or a retry, moves it). `waits_for` is a mail that must be accepted first.
    Mails of one `bundle_key` that fall due together leave as one message: the others are `bundled_into`.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace_id = fields.UUIDField()
    kind = fields.CharField(40)
    dedupe_key = fields.CharField(200, unique=True)
    member_id = fields.UUIDField(null=True)
    subject_id = fields.UUIDField(null=True)
    batch_id = fields.UUIDField(null=True)
    address = fields.CharField(320, null=True)
    language = fields.CharField(10, null=True)
    due_date = fields.DateField(null=True)
    due_time = fields.CharField(5, null=True)
    due_zone = fields.CharField(64, null=True)
    due_at = fields.DatetimeField()
    next_at = fields.DatetimeField()
    bundle_key = fields.CharField(120, null=True)
    bundled_into = fields.UUIDField(null=True)
    waits_for = fields.UUIDField(null=True)
    state = fields.CharField(10, default=MailState.SCHEDULED.value)
    reason = fields.CharField(60, null=True)
    version = fields.IntField(default=1)
    attempts = fields.IntField(default=0)
    first_attempt_at = fields.DatetimeField(null=True)
    lease_token = fields.UUIDField(null=True)
    lease_until = fields.DatetimeField(null=True)
    data_at = fields.DatetimeField(null=True)
    sent_at = fields.DatetimeField(null=True)
    sent_to = fields.CharField(320, null=True)
    message_id = fields.CharField(200)  # made of the id, and so unique
    smtp_code = fields.IntField(null=True)
    smtp_reply = fields.TextField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "mails"


class Suppression(Model):
    """An address of a workspace that bounced and gets nothing until someone clears it."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace_id = fields.UUIDField()
    email_key = fields.CharField(320)
    reason = fields.TextField()
    mail_id = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "suppressions"
        unique_together = (("workspace_id", "email_key"),)
