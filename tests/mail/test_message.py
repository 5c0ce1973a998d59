"""Messages as bytes: headers that can't be broken out of, content that survives."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.mail.message import BadAddress, Envelope, build, encoded, mailbox, wire_address

ENVELOPE = Envelope(
    message_id="<mai_1@learn.example.org>",
    date=datetime(2026, 11, 26, 8, tzinfo=UTC),
    boundary="=_0123456789abcdef",
    sender_name="Acme",
    sender="noreply@learn.example.org",
    recipient_name="Zoë",
    recipient="zoe@example.org",
    reply_to="",
    language="en",
    subject="Hello",
    text="Hello\n.\n",
    html="<p>Hello</p>\n",
)
HEADERS = [
    *("Message-ID", "Date", "From", "To", "Subject", "Content-Language"),
    *("Auto-Submitted", "MIME-Version", "Content-Type"),
]
EVIL = "Eve\r\nBcc: all@example.org\u2028\u2029\x85\x0b\x0c\x00\x1e"


def parse(data: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_a_message_reads_back() -> None:
    parsed = parse(build(ENVELOPE))
    assert parsed.keys() == HEADERS
    assert parsed["Date"] == "Thu, 26 Nov 2026 08:00:00 +0000"
    assert parsed["To"].addresses[0].display_name == "Zoë"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert not parsed.defects


def test_the_same_envelope_gives_the_same_bytes() -> None:
    assert build(ENVELOPE) == build(replace(ENVELOPE))


@pytest.mark.parametrize(
    "envelope",
    [
        replace(ENVELOPE, subject=EVIL),
        replace(ENVELOPE, sender_name=EVIL),
        replace(ENVELOPE, recipient_name=EVIL),
    ],
)
def test_no_header_can_be_broken_out_of(envelope: Envelope) -> None:
    parsed = parse(build(envelope))
    assert parsed.keys() == HEADERS
    assert [address.addr_spec for address in parsed["To"].addresses] == ["zoe@example.org"]


@given(st.text())
def test_any_subject_stays_one_header_of_short_ascii_lines(subject: str) -> None:
    data = build(replace(ENVELOPE, subject=subject))
    head = data.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(len(line) for line in head.split(b"\r\n")) <= 78 + len("Subject: ")
    assert parse(data).keys() == HEADERS


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs", "Cf"]), min_size=1))
def test_a_subject_reads_back(subject: str) -> None:
    read = email.message_from_string(f"Subject: {encoded(subject)}\n\n", policy=email.policy.default)
    assert read["Subject"].split() == normalize("NFC", subject).split()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_any_text_reads_back(text: str) -> None:
    data = build(replace(ENVELOPE, text=text))
    part = parse(data).get_body(("plain",))
    assert part is not None
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert payload.decode().replace("\r\n", "\n").split("\n") == lines
    assert max(len(line) for line in data.split(b"\r\n")) <= 100


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", "<a@b.org>"),
        ("Ada", "Ada <a@b.org>"),
        ('Ada "the" \\ Great, Inc.', '"Ada \\"the\\" \\\\ Great, Inc." <a@b.org>'),
        ("=?utf-8?q?x?=", "=?utf-8?b?PT91dGYtOD9xP3g/PQ==?=\r\n <a@b.org>"),
    ],
)
def test_display_names(name: str, shown: str) -> None:
    assert mailbox(name, "a@b.org") == shown


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("ada@example.org", "ada@example.org"),
        ("a+b@Example.org", "a+b@Example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("zoë@example.org", "zoë@example.org"),
    ],
)
def test_addresses_on_the_wire(address: str, wire: str) -> None:
    assert wire_address(address) == wire


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@b>\r\nRCPT TO:<c@d", "a@b\n", "a b@c.org", "a@b@c.org", "<a@b.org>", "a@b.org\x00"],
)
def test_what_cannot_stand_on_an_envelope(address: str) -> None:
    with pytest.raises(BadAddress):
        wire_address(address)
