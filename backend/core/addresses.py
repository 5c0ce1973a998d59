"""E-mail addresses as people paste them: split, cleaned, identified, with hints at likely typos."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from backend.core.errors import InputError
from backend.core.text import INVISIBLE, is_storable

LONGEST = 320

# `Name <address>`, with or without quotes around the name; a name holds no "@" and is bounded, so that
# a megabyte of garbage is read in linear time.
NAMED = re.compile(
    r'(?:"(?P<quoted>[^"\n]{0,200})"|(?P<name>[^<>,;\t\n"@]{0,120}))\s{0,10}<(?P<inside>[^<>\n]{0,400})>'
)
BARE = re.compile(r"[^\s,;<>]+")
# What nearly every address looks like. The library would say the same of it, a hundred times slower: it
# matters where 150,000 are read.
PLAIN = re.compile(
    r"(?P<local>(?=.{1,64}@)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*)"
    r"@(?P<domain>(?=.{1,63}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?P<last>[a-z]{2,}))",
    re.ASCII | re.IGNORECASE,
)
SPECIAL = frozenset(SPECIAL_USE_DOMAIN_NAMES)  # top-level names that lead nowhere
SKIP = re.compile(r"[\s,;<>]+")
EDGES = " .,;:'\"()[]{}<>|"

COMMON_DOMAINS = frozenset(
    """gmail.com googlemail.com hotmail.com hotmail.fr hotmail.de hotmail.es outlook.com outlook.fr outlook.de
    outlook.es live.com live.fr msn.com yahoo.com yahoo.fr yahoo.de yahoo.es ymail.com icloud.com me.com
    mac.com aol.com gmx.de gmx.net gmx.com web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr sfr.fr
    laposte.net telefonica.net proton.me protonmail.com mail.com mail.ru zoho.com""".split()
)
WRONG_ENDINGS = {
    "con": "com",
    "cmo": "com",
    "ocm": "com",
    "comm": "com",
    "vom": "com",
    "xom": "com",
    "nte": "net",
}


@dataclass(frozen=True, slots=True)
class Address:
    """One thing that was typed: an address (`key` is its identity) or what is wrong with it.

    `display` is the address as typed, cleaned of what surrounds it; `suggestion` a likely intention.
    """

    typed: str
    name: str = ""
    display: str = ""
    key: str = ""
    error: InputError | None = None
    suggestion: str | None = None


def split(text: str) -> list[tuple[str, str]]:
    """Pieces of a paste that should be addresses, each with the name that stood before it."""
    clean = INVISIBLE.sub("", text.replace("\u00a0", " ").replace("\u202f", " "))
    pieces: list[tuple[str, str]] = []
    position = 0
    while position < len(clean):
        if skipped := SKIP.match(clean, position):
            position = skipped.end()
        elif named := NAMED.match(clean, position):
            pieces.append((named["inside"].strip(), (named["quoted"] or named["name"] or "").strip()))
            position = named.end()
        elif bare := BARE.match(clean, position):
            pieces.append((bare[0], ""))
            position = bare.end()
    return [(piece, name) for piece, name in pieces if piece.strip(EDGES) or name]


def read_address(piece: str, name: str = "") -> Address:
    """One piece as an address, or with the error that says why it is none."""
    typed = f"{name} <{piece}>" if name else piece
    clean = piece.strip(EDGES).removeprefix("mailto:")
    if problem := _problem(clean):
        return Address(_shown(typed), name, error=problem)
    try:
        local, domain = _validated(clean)
    except EmailNotValidError as error:
        return Address(_shown(typed), name, error=_refusal(clean, str(error)))
    return Address(
        typed=_shown(typed),
        name=name,
        display=clean,
        key=f"{local.casefold()}@{domain.casefold()}",
        suggestion=suggest(clean),
    )


def normalise(text: str) -> str | None:
    """The identity of an address, or None where it is none."""
    return read_address(text).key or None


def suggest(address: str) -> str | None:
    """What was probably meant, where the domain is one letter off a common one; else None."""
    local, _, domain = address.rpartition("@")
    better = _better_domain(domain.lower())
    return f"{local}@{better}" if better else None


def _validated(clean: str) -> tuple[str, str]:
    """Local part and domain; raises EmailNotValidError."""
    plain = PLAIN.fullmatch(clean)
    if plain and "--" not in plain["domain"] and plain["last"].lower() not in SPECIAL:
        return plain["local"], plain["domain"].lower()
    found = validate_email(clean, check_deliverability=False, allow_smtputf8=False)
    return found.local_part, found.ascii_domain


def _problem(clean: str) -> InputError | None:
    if not is_storable(clean):
        return _error("INVALID_CHARACTERS", "This has characters that can't be stored.")
    if len(clean) > LONGEST:
        return _error("INVALID_EMAIL", f"An address has at most {LONGEST} characters.")
    if "@" not in clean:
        return _error("INVALID_EMAIL", "This is not an e-mail address: it has no @.")
    return None


def _refusal(clean: str, why: str) -> InputError:
    local, _, domain = clean.rpartition("@")
    repaired = f"{local}@{domain.strip('.-').replace('..', '.').replace(',', '.')}"
    try:
        _validated(repaired)
    except EmailNotValidError:
        repaired = ""
    return _error("INVALID_EMAIL", why, repaired if repaired != clean else None)


def _error(code: str, message: str, suggestion: str | None = None) -> InputError:
    return InputError(code, message, ("emails",), suggestion=suggestion or None)


def _shown(typed: str) -> str:
    kept = "".join(letter for letter in typed if letter != "\x00" and not "\ud800" <= letter <= "\udfff")
    return kept if len(kept) <= LONGEST else f"{kept[: LONGEST - 1]}…"


@lru_cache(maxsize=4096)
def _better_domain(domain: str) -> str | None:
    if domain in COMMON_DOMAINS:
        return None
    near = sorted(common for common in COMMON_DOMAINS if _one_off(domain, common))
    if near:
        return min(near, key=lambda common: (abs(len(common) - len(domain)), common))
    stem, _, ending = domain.rpartition(".")
    return f"{stem}.{WRONG_ENDINGS[ending]}" if ending in WRONG_ENDINGS else None


def _one_off(typed: str, common: str) -> bool:
    """Whether one letter was left out, added, changed, or swapped with its neighbour."""
    if abs(len(typed) - len(common)) > 1 or len(typed) < 5:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, common, strict=False)) if a != b), None)
    if start is None:
        return len(typed) != len(common)
    rest_typed, rest_common = typed[start:], common[start:]
    return (
        rest_typed[1:] == rest_common[1:]
        or rest_typed[1:] == rest_common
        or rest_typed == rest_common[1:]
        or (rest_typed[:2] == rest_common[1::-1] and rest_typed[2:] == rest_common[2:])
    )
