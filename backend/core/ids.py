"""Typed public ids: a prefix and a UUIDv7 in base32 (the TypeID specification, v0.3)."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from uuid_utils import compat

from backend.core.errors import WrongId

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
LOW = (1 << 60) - 1
VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


class Kind(StrEnum):
    """What an id names; the value is its prefix."""

    WORKSPACE = "wsp"
    MEMBER = "mem"
    GROUP = "grp"
    PROGRAM = "prg"
    SESSION = "ses"
    REGISTRATION = "reg"
    INVITATION = "inv"
    MAIL = "mai"
    BATCH = "bat"
    IMPORT = "imp"
    UPLOAD = "upl"
    AUDIT_EVENT = "aud"
    API_KEY = "key"
    WEBHOOK = "whk"
    DEVICE = "dev"
    WEBHOOK_DELIVERY = "whd"


PREFIXES = {kind.value: kind for kind in Kind}
EXAMPLE = "mem_01h2xcejqtf2nbrexx3vqjhp41"
NAMES = {kind: kind.name.lower().replace("_", " ") for kind in Kind}


def new_id() -> UUID:
    """A fresh UUIDv7: ids made later sort later."""
    return compat.uuid7()


def encode_once(kind: Kind, value: UUID) -> str:
    """The public form of what is told once, such as each row of an export."""
    number, pairs = value.int, PAIRS
    high, low = number >> 60, number & LOW  # small numbers are shifted in a quarter of the time
    return (
        f"{kind._value_}_{pairs[high >> 60]}{pairs[high >> 50 & 1023]}{pairs[high >> 40 & 1023]}"
        f"{pairs[high >> 30 & 1023]}{pairs[high >> 20 & 1023]}{pairs[high >> 10 & 1023]}{pairs[high & 1023]}"
        f"{pairs[low >> 50]}{pairs[low >> 40 & 1023]}{pairs[low >> 30 & 1023]}"
        f"{pairs[low >> 20 & 1023]}{pairs[low >> 10 & 1023]}{pairs[low & 1023]}"
    )


@lru_cache(8192)  # lists tell the same few groups and sessions again and again
def encode(kind: Kind, value: UUID) -> str:
    """The public form, for example `mem_01h2xcejqtf2nbrexx3vqjhp41`."""
    return encode_once(kind, value)


def decode(kind: Kind, text: str) -> UUID:
    """The value behind a public id of this very kind; raises WrongId that says what is wrong."""
    found, value = parse(text)
    if found is not kind:
        raise WrongId(
            f"{text!r} is the id of a {NAMES[found]}; a {NAMES[kind]} id starts with {kind.value}_.",
            expected=kind.value,
            found=found.value,
        )
    return value


def parse(text: str) -> tuple[Kind, UUID]:
    """Kind and value of any public id; raises WrongId."""
    prefix, _, letters = text.partition("_")
    well_formed = len(letters) == LENGTH and VALUES.keys() >= set(letters) and letters[0] <= "7"
    if prefix not in PREFIXES or not well_formed:
        raise WrongId(f"{text[:60]!r} is not an id. Ids look like {EXAMPLE}.")
    number = 0
    for letter in letters:
        number = number * 32 + VALUES[letter]
    return PREFIXES[prefix], UUID(int=number)
