"""Reports on mails that came back: read, believed only at return paths of our own, and recorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiosmtplib import SMTP, SMTPDataError, SMTPRecipientsRefused

from backend.bounces import listen
from backend.core import settings
from backend.core.ids import new_id
from backend.core.settings import load_settings
from backend.mail.models import MailState
from backend.mail.reports import Report, judge, read_report
from backend.mail.verp import read_return_path, return_path
from tests.mail.conftest import ENVIRONMENT
from tests.mail.post import Post

POSTFIX = """\
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)\r
To: {path}\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"\r
\r
This is a MIME-encapsulated message.\r
\r
--=_b\r
Content-Type: text/plain; charset=us-ascii\r
\r
I'm sorry to have to inform you that your message could not be delivered.\r
\r
--=_b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.com\r
X-Postfix-Queue-ID: 4F2B11C0\r
Arrival-Date: Mon, 23 Nov 2026 08:00:00 +0000 (UTC)\r
\r
Final-Recipient: rfc822; someone@example.org\r
Original-Recipient: rfc822;someone@example.org\r
Action: {action}\r
Status: {status}\r
Remote-MTA: dns; mail.example.org\r
Diagnostic-Code: smtp; {code} {status} <someone@example.org>:\r
    User unknown in virtual mailbox table\r
\r
--=_b\r
Content-Type: message/rfc822\r
\r
Subject: You are invited\r
\r
Hello\r
--=_b--\r
"""
WORDS = "<someone@example.org>: User unknown in virtual mailbox table"


def report(path: str = "", action: str = "failed", status: str = "5.1.1", code: str = "550") -> bytes:
    return POSTFIX.format(path=path, action=action, status=status, code=code).encode()


@pytest.fixture
async def door(post: Post) -> AsyncIterator[int]:
    """The listener's port, with an address for bounces set."""
    settings.configure(load_settings(ENVIRONMENT | {"USHER_BOUNCE_ADDRESS": "Bounce@mail.example.com"}))
    server = await listen("smtp://127.0.0.1:0")
    yield server.sockets[0].getsockname()[1]
    server.close()


async def hand_in(port: int, to: str, data: bytes) -> None:
    """Deliver a message to the listener."""
    async with SMTP(hostname="127.0.0.1", port=port, timeout=5) as client:
        await client.sendmail("", [to], data)


async def sent(post: Post, key: str = "a") -> str:
    """A mail that has left; its return path."""
    await post.owe(key)
    post.start()
    await post.until(key, "SENT")
    path: str = post.server.accepted[-1].sender
    return path


async def suppressed(post: Post) -> list[str]:
    return [row["email_key"] for row in await post.owner.fetch("SELECT email_key FROM suppressions")]


async def test_mail_leaves_with_a_return_path_of_its_own(post: Post, door: int) -> None:
    path = await sent(post)
    row = await post.row("a")
    assert path == return_path(row["id"])
    assert path.startswith("Bounce+")
    assert path.endswith("@mail.example.com")
    assert len(path.partition("@")[0]) <= 64
    assert "noreply@learn.example.org" in str(post.server.accepted[0].message["From"])
    assert read_return_path(path.lower()) == read_return_path(path.upper()) == row["id"]


async def test_without_an_address_for_bounces_they_go_to_the_sender(post: Post) -> None:
    assert await sent(post) == "noreply@learn.example.org"


async def test_a_mailbox_that_is_gone_gets_nothing_more(post: Post, door: int) -> None:
    path = await sent(post)
    await hand_in(door, path, report(path))
    row = await post.row("a")
    assert (row["state"], row["reason"]) == ("BOUNCED", "ADDRESS_BOUNCED")
    assert row["smtp_reply"] == f"550 5.1.1 {WORDS}"
    assert await suppressed(post) == ["a@example.org"]
    await hand_in(door, path, report(path))
    await hand_in(door, path, report(path, "delivered", "2.0.0"))
    assert (await post.row("a"))["state"] == "BOUNCED"
    assert len(await suppressed(post)) == 1


@pytest.mark.parametrize(
    ("action", "status", "state", "reason"),
    [
        ("delayed", "4.4.1", "SENT", "DELAYED"),
        ("delivered", "2.0.0", "DELIVERED", None),
        ("failed", "5.2.2", "FAILED", "MAIL_REFUSED"),
        ("failed", "5.7.1", "FAILED", "MAIL_REFUSED"),
        ("failed", "4.4.7", "FAILED", "GAVE_UP"),
        ("relayed", "2.0.0", "SENT", None),
    ],
)
async def test_what_is_no_fault_of_the_address_leaves_it_alone(
    post: Post, door: int, action: str, status: str, state: str, reason: str | None
) -> None:
    path = await sent(post)
    await hand_in(door, path, report(path, action, status))
    row = await post.row("a")
    assert (row["state"], row["reason"]) == (state, reason)
    assert await suppressed(post) == []


