"""Whatever changes people, their names and their places at once: nobody waits for another in a circle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import asyncpg

from backend.accounts.provisioning.change_provisioned_group import change_provisioned_group
from backend.accounts.provisioning.change_provisioned_member import PersonAfter, change_provisioned_member
from backend.accounts.provisioning.queries import DirectoryGroup, DirectoryPerson
from backend.auth.actions.accept_invitation import NewMember, accept_invitation
from backend.auth.tokens import Visit
from backend.core.access import Actor, Role
from backend.core.errors import InvalidInput, NotFound, RateLimited
from backend.core.tokens import link_token
from backend.core.work import enclosing_work
from backend.groups.numbers import count_changed_groups
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.change_member_email import change_member_email
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.intake.pipeline import Terms
from backend.invitations.reactivate_members import reactivate_members
from backend.invitations.remove_group_members import remove_group_members
from backend.invitations.resend_invitations import resend_invitations
from backend.invitations.revoke_invitations import revoke_invitations
from backend.invitations.sort_renamed_members import sort_renamed_members
from backend.invitations.undo_batch import undo_batch
from backend.invitations.update_session import SessionEdit, update_session
from backend.members.actions import Profile, update_profile
from tests.house_of import Home
from tests.invitations.carrying import carrying
from tests.parts import Database

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


OPEN = "SELECT id, version FROM invitations WHERE state = 'PENDING' ORDER BY random() LIMIT 3"
LAST = "SELECT id FROM batches WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1"
NAMES = [f"p{number}@x.org" for number in range(8)]


async def tries(times: int, verb: Callable[[], Awaitable[object]]) -> None:
    """Refusals are answers, such as those to whoever comes too late; a deadlock is none."""
    for _ in range(times):
        with suppress(InvalidInput, NotFound, RateLimited):
            await verb()


@dataclass(slots=True)
class Eyes:
    """Sees what there is to act on, by a connection of its own."""

    sql: asyncpg.Connection[asyncpg.Record]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self, query: str) -> list[asyncpg.Record]:
        async with self.turn:
            return await self.sql.fetch(query)


async def join(eyes: Eyes) -> None:
    for row in await eyes.look(OPEN):
        token = link_token("JOIN", row["id"], row["version"])
        await accept_invitation(token, NewMember("Jo", "Doe", "nine herons at low tide"), Visit())


async def undo(home: Home, eyes: Eyes) -> None:
    for row in await eyes.look(LAST):
        await undo_batch(home.owner, row["id"])


async def through(home: Home, eyes: Eyes, verb: Callable[[Actor, list[UUID]], Awaitable[object]]) -> None:
    if ids := [row["id"] for row in await eyes.look(OPEN)]:
        await verb(home.owner, ids)


async def postpone(home: Home, session: UUID) -> None:
    await update_session(home.owner, session, SessionEdit(starts_at=await home.now() + timedelta(days=3)))


async def test_nobody_waits_in_a_circle_while_mail_leaves(home: Home, connected: Database) -> None:
    groups = [await home.group(name) for name in "AB"]
    session = await home.session(*groups, starts=timedelta(days=2))
    await home.invite(*NAMES, group_ids=groups)
    sql = await asyncpg.connect(connected.owner_url)
    eyes = Eyes(sql)
    async with carrying(home):
        await asyncio.gather(
            tries(6, lambda: home.invite(*NAMES, group_ids=groups)),
            tries(6, lambda: home.invite(*reversed(NAMES), group_ids=groups[:1])),
            tries(6, lambda: through(home, eyes, resend_invitations)),
            tries(4, lambda: through(home, eyes, revoke_invitations)),
            tries(6, lambda: join(eyes)),
            tries(4, lambda: undo(home, eyes)),
            tries(6, lambda: postpone(home, session)),
        )
    await home.wait(timedelta(days=1))
    await home.invite(*NAMES, group_ids=groups)  # whatever became of them: they can still join
    await join(eyes)
    await sql.close()
    assert await home.count("members", "joined_at IS NOT NULL") > 1
