"""Delivery status notifications (RFC 3464): what a mail server tells of a mail after it took it."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email.message import Message

from backend.mail.models import MailState

CODE = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
LONGEST = 1000  # characters kept of what the server said
READ = 1_000_000  # bytes looked at; what follows is the returned mail itself

# RFC 3463: what is wrong with the address, for good. Elsewhere the mail is to blame, or the moment.
ADDRESS = {0, 1, 4}
NOT_THE_ADDRESS = {(1, 7), (1, 8), (4, 3), (4, 5), (4, 6), (4, 7)}
MAILBOX_GONE = {(2, 0), (2, 1)}


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a mail: a state it is in now (None where it still waits), why, and in whose words."""

    state: MailState | None
    reason: str | None
    text: str


def read_report(data: bytes) -> Report | None:
    """The report in a message; None where it is none, such as an automatic reply."""
    message = email.message_from_bytes(data[:READ])
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and (found := _of_recipient(part)):
            return found
    return None


def judge(action: str, status: tuple[int, int, int]) -> tuple[MailState | None, str | None] | None:
    """What an action and an enhanced status mean for a mail; None where they mean nothing yet."""
    if action == "delivered":
        return MailState.DELIVERED, None
    if action == "delayed":
        return None, "DELAYED"
    if action != "failed":
        return None
    kind, subject, detail = status
    if kind == 4 or (subject, detail) == (4, 7):
        return MailState.FAILED, "GAVE_UP"
    about_address = subject in ADDRESS and (subject, detail) not in NOT_THE_ADDRESS
    if about_address or (subject, detail) in MAILBOX_GONE:
        return MailState.BOUNCED, "ADDRESS_BOUNCED"
    return MailState.FAILED, "MAIL_REFUSED"


def _of_recipient(part: Message) -> Report | None:
    """The first group of fields that says what was done; each mail has one recipient."""
    groups = part.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if not isinstance(group, Message) or not group.get("Action"):
            continue
        diagnosis = " ".join(str(group.get("Diagnostic-Code", "")).partition(";")[2].split())
        found = CODE.search(str(group.get("Status", ""))) or CODE.search(diagnosis)
        status = (int(found[1]), int(found[2]), int(found[3])) if found else (5, 0, 0)
        judged = judge(str(group["Action"]).strip().lower(), status)
        shown = diagnosis or ".".join(str(number) for number in status)
        return Report(*judged, _clean(shown)) if judged else None
    return None


def _clean(text: str) -> str:
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return readable.replace("\x00", "")[:LONGEST]