async def test_a_delay_may_end_well(post: Post, door: int) -> None:
    path = await sent(post)
    await hand_in(door, path, report(path, "delayed", "4.2.0"))
    await hand_in(door, path, report(path, "delivered", "2.0.0"))
    row = await post.row("a")
    assert (row["state"], row["reason"]) == ("DELIVERED", None)


async def test_mails_that_left_together_come_back_together(post: Post, door: int) -> None:
    await post.owe("a", "b", bundle_key="both", address="both@example.org")
    post.start()
    for key in ("a", "b"):
        await post.until(key, "SENT")
    (delivery,) = post.server.accepted
    await hand_in(door, delivery.sender, report())
    assert [(await post.row(key))["state"] for key in ("a", "b")] == ["BOUNCED", "BOUNCED"]
    assert await suppressed(post) == ["both@example.org"]


async def test_a_report_that_overtakes_the_record_comes_again(post: Post, door: int) -> None:
    await post.owe("a")
    row = await post.row("a")
    await post.owner.execute("UPDATE mails SET state = 'SENDING', data_at = now()")
    with pytest.raises(SMTPDataError) as refusal:
        await hand_in(door, return_path(row["id"]), report())
    assert refusal.value.code == 451
    assert (await post.row("a"))["state"] == "SENDING"


async def test_forged_paths_are_refused_at_the_door(post: Post, door: int) -> None:
    path = await sent(post)
    local, _, domain = path.partition("@")
    theirs, mine = return_path(new_id()).split("."), path.split(".")
    for wrong in (
        f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}",
        f"{local}@elsewhere.org",
        f"other{local[6:]}@{domain}",
        f"Bounce@{domain}",
        "a@example.org",
        ".".join([theirs[0], *mine[1:]]),
    ):
        with pytest.raises(SMTPRecipientsRefused):
            await hand_in(door, wrong, report())
    assert (await post.row("a"))["state"] == "SENT"


async def test_a_genuine_path_of_an_unknown_mail_changes_nothing(post: Post, door: int) -> None:
    await sent(post)
    await hand_in(door, return_path(new_id()), report())
    assert (await post.row("a"))["state"] == "SENT"
    assert await suppressed(post) == []


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: Out of office\r\n\r\nI am away.\r\n",
        b"",
        b"\xff\x00\xfe\r\n" * 1000,
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: message/delivery-status\r\n\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno boundary\r\n",
        report(action="\x00failed\ud800".encode("utf-8", "replace").decode()),
    ],
)
async def test_what_is_no_report_is_taken_and_forgotten(post: Post, door: int, data: bytes) -> None:
    path = await sent(post)
    await hand_in(door, path, data)
    assert (await post.row("a"))["state"] == "SENT"


async def test_over_lmtp_too(post: Post, door: int) -> None:
    path = await sent(post)
    server = await listen("lmtp://127.0.0.1:0")
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
    said = []
    for line in (b"LHLO mx.example.com", b"MAIL FROM:<>", f"RCPT TO:<{path}>".encode(), b"DATA"):
        said.append(await reader.readline())
        while said[-1][3:4] == b"-":
            said[-1] = await reader.readline()
        writer.write(line + b"\r\n")
    said.append(await reader.readline())
    writer.write(report(path) + b"\r\n.\r\n")
    said.append(await reader.readline())
    writer.close()
    server.close()
    assert [line[:3] for line in said] == [b"220", b"250", b"250", b"250", b"354", b"250"]
    assert (await post.row("a"))["state"] == "BOUNCED"


BOUNCED, FAILED = (MailState.BOUNCED, "ADDRESS_BOUNCED"), (MailState.FAILED, "MAIL_REFUSED")


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ((5, 1, 1), BOUNCED),
        ((5, 1, 2), BOUNCED),
        ((5, 1, 10), BOUNCED),
        ((5, 0, 0), BOUNCED),
        ((5, 2, 1), BOUNCED),
        ((5, 4, 1), BOUNCED),
        ((5, 4, 4), BOUNCED),
        ((5, 1, 8), FAILED),
        ((5, 2, 2), FAILED),
        ((5, 3, 4), FAILED),
        ((5, 4, 6), FAILED),
        ((5, 6, 1), FAILED),
        ((5, 7, 26), FAILED),
        ((5, 4, 7), (MailState.FAILED, "GAVE_UP")),
        ((4, 1, 1), (MailState.FAILED, "GAVE_UP")),
    ],
)
def test_what_a_status_means(status: tuple[int, int, int], meaning: Any) -> None:
    assert judge("failed", status) == meaning


def test_a_report_without_a_status_is_read_by_its_diagnosis() -> None:
    data = report().replace(b"Status: 5.1.1\r\n", b"")
    assert read_report(data) == Report(*BOUNCED, f"550 5.1.1 {WORDS}")
    bare = data.replace(b"550 5.1.1 ", b"")
    assert read_report(bare) == Report(*BOUNCED, WORDS)
