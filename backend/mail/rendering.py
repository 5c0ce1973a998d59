"""Letters in words: templates compiled once per letter and language, their slots filled for each mail."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from mjml import mjml2html

from backend.mail.colors import palette
from backend.mail.dates import day_in_words, in_words
from backend.mail.letters import Letter
from backend.mail.wording import LONGEST, Wording

TEMPLATES = Path(__file__).parent / "templates"
WORD = re.compile(r"\[\[ (\w+) \]\]")
# French puts a space before these signs, and no line may break there.
FRENCH_GAP, HARD_SPACE = re.compile(r" (?=[:;!?»])|(?<=«) "), "\u00a0"

# Words are ours and go in before compiling; what people typed only ever fills slots, escaped in HTML.
HTML = Environment(autoescape=True, undefined=StrictUndefined)
TEXT = Environment(
    autoescape=False,  # noqa: S701 - plain text has nothing to escape
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """One letter in one language, ready to be filled."""

    subject: Template
    text: Template
    html: Template


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words."""

    subject: str
    text: str
    html: str


@lru_cache(maxsize=256)
def compiled(letter: str, language: str) -> Compiled:
    """The letter's templates with this language's words in them, laid into the common page."""
    words = _words("layout", language) | _words(letter, language)
    page = _source("layout", "page.mjml").replace("[[ letter ]]", _source(letter, "body.mjml"))
    text = _source("layout", "page.txt").replace("[[ letter ]]", _source(letter, "body.txt").strip())
    safe = {key: escape(word, quote=False) for key, word in words.items()}
    return Compiled(
        TEXT.from_string(_or_own(words)["subject"]),
        TEXT.from_string(_with_words(text, _or_own(words))),
        HTML.from_string(_without_gaps(str(mjml2html(_with_words(page, _or_own(safe)))))),
    )


@lru_cache(maxsize=256)
def house_wording(letter: str, language: str) -> Wording:
    """What the house says where a workspace chose nothing, with placeholders for what differs."""
    names = ("workspace", "name", "address", "inviter", "login", "last_day")
    facts: dict[str, Any] = {name: f"{{{name}}}" for name in names}
    facts |= {"expires_at": "{expires}", "items": [{"program": "{programs}"}], "joining": False}
    words = _words(letter, language)
    return Wording(**{name: TEXT.from_string(words[name]).render(facts) for name in LONGEST})


def write(letter: Letter) -> Written:
    """The letter's subject, text and HTML; the same facts always give the same words."""
    templates = compiled(letter.template, letter.language)
    to_words = partial(_to_words, zone_name=letter.brand.time_zone, language=letter.language)
    facts: dict[str, Any] = {name: to_words(value) for name, value in letter.slots.items()}
    facts["items"] = [_item_in_words(item, letter) for item in letter.items]
    facts |= {
        "workspace": letter.brand.name,
        "logo_url": letter.brand.logo_url,
        "brand": palette(letter.brand.color),
        "name": letter.name,
        "address": letter.address,
        "language": letter.language,
    }
    own = letter.wording.filled(_values(facts)) if letter.wording else letter.wording
    facts |= {"own": own.items()}
    subject = templates.subject.render(facts)
    facts |= {"subject_line": subject}
    text = templates.text.render(facts)
    facts |= {"own": own.items() | {"body": _paragraphs(own.body)}}
    return Written(subject, text, templates.html.render(facts))


def _values(facts: Mapping[str, Any]) -> dict[str, str]:
    """What stands for each placeholder; somebody without a name is called by their address."""
    values = {
        "workspace": facts["workspace"],
        "name": facts["name"] or facts["address"],
        "address": facts["address"],
        "inviter": facts.get("inviter") or facts["workspace"],
        "expires": facts.get("expires_at"),
        "last_day": facts.get("last_day"),
        "login": facts.get("login"),
        "programs": ", ".join(item["program"] for item in facts["items"]),
    }
    return {name: str(value or "") for name, value in values.items()}


def _paragraphs(text: str) -> Markup:
    """A text of several paragraphs as HTML."""
    paragraphs = [Markup("<br />").join(part.split("\n")) for part in text.split("\n\n") if part]
    styles = ["margin:0", *["margin:1em 0 0"] * (len(paragraphs) - 1)]
    shown = zip(styles, paragraphs, strict=False)
    return Markup("").join(Markup('<p style="{}">{}</p>').format(style, part) for style, part in shown)


def _or_own(words: Mapping[str, str]) -> dict[str, str]:
    """The words, giving way to a workspace's own where it has some."""
    own = {
        name: f"{{% if own.{name} %}}{{{{ own.{name} }}}}{{% else %}}{words[name]}{{% endif %}}"
        for name in LONGEST
    }
    return {**words, **own}


def _item_in_words(item: Mapping[str, Any], letter: Letter) -> dict[str, Any]:
    """An item's dates are told in its own zone where it has one."""
    zone_name = item.get("zone") or letter.brand.time_zone
    return {name: _to_words(value, zone_name, letter.language) for name, value in item.items()}


def _to_words(value: Any, zone_name: str, language: str) -> Any:
    if isinstance(value, datetime):
        return in_words(value, zone_name, language)
    return day_in_words(value, language) if isinstance(value, date) else value


def _words(letter: str, language: str) -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(_source(letter, f"{language}.toml"))
    if language != "fr":
        return found
    return {name: FRENCH_GAP.sub(HARD_SPACE, word) for name, word in found.items()}


def _with_words(template: str, words: Mapping[str, str]) -> str:
    return WORD.sub(lambda match: words[match[1]], template)


def _without_gaps(html: str) -> str:
    """One line per element is enough: spaces between tags say nothing and cost bytes in every mail.

    Where none stood after a tag's attributes the line ends before its `>`, which changes nothing that
    is shown: what is said to one person stands on lines of its own; all others are quoted once for all.
    """
    return re.sub(r">\s*\n\s*<", ">\n<", html).replace('"><', '"\n><')


@lru_cache(maxsize=256)
def _source(letter: str, name: str) -> str:
    return (TEMPLATES / letter / name).read_text(encoding="utf-8")
