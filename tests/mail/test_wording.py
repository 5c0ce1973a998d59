"""A workspace's own words: what is cleaned, what is refused, and what stands in a letter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.core.languages import LETTER_LANGUAGES
from backend.mail.models import MailKind
from backend.mail.rendering import house_wording, write
from backend.mail.wording import PLACEHOLDERS, Wording, check_wording
from tests.mail.test_rendering import letter

INVITATION = MailKind.WORKSPACE_INVITATION


def test_placeholders_are_read_as_people_write_them() -> None:
    clean, errors = check_wording(INVITATION, Wording("{{ workspace }}", body="{ name }, { this {inviter}"))
    assert (clean.subject, clean.body) == ("{workspace}", "{name}, { this {inviter}")
    assert errors == []


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [("{workspase}", "{workspace}"), ("{Name}", "{name}"), ("{}", None), ("{programs}", None)],
)
def test_what_no_placeholder_is_called_is_refused(typed: str, suggestion: str | None) -> None:
    _, (error,) = check_wording(INVITATION, Wording(title=f"Welcome {typed}"))
    assert (error.code, error.field, error.suggestion) == ("UNKNOWN_PLACEHOLDER", ("title",), suggestion)


def test_texts_are_cleaned_and_bounded() -> None:
    body = "One\r\n\r\n\r\n\r\n two \t three\u200b\n"
    clean, errors = check_wording(INVITATION, Wording(" a\u2028b ", body=body))
    assert (clean.subject, clean.body, errors) == ("a b", "One\n\ntwo three", [])
    long = Wording("s" * 201, "t" * 201, "b" * 4001, "\x00")
    _, errors = check_wording(INVITATION, long)
    assert [(error.code, error.field[0]) for error in errors] == [
        ("TOO_LONG", "subject"),
        ("TOO_LONG", "title"),
        ("TOO_LONG", "body"),
        ("INVALID_CHARACTERS", "button"),
    ]


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
@pytest.mark.parametrize("kind", list(PLACEHOLDERS))
def test_the_house_says_nothing_that_a_workspace_could_not(kind: MailKind, language: str) -> None:
    house = house_wording(kind.value, language)
    clean, errors = check_wording(kind, house)
    assert (clean, errors) == (house, [])
    assert all(house.items().values())


@pytest.mark.parametrize("kind", list(PLACEHOLDERS))
def test_own_words_stand_where_the_house_spoke(kind: MailKind) -> None:
    names = "".join(f" {{{name}}}" for name in PLACEHOLDERS[kind])
    own = Wording("Subject" + names, "Title" + names, "First" + names + "\n\nSecond\nline", "Button")
    written = write(replace(letter(kind.value, "en"), wording=own))
    assert written.subject.startswith("Subject Acme & Söhne Zoë zoe@example.org")
    assert "First Acme & Söhne Zoë" in written.text
    assert "{" not in written.subject + written.text
    assert "First Acme &amp; Söhne" in written.html
    assert "Second<br />line</p>" in written.html
    assert ">Button</a>" in " ".join(written.html.split()).replace(" </a>", "</a>").replace("> B", ">B")


def test_what_admins_and_people_typed_stays_text() -> None:
    own = Wording("{{ 7 * 7 }}", "<script>", "{name} {% raw %}<b>", "{workspace}")
    typed = replace(letter("workspace_invitation", "en"), name="{inviter}{{ link }}<i>")
    written = write(replace(typed, wording=own))
    assert "{inviter}{{ link }}<i> {% raw %}<b>" in written.text
    assert "&lt;script&gt;" in written.html
    assert "<script>" not in written.html
    assert "{inviter}{{ link }}&lt;i&gt; {% raw %}&lt;b&gt;" in written.html
