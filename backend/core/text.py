"""Cleaning of short texts that people type: what is refused, what is folded, and lists within one text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from backend.core.errors import InputError

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
SPACES = re.compile(r"\s+")
SOFT_SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # French sets hard ones before its marks
BAR = re.compile(r"(?<!\\)\|")  # between the texts of a list; with a backslash it is a text's own
PARAGRAPHS = re.compile(r"\n{3,}")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MOST_MARKS = 30  # in a row: no script needs more (Unicode UAX #15, stream-safe text)


def is_storable(text: str) -> bool:
    """Whether a text can be kept at all: no NUL, no lone surrogate."""
    return UNSTORABLE.search(text) is None


def composed(text: str) -> str:
    """NFC, of a text made safe for it."""
    return text if text.isascii() else unicodedata.normalize("NFC", stream_safe(text))


def stream_safe(text: str) -> str:
    """Without marks on one letter beyond the thirtieth: to order them takes the square of their number."""
    if text.isascii() or len(text) <= MOST_MARKS:
        return text
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def one_line(text: str, *, hard: bool = False) -> str:
    """NFC, without invisible and control characters, runs of space made one; `hard` keeps hard spaces."""
    visible = CONTROL.sub(" ", INVISIBLE.sub("", composed(text)))
    return (SOFT_SPACES if hard else SPACES).sub(" ", visible).strip()


def sort_key(text: str) -> str:
    """A folded form for sorting and searching names: no case, no accents."""
    decomposed = unicodedata.normalize("NFKD", stream_safe(text).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def join_list(texts: Sequence[str], bar: str = "|") -> str:
    """A list as one text, parted by bars; those within a text are written with a backslash."""
    whole = bar.join(texts)
    if "\\" not in whole and whole.count("|") < max(len(texts), 1):
        return whole
    return bar.join(map(_guarded, texts))


def _guarded(text: str) -> str:
    """A text whose bars, and whose end, are not taken for the end of a text in a list."""
    guarded = text.replace("|", "\\|")
    return f"{guarded} " if guarded.endswith("\\") else guarded


def split_list(text: str) -> list[str]:
    """The texts of a list, each once, in order."""
    texts = (piece.replace("\\|", "|").strip() for piece in BAR.split(text))
    return list(dict.fromkeys(filter(None, texts)))


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
