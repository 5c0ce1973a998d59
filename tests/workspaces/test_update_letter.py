"""Choosing the words of a letter, and going back to the house's."""

from __future__ import annotations

import orjson
import pytest

from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput
from backend.core.keep import KEEP
from backend.mail.models import MailKind
from backend.mail.rendering import house_wording
from backend.workspaces.letters import list_letters, preview_letter
from backend.workspaces.reset_letter import reset_letter
from backend.workspaces.update_letter import LetterChange, update_letter
from tests.house_of import Home, make_home

INVITATION = MailKind.WORKSPACE_INVITATION
HOUSE = house_wording(INVITATION.value, "en")


async def audited(home: Home) -> list[tuple[str, object]]:
    rows = await home.sql.fetch(
        "SELECT action, data FROM audit_events WHERE action LIKE 'letter.%' ORDER BY id"
    )
    return [(row["action"], orjson.loads(row["data"])) for row in rows]


async def test_words_are_chosen_one_by_one_and_audited(home: Home) -> None:
    await update_letter(home.owner, LetterChange(INVITATION, "en", subject="Come to {{workspace}}"))
    row = await update_letter(home.owner, LetterChange(INVITATION, "en", body="Dear {name},\n\ncome!"))
    assert (row.wording.subject, row.wording.body) == ("Come to {workspace}", "Dear {name},\n\ncome!")
    assert (row.wording.title, row.wording.button) == (HOUSE.title, HOUSE.button)
    assert row.house == HOUSE
    assert row.updated_by == home.owner_id
    about = {"letter": "workspace_invitation", "language": "en"}
    assert await audited(home) == [
        ("letter.updated", about | {"fields": ["subject"]}),
        ("letter.updated", about | {"fields": ["body"]}),
    ]
    shown = await preview_letter(home.owner, INVITATION, "en")
    assert shown.subject == "Come to Home"
    assert "Dear Ada Lovelace," in shown.text


async def test_a_sample_comes_from_whoever_looks_at_it(home: Home) -> None:
    assert (await preview_letter(home.owner, INVITATION, "en")).subject.startswith("Robin Hafner invites")
    await home.sql.execute(
        "UPDATE members SET first_name = NULL, last_name = NULL WHERE id = $1", home.owner_id
    )
    subject = (await preview_letter(home.owner, INVITATION, "en")).subject
    assert subject.startswith("owner@home.example.org invites")


async def test_other_letters_languages_and_workspaces_keep_theirs(home: Home) -> None:
    other = await make_home(home.sql, "other")
    await update_letter(home.owner, LetterChange(INVITATION, "en", title="Ours"))
    own = [(row.letter, row.language) for row in await list_letters(home.owner) if row.updated_at]
    assert own == [(INVITATION, "en")]
    assert not [row for row in await list_letters(other.owner) if row.updated_at]
    assert len(await list_letters(home.owner, "fr")) == 10


async def test_the_houses_own_words_are_no_choice(home: Home) -> None:
    row = await update_letter(home.owner, LetterChange(INVITATION, "en", HOUSE.subject, HOUSE.title))
    assert row.updated_at is None
    await update_letter(home.owner, LetterChange(INVITATION, "en", "Ours", KEEP))
    row = await update_letter(home.owner, LetterChange(INVITATION, "en", ""))
    assert (row.wording, row.updated_at) == (HOUSE, None)
    assert await home.count("letter_wordings") == 0


async def test_reset_goes_back_and_says_so_once(home: Home) -> None:
    await update_letter(home.owner, LetterChange(INVITATION, "en", "Ours", "Ours", "Ours", "Ours"))
    for _ in range(2):
        row = await reset_letter(home.owner, INVITATION, "en")
        assert (row.wording, row.updated_at, row.updated_by) == (HOUSE, None, None)
    assert [action for action, _ in await audited(home)] == ["letter.updated", "letter.reset"]
    assert await home.count("letter_wordings") == 0


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (LetterChange(INVITATION, "en", body="{firstname}"), "UNKNOWN_PLACEHOLDER", "body"),
        (LetterChange(INVITATION, "en", button="x" * 61), "TOO_LONG", "button"),
        (LetterChange(INVITATION, "en", "\ud800"), "INVALID_CHARACTERS", "subject"),
        (LetterChange(INVITATION, "xx", "Ours"), "UNKNOWN_LANGUAGE", "language"),
        (LetterChange(MailKind.LETTER_TEST, "en", "Ours"), "UNKNOWN_LETTER", "letter"),
    ],
)
async def test_what_can_not_be_said_changes_nothing(
    home: Home, change: LetterChange, code: str, field: str
) -> None:
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await update_letter(home.owner, change)
    assert [(error.code, error.field) for error in refusal.value.errors] == [(code, (field,))]
    assert await home.everything() == before


async def test_only_those_who_manage_the_workspace_see_and_choose(home: Home) -> None:
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    with pytest.raises(Forbidden):
        await update_letter(trainer, LetterChange(INVITATION, "en", "Mine"))
    with pytest.raises(Forbidden):
        await list_letters(trainer)
    with pytest.raises(Forbidden):
        await preview_letter(trainer, INVITATION, "en")
    assert await home.count("letter_wordings") == 0
