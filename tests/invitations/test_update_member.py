"""What admins change of members, and what stays the members' own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.update_member import MemberChange, update_member
from tests.house_of import Home, make_home


async def anna(home: Home) -> UUID:
    found = (await home.member(Role.TRAINEE, "anna@x.org")).member_id
    assert found
    return found


async def row(home: Home, one: UUID) -> dict[str, Any]:
    found = await home.sql.fetchrow("SELECT * FROM members WHERE id = $1", one)
    assert found
    return dict(found)


async def refused(home: Home, actor: Actor, one: UUID, change: MemberChange) -> list[str]:
    """The codes of a refusal that must change nothing."""
    before = await row(home, one), await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await update_member(actor, one, change)
    assert (await row(home, one), await home.everything()) == before
    return [error.code for error in refusal.value.errors]


async def test_everything_an_admin_decides(home: Home) -> None:
    one, day = await anna(home), (await home.now() + timedelta(days=30)).date()
    change = MemberChange(Role.TRAINER, [" north ", "north", "", "France"], ["ID 5162"], day, " X-1 ", "Anna")
    await update_member(home.owner, one, change)
    now = await row(home, one)
    assert now["role"] == "TRAINER"
    assert now["labels"] == ["north", "France"]
    assert now["additional_information"] == ["ID 5162"]
    assert (now["deactivates_on"], now["external_id"]) == (day, "X-1")
    assert (now["username"], now["username_key"]) == ("Anna", "anna")
    assert now["deactivation_set_at"] is not None
    data = await home.sql.fetchval("SELECT data FROM audit_events WHERE action = 'member.updated'")
    assert "north" not in data
    assert "labels" in data


async def test_what_is_not_given_stays_and_none_clears(home: Home) -> None:
    one, day = await anna(home), (await home.now() + timedelta(days=30)).date()
    await update_member(home.owner, one, MemberChange(deactivates_on=day, external_id="X", labels=["a"]))
    set_at = (await row(home, one))["deactivation_set_at"]
    await home.wait(timedelta(hours=1))
    await update_member(home.owner, one, MemberChange(deactivates_on=day))
    assert (await row(home, one))["deactivation_set_at"] == set_at
    await update_member(home.owner, one, MemberChange(external_id=None, deactivates_on=None))
    now = await row(home, one)
    assert (now["external_id"], now["deactivates_on"], now["deactivates_at"]) == (None, None, None)
    assert now["labels"] == ["a"]


async def test_nothing_at_all_is_no_event(home: Home) -> None:
    await update_member(home.owner, await anna(home), MemberChange())
    assert await home.count("audit_events", "action = 'member.updated'") == 0


async def test_access_that_now_ends_before_a_start_takes_its_mail_back(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=timedelta(days=20))
    one = await anna(home)
    await home.invite("anna@x.org", group_ids=[group])
    mail = "SELECT coalesce(reason, state) FROM mails WHERE kind = 'program_invitation'"
    assert await home.sql.fetchval(mail) == "SCHEDULED"
    early, late = [(await home.now() + timedelta(days=days)).date() for days in (10, 60)]
    await update_member(home.owner, one, MemberChange(deactivates_on=early))
    assert await home.sql.fetchval(mail) == "ACCESS_ENDS_BEFORE_START"
    await update_member(home.owner, one, MemberChange(deactivates_on=late))
    assert await home.sql.fetchval(mail) == "SCHEDULED"
    assert await home.count("registrations", "ended_at IS NULL") == 1


async def test_a_role_follows_into_the_open_invitation(home: Home) -> None:
    await home.invite("a@x.org")
    one = await home.sql.fetchval("SELECT member_id FROM invitations")
    await update_member(home.owner, one, MemberChange(role=Role.ADMIN))
    assert await home.sql.fetchval("SELECT role FROM invitations") == "ADMIN"


async def test_roles_have_a_ceiling(home: Home) -> None:
    one = await anna(home)
    admin = await home.member(Role.ADMIN, "admin@x.org")
    assert await refused(home, admin, one, MemberChange(role=Role.OWNER)) == ["ROLE_ABOVE_YOUR_OWN"]
    assert await refused(home, admin, home.owner_id, MemberChange(labels=["x"])) == ["ABOVE_YOUR_ROLE"]


async def test_a_workspace_keeps_an_owner_without_an_end(home: Home) -> None:
    day = (await home.now() + timedelta(days=30)).date()
    for change in (MemberChange(role=Role.ADMIN), MemberChange(deactivates_on=day)):
        assert await refused(home, home.owner, home.owner_id, change) == ["LAST_OWNER"]
    await update_member(home.owner, home.owner_id, MemberChange(role=Role.OWNER, labels=["fine"]))
    await home.invite("not-yet@x.org", role=Role.OWNER)
    assert await refused(home, home.owner, home.owner_id, MemberChange(role=Role.ADMIN)) == ["LAST_OWNER"]
    await home.member(Role.OWNER, "second@x.org")
    await update_member(home.owner, home.owner_id, MemberChange(role=Role.ADMIN))


async def test_names_of_others_are_refused(home: Home) -> None:
    other, one = (await home.member(Role.TRAINEE, "bob@x.org")).member_id, await anna(home)
    assert other
    await update_member(home.owner, other, MemberChange(external_id="X-1", username="bob"))
    change = MemberChange(external_id="X-1", username=" BOB ")
    assert await refused(home, home.owner, one, change) == ["EXTERNAL_ID_TAKEN", "USERNAME_TAKEN"]
    stranger = await make_home(home.sql, "stranger")
    foreign = (await stranger.member(Role.TRAINEE, "c@x.org")).member_id
    assert foreign
    await update_member(stranger.owner, foreign, MemberChange(external_id="X-1", username="bob"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (MemberChange(deactivates_on=date(2020, 1, 1)), "DATE_IN_PAST"),
        (MemberChange(username="a@b"), "INVALID_USERNAME"),
        (MemberChange(labels=["x" * 101]), "TOO_LONG"),
        (MemberChange(labels=[str(n) for n in range(101)]), "TOO_MANY"),
        (MemberChange(labels=["\x00"]), "INVALID_CHARACTERS"),
        (MemberChange(additional_information=["x" * 2001]), "TOO_LONG"),
        (MemberChange(external_id="x" * 201), "TOO_LONG"),
    ],
)
async def test_what_cannot_stand_is_refused(home: Home, change: MemberChange, code: str) -> None:
    assert await refused(home, home.owner, await anna(home), change) == [code]


async def test_who_has_no_address_needs_a_username(home: Home) -> None:
    one = await anna(home)
    await home.sql.execute("UPDATE members SET email = NULL, email_key = NULL WHERE id = $1", one)
    assert await refused(home, home.owner, one, MemberChange(username=None)) == ["REQUIRED"]


async def test_a_date_brings_nobody_back(home: Home) -> None:
    one, day = await anna(home), (await home.now() + timedelta(days=30)).date()
    await deactivate_members(home.owner, [one])
    assert await refused(home, home.owner, one, MemberChange(deactivates_on=day)) == ["MEMBER_DEACTIVATED"]


async def test_strangers_are_not_found_and_others_may_not(home: Home) -> None:
    one = await anna(home)
    stranger = await make_home(home.sql, "stranger")
    for actor, who, refusal in (
        (stranger.owner, one, NotFound),
        (home.owner, uuid4(), NotFound),
        (Actor(home.owner.workspace_id, one, Role.TRAINEE), one, Forbidden),
    ):
        with pytest.raises(refusal):
            await update_member(actor, who, MemberChange(labels=["x"]))
    assert (await row(home, one))["labels"] == []
