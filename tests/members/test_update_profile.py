"""What members say of themselves."""

from __future__ import annotations

from typing import Any

import pytest

from backend.core.access import Actor, Door, Role
from backend.core.errors import Forbidden, InvalidInput
from backend.members.actions import Profile, update_profile
from tests.house_of import Home


async def person(home: Home, who: Actor) -> dict[str, Any]:
    found = await home.sql.fetchrow("SELECT * FROM members WHERE id = $1", who.member_id)
    assert found
    return dict(found)


async def test_names_and_language_are_their_own(home: Home) -> None:
    anna = await home.member(Role.TRAINEE, "anna@x.org")
    await update_profile(anna, Profile(" Anna ", "Müller", "pt-BR"))
    now = await person(home, anna)
    assert (now["first_name"], now["last_name"], now["language"]) == ("Anna", "Müller", "pt_BR")
    assert now["sort_name"] == "muller anna"
    await update_profile(anna, Profile(language=None))
    now = await person(home, anna)
    assert (now["first_name"], now["language"]) == ("Anna", None)
    assert await home.count("audit_events", "action = 'member.profile_updated'") == 2


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        (Profile(first_name=" "), "REQUIRED"),
        (Profile(last_name="x" * 121), "TOO_LONG"),
        (Profile(language="xx"), "UNKNOWN_LANGUAGE"),
        (Profile(first_name="\x00"), "INVALID_CHARACTERS"),
    ],
)
async def test_refusals_do_nothing(home: Home, profile: Profile, code: str) -> None:
    anna = await home.member(Role.TRAINEE, "anna@x.org")
    before = await person(home, anna)
    with pytest.raises(InvalidInput) as refusal:
        await update_profile(anna, profile)
    assert [error.code for error in refusal.value.errors] == [code]
    assert await person(home, anna) == before


async def test_keys_have_no_profile(home: Home) -> None:
    key = Actor(home.owner.workspace_id, None, Role.ADMIN, Door.API_KEY)
    with pytest.raises(Forbidden):
        await update_profile(key, Profile("Key"))
    assert await home.count("members", "first_name = 'Key'") == 0
