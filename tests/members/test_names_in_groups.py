"""A place in a group is sorted by its member's name, by whatever statement either is written."""

from __future__ import annotations

import asyncio
from uuid import UUID

import asyncpg
import pytest

from backend.core.access import Role
from backend.core.paging import PageRequest
from backend.core.work import Change, ChangeKind, messenger
from backend.groups.queries import visible_members
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.change_member_email import change_member_email
from backend.invitations.intake.pipeline import Terms
from backend.invitations.sort_renamed_members import sort_renamed_members
from backend.members.actions import Profile, update_profile
from backend.members.queries import members_of_groups
from tests.house_of import Home
from tests.parts import Database

PLACE = """INSERT INTO memberships (id, workspace_id, group_id, member_id, role, created_at)
    SELECT usher_uuid7(), workspace_id, $1, id, 'LEARNER', now() FROM members WHERE id = $2"""
RENAME = "UPDATE members SET sort_name = $2 WHERE id = $1"
STRAY = """SELECT place.id FROM memberships place JOIN members m ON m.id = place.member_id
    WHERE place.member_name <> m.sort_name"""


async def listed(home: Home, group: UUID) -> list[str | None]:
    """The addresses of a group's members in the order of its list, read by pages of two."""
    found: list[str | None] = []
    place = None
    while True:
        request = PageRequest(first=2, after=place)
        scope = visible_members(home.owner)
        page = (await members_of_groups(home.owner, scope, None, request, [group]))[group]
        found += [node.email for node in page.nodes]
        if not page.has_next:
            return found
        place = page.cursor(-1)


async def one(home: Home, email: str) -> UUID:
    """The member of this address."""
    found: UUID = await home.sql.fetchval("SELECT id FROM members WHERE email_key = $1", email)
    return found


async def test_whose_address_changes_moves_in_the_lists_of_their_groups(home: Home) -> None:
    group = await home.group()
    await home.invite("a@x.org b@x.org c@x.org", group_ids=(group,))
    assert await listed(home, group) == ["a@x.org", "b@x.org", "c@x.org"]
    await change_member_email(home.owner, await one(home, "a@x.org"), "z@x.org")
    assert await listed(home, group) == ["z@x.org", "b@x.org", "c@x.org"], "nobody has sorted it yet"
    assert await sort_renamed_members() == 1
    assert await listed(home, group) == ["b@x.org", "c@x.org", "z@x.org"]
    assert await sort_renamed_members() == 0


async def test_who_renames_themselves_moves_in_all_their_groups(home: Home) -> None:
    groups = [await home.group("A"), await home.group("B")]
    someone = await home.member(Role.TRAINEE, "a@x.org")
    await home.invite("a@x.org b@x.org", group_ids=groups)
    await update_profile(someone, Profile(last_name="Z"))
    assert await sort_renamed_members() == 2
    assert [await listed(home, group) for group in groups] == [["b@x.org", "a@x.org"]] * 2


async def test_who_keeps_their_name_leaves_no_note(home: Home) -> None:
    someone = await home.member(Role.TRAINEE, "a@x.org")
    await update_profile(someone, Profile(last_name="Z"))
    await sort_renamed_members()
    await update_profile(someone, Profile(last_name="Z", language="fr"))
    assert await home.count("member_renames") == 0


async def test_the_open_pages_of_the_groups_are_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Change] = []

    async def announce(changes: list[Change]) -> None:
        told.extend(changes)

    group = await home.group()
    await home.invite("a@x.org b@x.org", group_ids=(group,))
    await change_member_email(home.owner, await one(home, "a@x.org"), "z@x.org")
    monkeypatch.setattr(messenger, "announce", announce)
    await sort_renamed_members()
    assert told == [Change(home.owner.workspace_id, ChangeKind.GROUP, group)]


async def test_a_place_that_does_not_say_the_name_is_given_it(home: Home) -> None:
    group = await home.group()
    await home.invite("b@x.org a@x.org")
    for email in ("b@x.org", "a@x.org"):
        await home.sql.execute(PLACE, group, await one(home, email))
    assert await listed(home, group) == ["a@x.org", "b@x.org"]
    assert not await home.sql.fetch(STRAY)


async def test_who_gives_a_place_waits_for_whoever_is_renaming_the_member(
    home: Home, members_database: Database
) -> None:
    group = await home.group()
    people = [(await home.member(Role.TRAINEE, email)).member_id for email in ("a@x.org", "b@x.org")]
    renaming = await asyncpg.connect(members_database.owner_url)
    rename = renaming.transaction()
    await rename.start()
    await renaming.execute(RENAME, people[0], "z")
    joining = asyncio.create_task(add_group_members(home.owner, GroupMembers(group, people), Terms()))
    while not await home.sql.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
        assert not joining.done(), joining
        await asyncio.sleep(0)
    await rename.commit()
    await joining
    await renaming.close()
    assert await listed(home, group) == ["b@x.org", "a@x.org"]
    assert await sort_renamed_members() == 0
    assert not await home.sql.fetch(STRAY)


async def test_a_place_given_to_someone_who_was_being_renamed_follows(
    home: Home, members_database: Database
) -> None:
    """By a statement that locks nobody: the name it saw is old once the other commits."""
    group = await home.group()
    await home.invite("a@x.org")
    renaming = await asyncpg.connect(members_database.owner_url)
    async with renaming.transaction():
        await renaming.execute(RENAME, await one(home, "a@x.org"), "z")
        await home.sql.execute(PLACE, group, await one(home, "a@x.org"))
        assert await sort_renamed_members() == 0
    await renaming.close()
    assert len(await home.sql.fetch(STRAY)) == 1
    assert await sort_renamed_members() == 1
    assert not await home.sql.fetch(STRAY)
