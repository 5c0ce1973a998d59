"""What a workspace may be called and set to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.core.addresses import normalise
from backend.core.clock import is_zone
from backend.core.errors import InputError
from backend.core.languages import LETTER_LANGUAGES

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
LONGEST_URL = 2000
MOST_DOMAINS = 100


def check_slug(slug: str) -> list[InputError]:
    """A slug is small letters, digits and inner hyphens."""
    if SLUG.fullmatch(slug):
        return []
    return [InputError("INVALID_SLUG", "Use small letters, digits and hyphens, at most 60.", ("slug",))]


def check_zone(name: str, field: str = "timeZone") -> list[InputError]:
    """A zone is a name of the IANA database."""
    if is_zone(name):
        return []
    return [
        InputError(
            "UNKNOWN_TIME_ZONE", f"{name[:60]!r} is no IANA time zone.", (field,), None, "Europe/Paris"
        )
    ]


def check_language(code: str) -> list[InputError]:
    """A workspace speaks one of the languages that letters are written in."""
    if code in LETTER_LANGUAGES:
        return []
    message = f"Letters are written in {', '.join(LETTER_LANGUAGES)}."
    return [InputError("UNKNOWN_LANGUAGE", message, ("language",), None, "en", code[:40])]


def check_mail_hour(hour: str) -> list[InputError]:
    """The hour of a day's mails is a local time as HH:MM."""
    if HOUR.fullmatch(hour):
        return []
    return [InputError("INVALID_TIME", "Give a time of day as HH:MM.", ("mailHour",), None, "08:00")]


def check_color(color: str) -> list[InputError]:
    """The brand's colour is #rrggbb."""
    if COLOR.fullmatch(color):
        return []
    return [InputError("INVALID_COLOR", "Give a colour as #rrggbb.", ("brandColor",), None, "#1f5fae")]


def check_logo(url: str) -> list[InputError]:
    """A logo is fetched over HTTPS, since mail clients show nothing else; empty where there is none."""
    if not url or (url.startswith("https://") and len(url) <= LONGEST_URL and url.isprintable()):
        return []
    return [InputError("INVALID_URL", "Give an address that starts with https://.", ("logoUrl",))]


def check_number(value: int, field: str, least: int, most: int) -> list[InputError]:
    """A whole number within bounds."""
    if least <= value <= most:
        return []
    return [InputError("INVALID_NUMBER", f"Give a number from {least} to {most}.", (field,))]


def check_domains(typed: Sequence[str]) -> tuple[list[str], list[InputError]]:
    """Domains as addresses carry them, each once; what can't follow an @ is refused."""
    cleaned = [normalise(f"somebody@{one.strip().removeprefix('@')}") for one in typed]
    errors = [
        InputError("INVALID_DOMAIN", f"{one[:60]!r} is no domain.", ("allowedDomains",), row, "example.org")
        for row, (one, clean) in enumerate(zip(typed, cleaned, strict=True), start=1)
        if clean is None
    ]
    if len(typed) > MOST_DOMAINS:
        errors.append(InputError("TOO_MANY", f"At most {MOST_DOMAINS} domains.", ("allowedDomains",)))
    domains = [clean.partition("@")[2] for clean in cleaned if clean]
    return list(dict.fromkeys(domains)), errors


def check_sender(address: str) -> list[InputError]:
    """A sender is one plain address; empty for the installation's own."""
    if not address or normalise(address) == address.casefold():
        return []
    return [InputError("INVALID_EMAIL", "Give one e-mail address, or none.", ("senderAddress",))]
