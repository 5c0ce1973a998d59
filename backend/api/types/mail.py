"""Mails as the API shows them."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import strawberry
from strawberry import Private, field

from backend.api.types.node import Node, present
from backend.core.ids import Kind
from backend.mail.models import MailKind, MailState
from backend.mail.queries import MailRow


@strawberry.type(description="One mail owed to a person, and what became of it.")
class Mail(Node):
    kind: MailKind = field(description="Which letter it carries.")
    state: MailState = field(description="Where it stands; SENT is what the mail server accepted.")
    reason: str | None = field(description="Why it was withdrawn or failed; null where neither.")
    due_at: datetime = field(description="The instant it is owed for.")
    sent_at: datetime | None = field(description="When the mail server accepted it.")
    sent_to: str | None = field(description="The address it went to.")
    attempts: int = field(description="How often it was tried.")
    smtp_code: int | None = field(description="The mail server's last answer, as a code.")
    smtp_reply: str | None = field(description="The mail server's last answer, in its words.")
    created_at: datetime = field(description="When it was first owed.")
    row: Private[MailRow]


mail_type = partial(present, Mail, Kind.MAIL)
