"""What a mail server's answers mean."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.mail.models import MailState
from backend.mail.rules import (
    GIVE_UP_AFTER,
    Fate,
    Reply,
    Stage,
    judge,
    outcome,
    retry_after,
    unwritable,
)


@pytest.mark.parametrize(
    ("stage", "code", "text", "fate"),
    [
        (Stage.MESSAGE, 250, "2.6.0 OK", Fate.SENT),
        (Stage.RECIPIENT, 450, "4.2.0 Greylisted", Fate.RETRY),
        (Stage.RECIPIENT, 421, "4.7.0 Too many messages", Fate.RETRY),
        (Stage.MESSAGE, 452, "4.3.1 Disk full", Fate.RETRY),
        (Stage.SENDER, 421, "Shutting down", Fate.RELAY_AWAY),
        (Stage.SENDER, 530, "5.7.0 Authentication required", Fate.RELAY_AWAY),
        (Stage.RECIPIENT, 550, "5.1.1 No such user", Fate.BOUNCED),
        (Stage.RECIPIENT, 550, "No such user here", Fate.BOUNCED),
        (Stage.RECIPIENT, 550, "5.0.0 Unknown", Fate.BOUNCED),
        (Stage.RECIPIENT, 553, "5.1.3 Bad address syntax", Fate.BOUNCED),
        (Stage.RECIPIENT, 550, "5.2.1 Mailbox disabled", Fate.BOUNCED),
        (Stage.RECIPIENT, 552, "5.2.2 Mailbox full", Fate.REFUSED),
        (Stage.RECIPIENT, 554, "Refused", Fate.REFUSED),
        (Stage.RECIPIENT, 550, "5.7.1 Blocked by policy", Fate.PAUSE),
        (Stage.RECIPIENT, 550, "5.1.8 Bad sender's domain", Fate.PAUSE),
        (Stage.SENDER, 550, "5.1.0 Sender unknown", Fate.PAUSE),
        (Stage.MESSAGE, 554, "5.7.1 Message looks like spam", Fate.PAUSE),
        (Stage.MESSAGE, 554, "5.6.0 Malformed", Fate.REFUSED),
        (Stage.MESSAGE, 550, "5.1.1 No such user", Fate.BOUNCED),
        (Stage.MESSAGE, 550, "Refused", Fate.REFUSED),
        (Stage.MESSAGE, 354, "Nonsense", Fate.RETRY),
    ],
)
def test_answers(stage: Stage, code: int, text: str, fate: Fate) -> None:
    assert judge(Reply(stage, code, text)) is fate


def test_retries_come_later_and_later_until_three_days() -> None:
    minutes = [retry_after(attempts) / timedelta(minutes=1) for attempts in range(1, 9)]
    assert minutes == [1, 5, 15, 30, 60, 120, 240, 240]
    assert timedelta(hours=72) == GIVE_UP_AFTER


def test_only_real_tries_are_counted() -> None:
    away = outcome(Reply(Stage.SENDER, 421, "later"), 0)
    assert (away.state, away.burned) == (MailState.SCHEDULED, 0)
    retried = outcome(Reply(Stage.RECIPIENT, 451, "later"), 0)
    assert (retried.state, retried.burned, retried.delay) == (MailState.SCHEDULED, 1, timedelta(minutes=1))


def test_what_cannot_be_written_dies_at_the_fifth_try() -> None:
    states = [unwritable(attempts).state for attempts in range(5)]
    assert states == [MailState.SCHEDULED] * 4 + [MailState.FAILED]
