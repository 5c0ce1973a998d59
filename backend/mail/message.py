"""A message as bytes: headers that can't be broken out of, text and HTML in quoted-printable."""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from backend.core.text import one_line

PLAIN = re.compile(r"[ -~]{0,60}")  # what a header may hold as it is
ATOM = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")  # a display name that needs no quotes
SIMPLE_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
LINES = 2048  # remembered as they leave: some letters' in some languages
WORD_BYTES = 42  # of UTF-8 in one encoded word: at most 75 characters with its wrapping (RFC 2047)


class BadAddress(ValueError):
    """This can't stand on an envelope."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything a message is made of; the same envelope gives the same bytes."""

    message_id: str
    date: datetime
    boundary: str
    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    reply_to: str
    language: str
    subject: str
    text: str
    html: str


def wire_address(address: str) -> str:
    """The address as the envelope carries it: the domain in ASCII; raises BadAddress."""
    if SIMPLE_ADDRESS.fullmatch(address):
        return address
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise BadAddress(str(error)) from error
    return checked.ascii_email or f"{checked.local_part}@{checked.ascii_domain}"


def build(envelope: Envelope) -> bytes:
    """The whole message, with CRLF line ends."""
    headers = [
        f"Message-ID: {envelope.message_id}",
        f"Date: {format_datetime(envelope.date)}",
        f"From: {mailbox(envelope.sender_name, envelope.sender)}",
        f"To: {mailbox(envelope.recipient_name, envelope.recipient)}",
        *([f"Reply-To: {mailbox('', envelope.reply_to)}"] if envelope.reply_to else []),
        f"Subject: {encoded(envelope.subject)}",
        f"Content-Language: {envelope.language}",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{envelope.boundary}"',
    ]
    start = "\r\n".join(headers).encode()
    limit = b"\r\n--" + envelope.boundary.encode()
    return b"".join(
        (
            *(start, b"\r\n", limit),
            *(_part("text/plain", envelope.text), limit),
            *(_part("text/html", envelope.html), limit, b"--\r\n"),
        )
    )


def mailbox(name: str, address: str) -> str:
    """A display name and an address, as From and To carry them."""
    shown = one_line(name)
    if not shown:
        return f"<{address}>"
    if PLAIN.fullmatch(shown) and "=?" not in shown:
        quoted = shown if ATOM.fullmatch(shown) else '"' + re.sub(r'(["\\])', r"\\\1", shown) + '"'
        return f"{quoted}\r\n <{address}>" if len(quoted + address) > 60 else f"{quoted} <{address}>"
    return f"{encoded(shown)}\r\n <{address}>"


def encoded(text: str) -> str:
    """A header's text on one logical line, as encoded words where it isn't short plain ASCII (RFC 2047)."""
    shown = one_line(text)
    if PLAIN.fullmatch(shown) and "=?" not in shown:
        return shown
    words, word = [], b""
    for letter in shown:
        piece = letter.encode("utf-8", "replace")
        if len(word) + len(piece) > WORD_BYTES:
            words.append(word)
            word = b""
        word += piece
    return "\r\n ".join(f"=?utf-8?b?{b64encode(each).decode()}?=" for each in (*words, word))


def _part(content_type: str, content: str) -> bytes:
    if "\r" in content:
        content = content.replace("\r\n", "\n").replace("\r", "\n")
    head = f"\r\nContent-Type: {content_type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    return head.encode() + b"\r\n\r\n" + b"\r\n".join(map(_quoted, content.split("\n")))


@lru_cache(LINES)
def _quoted(line: str) -> bytes:
    """A line in quoted-printable (RFC 2045); most lines of a letter are the same for everybody."""
    return b2a_qp(line.encode("utf-8", "replace"), istext=True).replace(b"\n", b"\r\n")
