"""Who sees which programs, sessions and registrations."""

from __future__ import annotations

from datetime import timedelta

from backend.core.access import Actor, Role
from backend.core.paging import PageRequest
from backend.core.sqltext import OWNER
from backend.groups.models import GroupRole
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.intake.pipeline import Terms
from backend.programs.assignments import AssignmentFilter, list_assignments
from backend.programs.queries import assigned_groups, list_programs, list_sessions
from backend.programs.registrations import RegistrationFilter, registrations_of_each
from tests.house_of import Home

DAY = timedelta(days=1)
PAGE = PageRequest()


async def sight(home: Home, actor: Actor) -> tuple[int, int, int, int]:
    """How many programs, sessions, registrations and assignments this caller sees."""
    programs, sessions = await list_programs(actor, PAGE), await list_sessions(actor, PAGE)
    everywhere = [row["id"] for row in await home.sql.fetch("SELECT id FROM sessions")]
    registrations = await registrations_of_each(actor, RegistrationFilter(OWNER), PAGE, everywhere)
    assignments = await list_assignments(actor, PAGE, AssignmentFilter())
    there = sum(len(page.nodes) for page in registrations.values())
    return len(programs.nodes), len(sessions.nodes), there, len(assignments.nodes)


async def test_leaders_see_what_their_groups_stand_in_and_who_is_there(home: Home) -> None:
    one, other = await home.group("One"), await home.group("Other")
    await home.session(one, starts=9 * DAY)
    await home.session(other, starts=9 * DAY, title="Leading")
    await home.session(starts=9 * DAY, title="Empty")
    await home.invite("a@x.org b@x.org", group_ids=[one])
    await home.invite("c@x.org", group_ids=[other])
    for role, seen in (
        (GroupRole.MANAGER, (1, 1, 2, 1)),
        (GroupRole.COACH, (1, 1, 2, 1)),
        (GroupRole.LEARNER, (1, 1, 1, 0)),
    ):
        actor = await home.member(Role.TRAINEE, f"{role.value.lower()}@x.org")
        assert await sight(home, actor) == (0, 0, 0, 0)
        assert actor.member_id
        await add_group_members(home.owner, GroupMembers(one, [actor.member_id], role), Terms())
        assert await sight(home, actor) == seen
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    assert await sight(home, trainer) == (3, 3, 4, 2)


async def test_a_private_group_in_a_session_is_for_those_who_may_see_it(home: Home) -> None:
    private = await home.group("Private", is_private=True)
    session = await home.session(private, starts=9 * DAY)
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    assert [group.name for group in (await assigned_groups(home.owner, [session]))[session]] == ["Private"]
    assert (await assigned_groups(trainer, [session]))[session] == []
