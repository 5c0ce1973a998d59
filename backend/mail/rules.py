"""What a mail server's answer means, and when to try again: decisions only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from backend.mail.models import MailState


class Stage(StrEnum):
    """What the server answered: two commands of the envelope, DATA, and the message after it."""

    SENDER = "MAIL"
    RECIPIENT = "RCPT"
    OPENING = "DATA"
    MESSAGE = "."


class Fate(StrEnum):
    """What an answer means for the mail."""

    SENT = "SENT"
    RETRY = "RETRY"  # later, the same way
    BOUNCED = "BOUNCED"  # this address takes no mail
    REFUSED = "REFUSED"  # this mail was not taken; the address may be fine
    PAUSE = "PAUSE"  # the sender is not liked at the moment; the address is fine
    RELAY_AWAY = "RELAY_AWAY"  # the server serves nobody now


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer to one command."""

    stage: Stage
    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a mail after an attempt, or of one that was put down again.

    `delay` is when to try again, `burned` how many attempts it cost; `unsure` means that the server may
    have taken it, so that the same bytes must go again.
    """

    state: MailState
    reason: str | None = None
    reply: Reply | None = None
    delay: timedelta = timedelta(0)
    burned: int = 0
    unsure: bool = False


MINUTE = timedelta(minutes=1)
RETRY_AFTER = tuple(MINUTE * minutes for minutes in (1, 5, 15, 30, 60, 120, 240))
GIVE_UP_AFTER = timedelta(hours=72)
PAUSE = MINUTE * 15
RENDER_TRIES = 5

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
RELAY_CODES = {530, 534, 535, 538}  # the server asks us to sign in, or differently
NO_SUCH_MAILBOX = {550, 551, 553, 501}
SENDER_STATUS = {(1, 7), (1, 8)}  # RFC 3463: the sender's address is bad


def judge(reply: Reply) -> Fate:
    """What an answer means: RFC 5321 4.2.1 for the classes, RFC 3463 for the enhanced status."""
    if 200 <= reply.code < 300:
        return Fate.SENT
    if reply.code in RELAY_CODES or (reply.code == 421 and reply.stage is Stage.SENDER):
        return Fate.RELAY_AWAY
    if not 500 <= reply.code < 600:
        return Fate.RETRY
    found = STATUS.search(reply.text[:40])
    status = (int(found[2]), int(found[3])) if found else None
    if reply.stage is Stage.SENDER or (status and (status[0] == 7 or status in SENDER_STATUS)):
        return Fate.PAUSE
    if status:
        about_mailbox = status[0] == 1 or status == (2, 1)
        return Fate.BOUNCED if about_mailbox or _plain_refusal(reply, status) else Fate.REFUSED
    return Fate.BOUNCED if _plain_refusal(reply, None) else Fate.REFUSED


def _plain_refusal(reply: Reply, status: tuple[int, int] | None) -> bool:
    """Whether the code alone says that there is no such mailbox."""
    return reply.stage is Stage.RECIPIENT and reply.code in NO_SUCH_MAILBOX and status in {None, (0, 0)}


def retry_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts (from 1)."""
    return RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]


def outcome(reply: Reply, attempts: int) -> Outcome:
    """What becomes of a mail that got this answer, after `attempts` failures before it."""
    match judge(reply):
        case Fate.SENT:
            return Outcome(MailState.SENT, None, reply)
        case Fate.BOUNCED:
            return Outcome(MailState.BOUNCED, "ADDRESS_BOUNCED", reply)
        case Fate.REFUSED:
            return Outcome(MailState.FAILED, "MAIL_REFUSED", reply)
        case Fate.PAUSE:
            wait = max(PAUSE, retry_after(attempts + 1))
            return Outcome(MailState.SCHEDULED, "SENDER_PAUSED", reply, wait, 1)
        case Fate.RETRY:
            return Outcome(MailState.SCHEDULED, "TRY_AGAIN", reply, retry_after(attempts + 1), 1)
        case Fate.RELAY_AWAY:
            return put_down("RELAY_AWAY")


def cut(attempts: int, *, unsure: bool) -> Outcome:
    """What becomes of a mail whose connection was cut; `unsure` if the server may have taken it."""
    return Outcome(MailState.SCHEDULED, "CONNECTION_CUT", None, retry_after(attempts + 1), 1, unsure)


def put_down(reason: str | None = None, delay: timedelta = timedelta(0)) -> Outcome:
    """A mail that goes back unharmed, to be claimed again."""
    return Outcome(MailState.SCHEDULED, reason, None, delay)


def not_owed(reason: str) -> Outcome:
    """A mail whose reason has gone."""
    return Outcome(MailState.CANCELLED, reason)


def unwritable(attempts: int) -> Outcome:
    """A mail that could not be written: tried a few times more, then dead and visible."""
    if attempts + 1 >= RENDER_TRIES:
        return Outcome(MailState.FAILED, "CANNOT_BE_WRITTEN", burned=1)
    return Outcome(MailState.SCHEDULED, "CANNOT_BE_WRITTEN", None, timedelta(seconds=2**attempts), 1)
