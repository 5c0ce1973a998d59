"""Usernames: how people without an e-mail address sign in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

from backend.core.errors import InputError
from backend.core.text import check_text, one_line, sort_key

LONGEST = 120
LONGEST_MADE = 60
NO_WORD = re.compile(r"[\W_]+")


def username_key(typed: str) -> str | None:
    """The identity of a username: cleaned, and the same in either case."""
    return one_line(typed).casefold() or None


def check_username(typed: str) -> tuple[str, list[InputError]]:
    """The username, cleaned, and what is wrong with it, if anything."""
    clean, errors = check_text(typed, "username", most=LONGEST, least=1)
    if "@" in clean:
        message = "A username has no @: put an address into the column of addresses."
        errors.append(InputError("INVALID_USERNAME", message, ("username",)))
    return clean, errors


def base_username(first: str, last: str) -> str:
    """A username made from a name: folded, words joined by dots, such as `zoe.muller`."""
    folded = unicodedata.normalize("NFC", sort_key(f"{first} {last}"))
    return NO_WORD.sub(".", folded).strip(".")[:LONGEST_MADE].strip(".") or "member"


def stem(username: str) -> str:
    """What numbered usernames start with."""
    return username.rstrip("0123456789") or username


def free_username(base: str, *taken: Container[str]) -> str:
    """The base itself, or with the first number that makes it free."""
    names = (base if number == 1 else f"{base}{number}" for number in count(1))
    return next(name for name in names if not any(name in some for some in taken))
