"""A place in a group is sorted by its member's name, by whatever statement either is written."""

from __future__ import annotations

import asyncio
from uuid import UUID

import asyncpg
import pytest

from backend.core.access import Role
from backend.core.paging import PageRequest
from backend.groups.queries import visible_members
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.change_member_email import change_member_email
from backend.invitations.intake.pipeline import Terms
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
    assert await listed(home, group) == ["b@x.org", "c@x.org", "z@x.org"]
    assert not await home.sql.fetch(STRAY)


async def test_who_renames_themselves_moves_too(home: Home) -> None:
    group = await home.group()
    someone = await home.member(Role.TRAINEE, "a@x.org")
    await home.invite("a@x.org b@x.org", group_ids=(group,))
    await update_profile(someone, Profile(last_name="Z"))
    assert await listed(home, group) == ["b@x.org", "a@x.org"]


async def test_a_place_that_does_not_say_the_name_is_given_it(home: Home) -> None:
    group = await home.group()
    await home.invite("b@x.org a@x.org")
    for email in ("b@x.org", "a@x.org"):
        await home.sql.execute(PLACE, group, await one(home, email))
    assert await listed(home, group) == ["a@x.org", "b@x.org"]
    assert not await home.sql.fetch(STRAY)


async def test_a_place_under_another_name_is_refused(home: Home) -> None:
    group = await home.group()
    await home.invite("a@x.org", group_ids=(group,))
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await home.sql.execute("UPDATE memberships SET member_name = 'someone else'")


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
    assert not await home.sql.fetch(STRAY)
    assert await listed(home, group) == ["b@x.org", "a@x.org"]
