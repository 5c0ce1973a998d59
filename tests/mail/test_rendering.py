"""Letters in words: every letter in every language, in any brand."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from backend.core.languages import LETTER_LANGUAGES
from backend.mail.colors import DARK_PAPER, PAPER, contrast, palette
from backend.mail.dates import in_words
from backend.mail.letters import Brand, Letter, Slot
from backend.mail.models import MailKind
from backend.mail.rendering import TEMPLATES, write
from backend.mail.wording import PLACEHOLDERS

LINK = "https://learn.example.org/join/5xk3uVQpD0yO2m2g9l9V5m8fWQmJt0pQ1oYw7aD3B4c"
WHEN = datetime(2026, 12, 1, 8, tzinfo=UTC)
# A value for every slot that any letter has; a letter takes what it needs.
SLOTS: dict[str, Slot] = {
    "link": LINK,
    "inviter": "Marie Curie",
    "expires_at": WHEN,
    "joining": False,
    "last_day": WHEN.date(),
    "login": "zoe@example.org",
    "password": "a lantern over the harbour",
}
ITEM: dict[str, Slot] = {
    "program": "Fire safety",
    "session": "Autumn",
    "starts_at": WHEN,
    "ends_at": None,
    "under_way": False,
    "was": WHEN,
    "zone": "America/New_York",
}


def letter(kind: str, language: str, *, logo: str = "", color: str = "#1f5fae") -> Letter:
    brand = Brand("Acme & Söhne", color, logo, time_zone="Europe/Paris")
    items = (ITEM,) if "{{ item." in (TEMPLATES / kind / "body.mjml").read_text() else ()
    return Letter(kind, language, "zoe@example.org", "zoe@example.org", "Zoë", brand, SLOTS, items)


class Page(HTMLParser):
    """What the tests ask of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
@pytest.mark.parametrize("kind", list(PLACEHOLDERS))
def test_every_letter_in_every_language(kind: MailKind, language: str) -> None:
    written = write(letter(kind.value, language))
    page = Page(written.html)
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == 1
    assert {link["href"] for link in page.all("a")} == {LINK}
    assert len(page.all("a")) == 2  # the button, and the address to read
    assert all(table["role"] == "presentation" for table in page.all("table"))
    assert LINK in written.text
    assert "Acme & Söhne" in written.subject + written.text
    assert "Acme &amp; Söhne" in written.html
    for words in (written.subject, written.text, written.html):
        assert not re.search(r"\[\[|\]\]|\{\{|\{%|None", words)


@pytest.mark.parametrize("kind", list(PLACEHOLDERS))
def test_all_languages_say_the_same_things(kind: MailKind) -> None:
    keys = [
        tomllib.loads((TEMPLATES / kind.value / f"{language}.toml").read_text()).keys()
        for language in LETTER_LANGUAGES
    ]
    assert all(one == keys[0] for one in keys)


def test_a_logo_says_whose_it_is() -> None:
    page = Page(write(letter("password_reset", "en", logo="https://cdn.example.org/l.png")).html)
    (logo,) = page.all("img")
    assert logo["alt"] == "Acme & Söhne"


@pytest.mark.parametrize(
    "color", ["#ffffff", "#000000", "#ffd400", "#1f5fae", "#808080", "#00ff88", "nonsense"]
)
def test_every_brand_colour_is_readable(color: str) -> None:
    found = palette(color)
    assert contrast(found.color, found.ink) >= 4.5
    assert contrast(found.accent, PAPER) >= 4.5
    assert contrast(found.accent_on_dark, DARK_PAPER) >= 4.5


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Tuesday 1 December 2026 at 03:00 (America/New York)"),
        ("fr", "mardi 1er décembre 2026 à 03:00 (America/New York)"),
        ("de", "Dienstag, 1. Dezember 2026 um 03:00 Uhr (America/New York)"),
        ("es", "martes 1 de diciembre de 2026 a las 03:00 (America/New York)"),
    ],
)
def test_dates_name_their_zone(language: str, words: str) -> None:
    assert in_words(WHEN, "America/New_York", language) == words
    assert words in write(letter("program_invitation", language)).text


@pytest.mark.parametrize("kind", list(PLACEHOLDERS))
def test_no_line_of_french_begins_with_a_sign(kind: MailKind) -> None:
    written = write(letter(kind.value, "fr"))
    assert not re.search(r" [:;!?»]|« ", written.subject + written.text)


@pytest.mark.parametrize("kind", list(PLACEHOLDERS))
def test_a_text_has_no_gaps(kind: MailKind) -> None:
    assert "\n\n\n" not in write(letter(kind.value, "de")).text


def test_a_letter_fetches_nothing() -> None:
    page = Page(write(letter("workspace_invitation", "en")).html)
    assert page.all("link") == []
    assert page.all("img") == []
    assert "@import" not in write(letter("workspace_invitation", "en")).html
