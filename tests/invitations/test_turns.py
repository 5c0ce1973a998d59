"""Whatever changes people, their names and their places at once: nobody waits for another in a circle."""

from __future__ import annotations

import asyncio
from uuid import UUID

from backend.accounts.provisioning.change_provisioned_group import change_provisioned_group
from backend.accounts.provisioning.change_provisioned_member import PersonAfter, change_provisioned_member
from backend.accounts.provisioning.queries import DirectoryGroup, DirectoryPerson
from backend.core.access import Actor, Role
from backend.core.work import enclosing_work
from backend.groups.numbers import count_changed_groups
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.change_member_email import change_member_email
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.intake.pipeline import Terms
from backend.invitations.reactivate_members import reactivate_members
from backend.invitations.remove_group_members import remove_group_members
from backend.invitations.sort_renamed_members import sort_renamed_members
from backend.members.actions import Profile, update_profile
from tests.house_of import Home

STRAY = """SELECT place.id FROM memberships place JOIN members m ON m.id = place.member_id
    WHERE place.member_name <> m.sort_name"""


async def renames_oneself(actor: Actor) -> None:
    for number in range(12):
        await update_profile(actor, Profile(last_name=f"N{number} {actor.member_id}"))


async def comes_and_goes(home: Home, group: UUID, people: list[UUID]) -> None:
    for _ in range(5):
        await add_group_members(home.owner, GroupMembers(group, people), Terms())
        await remove_group_members(home.owner, group, people[::2])


async def moves(home: Home, member_id: UUID) -> None:
    for number in range(5):
        await change_member_email(home.owner, member_id, f"{member_id}.{number}@x.org")


async def is_shut_out_and_let_in(home: Home, people: list[UUID]) -> None:
    for _ in range(3):
        await deactivate_members(home.owner, people)
        await reactivate_members(home.owner, people)


async def directory_speaks(home: Home, group: UUID, people: list[UUID]) -> None:
    """As SCIM does it: several changes in one transaction, people and groups in either order."""
    now = await home.now()
    for number in range(4):
        person = DirectoryPerson(
            people[0], None, None, None, None, None, None, number % 2 == 0, True, now, now
        )
        after = PersonAfter("", number % 2 == 1, f"Ada{number}", None, None, None)
        async with enclosing_work(home.owner):
            await change_provisioned_member(home.owner, person, after)
        there = DirectoryGroup(group, f"G{number}", None, now)
        async with enclosing_work(home.owner):
            await change_provisioned_group(home.owner, there, f"G{number + 1}", f"x{number}", people[1:])


async def works(home: Home) -> None:
    for _ in range(10):
        await sort_renamed_members()
        await count_changed_groups()


async def test_nobody_waits_in_a_circle(home: Home) -> None:
    groups = [await home.group(name) for name in "ABC"]
    people = [await home.member(Role.TRAINEE, f"p{number}@x.org") for number in range(6)]
    ids = [one.member_id for one in people if one.member_id]
    await home.session(groups[0])
    await asyncio.gather(
        *(renames_oneself(one) for one in people[2:]),
        *(comes_and_goes(home, group, ids[turn:] + ids[:turn]) for turn, group in enumerate(groups)),
        *(moves(home, one) for one in ids[:3]),
        is_shut_out_and_let_in(home, ids[:2]),
        directory_speaks(home, groups[1], ids),
        works(home),
        works(home),
    )
    await sort_renamed_members()
    assert not await home.sql.fetch(STRAY)
