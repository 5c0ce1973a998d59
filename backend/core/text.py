"""Cleaning of short texts that people type: what is refused, what is folded."""

from __future__ import annotations

import re
import unicodedata

from backend.core.errors import InputError

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
SPACES = re.compile(r"\s+")
SOFT_SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # French sets hard ones before its marks
PARAGRAPHS = re.compile(r"\n{3,}")


def is_storable(text: str) -> bool:
    """Whether a text can be kept at all: no NUL, no lone surrogate."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def one_line(text: str, *, hard: bool = False) -> str:
    """NFC, without invisible and control characters, runs of space made one; `hard` keeps hard spaces."""
    visible = CONTROL.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return (SOFT_SPACES if hard else SPACES).sub(" ", visible).strip()


def sort_key(text: str) -> str:
    """A folded form for sorting and searching names: no case, no accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def check_text(
    value: str, field: str, *, most: int, least: int = 0, hard: bool = False
) -> tuple[str, list[InputError]]:
    """A cleaned one-line text and what is wrong with it, if anything."""
    if not is_storable(value):
        message = "This text has characters that can't be stored."
        return "", [InputError("INVALID_CHARACTERS", message, (field,))]
    clean = one_line(value, hard=hard)
    if len(clean) < least:
        return clean, [InputError("REQUIRED", "This can't be empty.", (field,))]
    if len(clean) > most:
        return clean, [InputError("TOO_LONG", f"At most {most} characters.", (field,), value=str(most))]
    return clean, []


def check_lines(value: str, field: str, *, most: int, hard: bool = False) -> tuple[str, list[InputError]]:
    """A cleaned text of several lines, paragraphs parted by one empty line, and what is wrong with it."""
    if not is_storable(value):
        return check_text(value, field, most=most)
    lines = (one_line(line, hard=hard) for line in value.splitlines())
    clean = PARAGRAPHS.sub("\n\n", "\n".join(lines)).strip()
    if len(clean) > most:
        return clean, [InputError("TOO_LONG", f"At most {most} characters.", (field,), value=str(most))]
    return clean, []
