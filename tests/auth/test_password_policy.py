"""Which passwords may be chosen."""

from __future__ import annotations

import pytest

from backend.core.password_policy import password_errors

PERSONAL = ("Acme Academy", "acme", "Zoë", "Müller-Großmann", "zoe.mueller@example.org")


def codes(password: str, least: int = 12) -> list[str]:
    """What is wrong with it."""
    return [error.code for error in password_errors(password, least=least, personal=PERSONAL)]


@pytest.mark.parametrize(
    "password",
    [
        "a lantern over the harbour",
        "correct horse battery staple",
        "x7$kQ2!mZ9pL",
        "восемь цапель на отмели",
        "八羽の鷺が干潟に立っている朝",
        "🦆🦢🦩🐧🦉🦅🕊🐓🦃🦚🦜🐦",
        "            a b            ",
        "93847561928374monkey59283746",
        "acme teaches herons to swim",
        "y" * 5 + "harbour lantern" + "z" * 108,
    ],
)
def test_takes_any_long_text(password: str) -> None:
    assert codes(password) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "PASSWORD_TOO_SHORT"),
        ("elevenchars", "PASSWORD_TOO_SHORT"),
        ("e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "PASSWORD_TOO_SHORT"),
        ("harbour lantern " * 8 + "x", "PASSWORD_TOO_LONG"),
        ("nul\x00nul\x00nul\x00", "INVALID_CHARACTERS"),
        ("\ud800" * 12, "INVALID_CHARACTERS"),
        ("qwerty123456", "PASSWORD_TOO_COMMON"),
        ("QWERTY123456", "PASSWORD_TOO_COMMON"),
        ("Password2026!", "PASSWORD_TOO_COMMON"),
        ("123456789012", "PASSWORD_TOO_COMMON"),
        ("210987654321", "PASSWORD_TOO_COMMON"),
        ("abcdefghijklm", "PASSWORD_TOO_COMMON"),
        ("qwertyuiopasdf", "PASSWORD_TOO_COMMON"),
        ("aaaaaaaaaaaa", "PASSWORD_TOO_COMMON"),
        ("abcabcabcabcab", "PASSWORD_TOO_COMMON"),
        ("AcmeAcademy2026", "PASSWORD_TOO_PERSONAL"),
        ("zoe-muller-grossmann", "PASSWORD_TOO_PERSONAL"),
    ],
)
def test_refuses_what_is_guessed_first(password: str, code: str) -> None:
    assert codes(password) == [code]


def test_the_least_length_is_the_workspaces() -> None:
    assert codes("x7$kQ2!m", least=8) == []
    assert codes("x7$kQ2!", least=8) == ["PASSWORD_TOO_SHORT"]
    assert codes("a lantern over the harbour", least=64) == ["PASSWORD_TOO_SHORT"]
