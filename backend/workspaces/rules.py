"""What a workspace may be called and set to."""

from __future__ import annotations

import re

from backend.core.clock import is_zone
from backend.core.errors import InputError
from backend.core.languages import LETTER_LANGUAGES

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


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
    known = ", ".join(LETTER_LANGUAGES)
    return [InputError("UNKNOWN_LANGUAGE", f"Letters are written in {known}.", ("language",), None, "en")]
