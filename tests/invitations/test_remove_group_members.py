"""Out of a group: what only the group brought ends with it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, NotFound
from backend.groups.models import GroupRole
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.remove_group_members import remove_group_members
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.invitations.posting import owed

DAY = timedelta(days=1)


async def people(home: Home, *emails: str, groups: list[UUID]) -> list[UUID]:
    intake = await home.invite(*emails, group_ids=groups)
    assert intake.committed
    return list(intake.committed.member_ids.values())


async def add(
    home: Home, group: UUID, actor: Actor, *members: UUID | None, role: GroupRole = GroupRole.LEARNER
) -> Intake:
    chosen = [member for member in members if member]
    return await add_group_members(actor, GroupMembers(group, chosen, role), Terms())


async def test_what_the_group_brought_ends_and_the_counts_are_truthful(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=-DAY)
    await home.session(group, starts=9 * DAY, title="Leading")
    over = await home.session(group, starts=-DAY, ends=2 * DAY, title="Over")
    members = await people(home, "a@x.org", "b@x.org", groups=[group])
    await deliver(home)
    await home.wait(3 * DAY)
    done = await remove_group_members(home.owner, group, [members[0], uuid4()])
    assert (done.people, done.unregistered, done.withdrawn, done.already_out) == (1, 2, 1, 1)
    assert [(error.code, error.row) for error in done.skipped] == [("NOT_IN_GROUP", 2)]
    states = await owed(home)
    assert sorted(states["a@x.org"].split()) == ["LEFT_SESSION", "SENT", "SENT"]
    assert await home.count("registrations", "session_id = $1 AND ended_at IS NULL", over) == 2
    back = await add(home, group, home.owner, members[0])
    assert back.committed
    states = await owed(home)
    assert sorted(states["a@x.org"].split()) == ["SCHEDULED", "SENT", "SENT"]


async def test_another_group_holds_them_where_they_are(home: Home) -> None:
    one, other = await home.group("One"), await home.group("Other")
    await home.session(one, other, starts=9 * DAY)
    members = await people(home, "a@x.org", groups=[one, other])
    done = await remove_group_members(home.owner, one, members)
    assert (done.people, done.unregistered, done.withdrawn) == (1, 0, 0)
    assert await owed(home) == {"a@x.org": "SCHEDULED"}


async def test_managers_take_out_everyone_but_managers_and_may_leave(home: Home) -> None:
    group = await home.group()
    one, other = await home.member(Role.TRAINEE, "1@x.org"), await home.member(Role.TRAINEE, "2@x.org")
    assert one.member_id
    assert other.member_id
    await add(home, group, home.owner, one.member_id, other.member_id, role=GroupRole.MANAGER)
    members = await people(home, "a@x.org", groups=[group])
    done = await remove_group_members(one, group, [other.member_id, *members])
    assert done.people == 1
    assert [(error.code, error.row) for error in done.remaining] == [("GROUP_ROLE_ABOVE_YOUR_OWN", 1)]
    assert await home.count("memberships") == 2
    assert (await remove_group_members(one, group, [one.member_id])).people == 1
    with pytest.raises(NotFound):
        await remove_group_members(one, group, [other.member_id])
    assert (await remove_group_members(home.owner, group, [other.member_id])).people == 1


async def test_managers_add_whom_they_can_see(home: Home) -> None:
    group, second = await home.group(), await home.group("Second")
    manager = await home.member(Role.TRAINEE, "manager@x.org")
    await add(home, group, home.owner, manager.member_id, role=GroupRole.MANAGER)
    await add(home, second, home.owner, manager.member_id, role=GroupRole.MANAGER)
    (known,) = await people(home, "known@x.org", groups=[group])
    (stranger,) = await people(home, "stranger@x.org", groups=[])
    intake = await add(home, second, manager, known, stranger)
    assert [row.outcome.value for row in intake.plan.rows] == ["MERGE_INTO_INVITATION", "REFUSED"]
    assert intake.plan.rows[1].errors[0].code == "UNKNOWN_MEMBER"
    assert "stranger@x.org" not in intake.plan.rows[1].entry.input
    assert await home.count("memberships", "group_id = $1", second) == 2


async def test_a_place_is_raised_and_never_lowered(home: Home) -> None:
    group = await home.group()
    (member,) = await people(home, "a@x.org", groups=[group])
    assert (await add(home, group, home.owner, member, role=GroupRole.COACH)).plan.rows[0].groups
    again = await add(home, group, home.owner, member)
    assert again.plan.counts["UNCHANGED"] == 1
    assert await home.count("memberships", "role = 'COACH'") == 1


async def test_nobody_else_takes_people_out(home: Home) -> None:
    group = await home.group()
    members = await people(home, "a@x.org", groups=[group])
    coach = await home.member(Role.TRAINEE, "coach@x.org")
    await add(home, group, home.owner, coach.member_id, role=GroupRole.COACH)
    refusals: list[tuple[Actor, type[Exception]]] = [
        (coach, Forbidden),
        (await home.member(Role.TRAINER, "trainer@x.org"), Forbidden),
        (await home.member(Role.TRAINEE, "trainee@x.org"), NotFound),
    ]
    before = await home.everything()
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            await remove_group_members(actor, group, members)
        with pytest.raises(refusal):
            await add(home, group, actor, *members, role=GroupRole.COACH)
    assert await home.everything() == before
