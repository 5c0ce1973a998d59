"""The letters' words over HTTP: looked at, chosen, refused, tried out, and shown in a frame."""

from __future__ import annotations

from typing import Any

import httpx

from tests.api.conftest import Client, code_of
from tests.house_of import Home

ERRORS = "errors { code field message suggestion }"
WORDS = (
    "letter { letter language isOwn placeholders wording { subject title body button } updatedBy { email } }"
)
UPDATE = f"mutation ($input: UpdateLetterInput!) {{ updateLetter(input: $input) {{ {WORDS} {ERRORS} }} }}"
RESET = f"mutation ($input: ResetLetterInput!) {{ resetLetter(input: $input) {{ {WORDS} {ERRORS} }} }}"
TEST = f"""mutation ($input: SendTestLetterInput!) {{
    sendTestLetter(input: $input) {{ mail {{ kind state }} {ERRORS} }}
}}"""
PREVIEW = f"""query ($letter: MailKind!, $words: LetterWordingInput) {{
    letterPreview(letter: $letter, language: "en", wording: $words) {{ subject text html {ERRORS} }}
}}"""
INVITATION: dict[str, Any] = {"letter": "WORKSPACE_INVITATION", "language": "en"}


async def test_words_are_chosen_tried_and_given_up(owner: Client, home: Home) -> None:
    asked = {"subject": "Come to {workspace}", "button": None}
    made = (await owner(UPDATE, input=INVITATION | asked))["updateLetter"]
    assert made["errors"] == []
    assert made["letter"]["wording"]["subject"] == "Come to {workspace}"
    assert made["letter"]["wording"]["button"] == "Accept the invitation"
    assert made["letter"]["placeholders"][-1] == "{expires}"
    assert made["letter"]["updatedBy"] == {"email": "owner@home.example.org"}
    sent = (await owner(TEST, input=INVITATION))["sendTestLetter"]
    assert sent == {"mail": {"kind": "LETTER_TEST", "state": "QUEUED"}, "errors": []}
    back = (await owner(RESET, input=INVITATION))["resetLetter"]
    assert back["letter"]["isOwn"] is False
    assert back["letter"]["wording"]["subject"] == "{inviter} invites you to {workspace}"


async def test_a_placeholder_that_there_is_not(owner: Client, home: Home) -> None:
    before = await home.everything()
    made = (await owner(UPDATE, input=INVITATION | {"body": "Dear {nane}"}))["updateLetter"]
    assert made["letter"] is None
    (error,) = made["errors"]
    assert (error["code"], error["field"], error["suggestion"]) == ("UNKNOWN_PLACEHOLDER", ["body"], "{name}")
    shown = (await owner(PREVIEW, letter="WORKSPACE_INVITATION", words={"body": "{nane}"}))["letterPreview"]
    assert (shown["subject"], shown["errors"][0]["code"]) == (None, "UNKNOWN_PLACEHOLDER")
    assert await home.everything() == before


async def test_a_preview_writes_nothing(owner: Client, home: Home) -> None:
    before = await home.everything()
    shown = (await owner(PREVIEW, letter="PROGRAM_INVITATION", words={"subject": "Hi {name}"}))[
        "letterPreview"
    ]
    assert shown["subject"] == "Hi Ada Lovelace"
    assert "Fire safety" in shown["text"]
    assert shown["html"].startswith("<!doctype html>")
    listed = (await owner("{ letters { letter language isOwn } }"))["letters"]
    assert len(listed) == 40
    assert await home.everything() == before


async def test_a_letter_in_a_frame(owner: Client, http: httpx.AsyncClient) -> None:
    page = await http.get(
        "/letters/password_reset.html", params={"language": "fr", "title": "<b>{name}"}, headers=owner.headers
    )
    assert page.status_code == 200
    assert "&lt;b&gt;Ada Lovelace" in page.text
    assert '<base target="_blank">' in page.text
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    refused = {
        "/letters/password_reset.html?title={x}": (400, "UNKNOWN_PLACEHOLDER"),
        "/letters/password_reset.html?language=xx": (400, "UNKNOWN_LANGUAGE"),
        "/letters/letter_test.html": (400, "UNKNOWN_LETTER"),
        "/letters/nothing.html": (404, "NOT_FOUND"),
    }
    for address, (status, code) in refused.items():
        answer = await http.get(address, headers=owner.headers)
        assert (answer.status_code, code_of(answer)) == (status, code)
    assert (await http.get("/letters/password_reset.html")).status_code == 401
