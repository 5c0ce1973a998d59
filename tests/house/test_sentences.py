"""Every error code that the backend can give has a sentence in each language, and a line in docs/api.md."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from backend.accounts.imports.finishing import MESSAGES
from backend.accounts.reading.workbook import REFUSALS
from backend.api.reference import codes
from backend.auth.errors import LINKS
from backend.invitations.models import InvitationState
from backend.invitations.quota import DAILY_LIMIT
from backend.mail.models import MailState
from tests.house.source import ROOT, Module, calls, modules

CATALOGS = ROOT / "frontend/src/i18n"
# Codes that are not written where the error is made.
FROM_TABLES = {*MESSAGES, *REFUSALS, *(f"LINK_{state}" for state in LINKS)}
API_KEYS = {"api_key.created", "api_key.revoked", "api_key.rotated"}  # whose kind has two words
FROM_ELSEWHERE = {DAILY_LIMIT, "GROUP_NOT_YOURS", "INTERNAL"}


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_every_code_has_a_sentence(language: str) -> None:
    assert len(_given()) > 120
    assert sorted(_given() - _told(language)) == []


def test_the_page_of_the_api_lists_every_code_and_no_other() -> None:
    assert set(codes()) == _given()


@cache
def _given() -> set[str]:
    """Every code that the backend can give."""
    return {code for module in modules() for code in _codes(module)} | FROM_TABLES | FROM_ELSEWHERE


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_what_an_error_names_is_named_in_its_sentence(language: str) -> None:
    named = {code for module in modules() for code in _codes(module, naming=True)}
    sentences = _chapter(language, "errorsNaming")
    assert {"UNKNOWN_COLUMN", "UNKNOWN_GROUP", "UNKNOWN_LANGUAGE", "PASSWORD_TOO_SHORT"} <= named
    assert sorted(named) == sorted(sentences)
    silent = [code for code, text in sentences.items() if not ("{value}" in text or "{count, plural" in text)]
    assert silent == []


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_every_reason_why_a_mail_is_withdrawn_or_failed_has_words(language: str) -> None:
    texts = [
        module.path.read_text() for module in modules() if module.path.parts[1] not in {"migrations", "api"}
    ]
    judged = {
        code for text in texts if "why_not" in text for code in re.findall(r"THEN '([A-Z_]+[A-Z])'", text)
    }
    taken = {
        code for text in texts for code in re.findall(r'(?:cancel\w*|withdraw)\([^()]*"([A-Z_]+)"', text)
    }
    reasons = (judged | taken) - set(MailState) - set(InvitationState)
    assert len(reasons) > 15
    (told,) = [one["why"]["reasons"] for one in _catalogs(language) if "why" in one]
    assert sorted(reasons - told.keys()) == []


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_every_action_that_is_recorded_has_words(language: str) -> None:
    made = [
        call
        for module in modules()
        for name in ("record", "record_each")
        for call in calls(module.tree, name)
    ]
    recorded = {text for call in made for one in call.args[2:3] for text in _texts(one)}
    assert len(recorded) > 40
    (told,) = [one["audit"]["actions"] for one in _catalogs(language) if "audit" in one]
    assert sorted(recorded - {word.replace("_", ".", 1) for word in told} - API_KEYS) == []
    assert {word.replace(".", "_") for word in API_KEYS} <= told.keys()


def _told(language: str) -> set[str]:
    """The codes of all catalogs of a language."""
    return {*_chapter(language, "errors"), *_chapter(language, "refusals")}


def _chapter(language: str, name: str) -> dict[str, str]:
    """A chapter out of all catalogs of a language."""
    return {code: text for one in _catalogs(language) for code, text in one.get(name, {}).items()}


def _catalogs(language: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in (CATALOGS / language).glob("*.json")]


def _codes(module: Module, *, naming: bool = False) -> Iterator[str]:
    """What is written as the code of an InputError, a BadValue or a kind of DomainError.

    With `naming` only of errors that bear a value for their sentence to name.
    """
    for name, place in (("InputError", 5), ("BadValue", 3)):
        for call in calls(module.tree, name):
            valued = len(call.args) > place or any(one.arg == "value" for one in call.keywords)
            yield from _texts(call.args[0]) if call.args and (valued or not naming) else ()
    if naming:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            yield from _texts(node.value)


def _texts(value: ast.expr) -> Iterator[str]:
    """The texts that an expression may come to."""
    if isinstance(value, ast.IfExp):
        yield from (*_texts(value.body), *_texts(value.orelse))
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
