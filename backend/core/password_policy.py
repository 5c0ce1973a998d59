"""Which passwords may be chosen: long enough and not the first that anybody would guess."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from backend.core.errors import InputError
from backend.core.passwords import LONGEST, normal_form
from backend.core.text import is_storable, sort_key

INITIAL_LEAST = 8  # for those an administrator sets, which must be changed at the first sign-in

LIST = Path(__file__).with_name("common-passwords.txt.gz")
NOT_LETTERS = re.compile(r"[\W\d_]+")
ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiop", "azertyuiop")
RUNS = tuple(run * 4 for row in ROWS for run in (row, row[::-1]))
SHORT_UNIT = 8  # what repeats a shorter unit than this is no stronger than the unit
TAIL = 8  # digits and signs around a common word that don't make it another word


def password_errors(
    password: str, *, least: int, personal: Iterable[str] = (), field: str = "password"
) -> list[InputError]:
    """What is wrong with a chosen password, if anything; `personal` are names that it must not just repeat.

    There are no rules of composition: length and a blocklist do better (NIST SP 800-63B 5.1.1.2).
    """
    if not is_storable(password):
        return [InputError("INVALID_CHARACTERS", "This has characters that can't be stored.", (field,))]
    chosen = normal_form(password)
    if len(chosen) < least:
        message = f"At least {least} characters."
        return [InputError("PASSWORD_TOO_SHORT", message, (field,), value=str(least))]
    if len(chosen) > LONGEST:
        message = f"At most {LONGEST} characters."
        return [InputError("PASSWORD_TOO_LONG", message, (field,), value=str(LONGEST))]
    folded = sort_key(chosen)
    if is_common(folded) or is_monotonous(folded):
        return [InputError("PASSWORD_TOO_COMMON", "This password is easy to guess. Take another.", (field,))]
    if is_personal(folded, personal):
        message = "This password is made of names that others know. Take another."
        return [InputError("PASSWORD_TOO_PERSONAL", message, (field,))]
    return []


def is_common(folded: str) -> bool:
    """Whether it is a much used password, alone or between a few digits and signs."""
    stem = ENDS.sub("", folded)
    return folded in _common() or (stem in _common() and len(folded) - len(stem) <= TAIL)


def is_monotonous(folded: str) -> bool:
    """Whether it repeats a short unit, or runs along the alphabet, the digits or a row of keys."""
    repeats = any(folded[unit:] == folded[:-unit] for unit in range(1, min(SHORT_UNIT, len(folded))))
    return repeats or any(folded in run for run in RUNS)


def is_personal(folded: str, names: Iterable[str]) -> bool:
    """Whether little but digits is left once the names are taken out."""
    rest = folded
    for word in sorted(_words(names), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != folded and len(rest) <= TAIL and len(NOT_LETTERS.sub("", rest)) < 4


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in NOT_LETTERS.split(sort_key(name)) if len(word) >= 3}


@cache
def _common() -> frozenset[str]:
    """Royce Williams' list of the most common passwords, as Django ships it."""
    return frozenset(gzip.decompress(LIST.read_bytes()).decode().splitlines())
