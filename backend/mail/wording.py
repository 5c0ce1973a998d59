"""A workspace's own words for a letter: which texts are its to choose, and what they may stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches

from backend.core.errors import InputError
from backend.core.text import check_lines, check_text
from backend.mail.models import MailKind

# Typed with one pair of braces or two, with spaces or without; a single brace is a brace.
PLACEHOLDER = re.compile(r"\{{1,2}([^{}\n]{0,60})\}{1,2}")
LONGEST = {"subject": 200, "title": 200, "body": 4000, "button": 60}

ALWAYS = ("workspace", "name", "address")
PLACEHOLDERS: Mapping[MailKind, tuple[str, ...]] = {
    MailKind.WORKSPACE_INVITATION: (*ALWAYS, "inviter", "expires"),
    MailKind.INVITATION_REMINDER: (*ALWAYS, "inviter", "expires"),
    MailKind.PROGRAM_INVITATION: (*ALWAYS, "programs"),
    MailKind.SESSION_MOVED: (*ALWAYS, "programs"),
    MailKind.SESSION_CANCELLED: (*ALWAYS, "programs"),
    MailKind.DEACTIVATION_WARNING: (*ALWAYS, "last_day"),
    MailKind.EMAIL_CHANGE_CONFIRM: (*ALWAYS, "expires"),
    MailKind.PASSWORD_RESET: (*ALWAYS, "expires"),
    MailKind.ACCOUNT_LINK: (*ALWAYS, "login", "expires"),
    MailKind.ACCOUNT_PASSWORD: (*ALWAYS, "login", "expires"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a letter that a workspace may choose; an empty one is left to the house.

    `body` may have paragraphs, parted by empty lines. What else a letter holds (greeting, programs,
    credentials, link, why one got it) is not up to anybody.
    """

    subject: str = ""
    title: str = ""
    body: str = ""
    button: str = ""

    def __bool__(self) -> bool:
        """Whether anything is chosen at all."""
        return any(self.items().values())

    def items(self) -> dict[str, str]:
        """The texts by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def over(self, other: Wording) -> Wording:
        """These texts, and the other's where there is none."""
        standing = other.items()
        return Wording(**{name: text or standing[name] for name, text in self.items().items()})

    def without(self, other: Wording) -> Wording:
        """These texts, but for those that the other has word for word."""
        standing = other.items()
        return Wording(
            **{name: "" if text == standing[name] else text for name, text in self.items().items()}
        )

    def filled(self, values: Mapping[str, str]) -> Wording:
        """The texts with these values in the place of their names."""
        return Wording(**{name: fill(text, values) for name, text in self.items().items()})


def check_letter(letter: MailKind) -> list[InputError]:
    """Whether there are words to choose for letters of this kind."""
    if letter in PLACEHOLDERS:
        return []
    return [InputError("UNKNOWN_LETTER", "This letter has no words of its own.", ("letter",))]


def check_wording(letter: MailKind, typed: Wording) -> tuple[Wording, list[InputError]]:
    """The texts cleaned, placeholders as `{name}`, and what is wrong with them."""
    clean: dict[str, str] = {}
    errors: list[InputError] = []
    for field, text in typed.items().items():
        check = check_lines if field == "body" else check_text
        shown, wrong = check(text, field, most=LONGEST[field], hard=True)
        clean[field] = PLACEHOLDER.sub(lambda found: f"{{{found[1].strip()}}}", shown)
        errors += wrong or _unknown(letter, field, clean[field])
    return Wording(**clean), errors


def fill(text: str, values: Mapping[str, str]) -> str:
    """A checked text with its placeholders filled, in one pass: values are never read as placeholders."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _unknown(letter: MailKind, field: str, text: str) -> list[InputError]:
    known = PLACEHOLDERS[letter]
    names = dict.fromkeys(name for name in PLACEHOLDER.findall(text) if name not in known)
    return [
        InputError(
            "UNKNOWN_PLACEHOLDER",
            f"There is no {{{name}}} in this letter; there are {', '.join(f'{{{one}}}' for one in known)}.",
            (field,),
            None,
            "".join(f"{{{one}}}" for one in get_close_matches(name.lower(), known, 1, 0.5)) or None,
        )
        for name in names
    ]
