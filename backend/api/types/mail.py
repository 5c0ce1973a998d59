"""Mails as the API shows them."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import Private, field

from backend.api.types.linked import linked
from backend.api.types.node import Node, Presenter
from backend.core.ids import Kind
from backend.mail.models import MailKind, MailState
from backend.mail.queries import MailRow
from backend.members.queries import BounceRow


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


@strawberry.type(description="That mail to an address came back; it gets none until somebody clears it.")
class Bounce:
    reason: str = field(description="What the mail server said.")
    since: datetime = field(description="When.")


def _bounce(found: BounceRow | None) -> Bounce | None:
    return Bounce(reason=found.reason, since=found.since) if found else None


@strawberry.type
class Reachable:
    """What every person has who may have an address."""

    bounce: Bounce | None = linked(
        "bounce",
        "id",
        "Why their address takes no mail; null where it does, or where they have none.",
        _bounce,
    )


mail_type = Presenter(Mail, Kind.MAIL, MailRow)
