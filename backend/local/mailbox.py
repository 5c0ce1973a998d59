"""Reads what the mail catcher filed: the newest letters, and one letter in full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import islice
from pathlib import Path

MAILDIR = "mail"  # under USHER_DATA
NAME = re.compile(r"\d+\.\d+_\d+\.local")  # as the catcher names files; begins with the time in nanoseconds
LINK = re.compile(r"https?://[^\s<>\"']+")
HEAD = BytesParser(policy=policy.default)


@dataclass(frozen=True, slots=True)
class Summary:
    """A letter in the list."""

    name: str
    at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in full."""

    summary: Summary
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    links: tuple[str, ...]
    raw: bytes


def newest(maildir: Path, limit: int, recipient: str = "") -> list[Summary]:
    """The letters that came last, to anyone or to one address, newest first."""
    wanted = recipient.casefold()
    found = (_summary(file, HEAD.parsebytes(file.read_bytes(), headersonly=True)) for file in _files(maildir))
    return list(islice((one for one in found if _is_for(one, wanted)), limit))


def read(maildir: Path, name: str) -> Letter | None:
    """One letter by its name in the list; None where there is no such letter."""
    if not NAME.fullmatch(name) or not (maildir / "new" / name).is_file():
        return None
    raw = (maildir / "new" / name).read_bytes()
    message = HEAD.parsebytes(raw)
    text, html = _body(message, "plain"), _body(message, "html")
    return Letter(
        summary=_summary(maildir / "new" / name, message),
        headers=tuple((key, str(value)) for key, value in message.items()),
        text=text,
        html=html,
        links=tuple(dict.fromkeys(LINK.findall(text))),
        raw=raw,
    )


def _files(maildir: Path) -> Iterator[Path]:
    """Newest first; a Maildir that isn't there yet holds nothing."""
    folder = maildir / "new"
    names = [file for file in folder.iterdir() if NAME.fullmatch(file.name)] if folder.is_dir() else []
    return iter(sorted(names, key=_time, reverse=True))


def _time(file: Path) -> int:
    return int(file.name.partition(".")[0])


def _summary(file: Path, message: EmailMessage) -> Summary:
    return Summary(
        name=file.name,
        at=datetime.fromtimestamp(_time(file) / 1e9, tz=UTC),
        sender=str(message.get("From", "")),
        recipients=tuple(str(value) for value in message.get_all("Delivered-To", [])),
        subject=str(message.get("Subject", "")),
    )


def _is_for(one: Summary, wanted: str) -> bool:
    return not wanted or any(wanted == recipient.casefold() for recipient in one.recipients)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
