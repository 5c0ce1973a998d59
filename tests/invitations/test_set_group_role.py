"""Another role in a group, higher or lower: only learners are registered by it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput
from backend.groups.models import GroupRole
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.intake.pipeline import Terms
from backend.invitations.set_group_role import GroupRoles, GroupRoleSet, set_group_role
from tests.house_of import Home
from tests.invitations.posting import owed

COMING = timedelta(days=9)
LEARNER, COACH, MANAGER = GroupRole


async def crew(home: Home) -> tuple[UUID, UUID]:
    """A group with one learner, which stands in a session to come."""
    group = await home.group()
    await home.session(group, starts=COMING)
    intake = await home.invite("a@x.org", group_ids=[group])
    assert intake.committed
    return group, next(iter(intake.committed.member_ids.values()))


async def leader(home: Home, group: UUID, email: str = "lead@x.org", role: GroupRole = MANAGER) -> Actor:
    """A trainee who is more than a learner there."""
    actor = await home.member(Role.TRAINEE, email)
    assert actor.member_id
    await add_group_members(home.owner, GroupMembers(group, [actor.member_id], role), Terms())
    return actor


def told(done: GroupRoleSet) -> tuple[int, int, int, int, int]:
    return done.people, done.registered, done.unregistered, done.owed, done.withdrawn


async def test_a_coach_is_not_registered_and_a_learner_is_again(home: Home) -> None:
    group, who = await crew(home)
    assert told(await set_group_role(home.owner, GroupRoles(group, [who], COACH))) == (1, 0, 1, 0, 1)
    assert await home.count("registrations", "ended_at IS NULL") == 0
    lowered = await set_group_role(home.owner, GroupRoles(group, [who, uuid4()], LEARNER))
    assert told(lowered) == (1, 1, 0, 1, 0)
    assert [(error.code, error.row) for error in lowered.skipped] == [("NOT_IN_GROUP", 2)]
    assert await owed(home) == {"a@x.org": "SCHEDULED"}
    same = await set_group_role(home.owner, GroupRoles(group, [who], LEARNER))
    assert told(same) == (0, 0, 0, 0, 0)
    roles = "action = 'group.role_set' AND subject_id = $1 AND data ->> 'role' = 'LEARNER'"
    assert await home.count("audit_events", roles, group) == 1


async def test_a_preview_tells_the_same_and_writes_nothing(home: Home) -> None:
    group, who = await crew(home)
    wanted = GroupRoles(group, [who], COACH)
    assert await set_group_role(home.owner, wanted, preview=True) == GroupRoleSet(1, 0, 1, 0, 1, 0)
    assert await home.count("memberships", "role = 'LEARNER'") == 1
    assert await home.count("registrations", "ended_at IS NULL") == 1
    assert await home.count("audit_events", "action = 'group.role_set'") == 0


async def test_a_manager_names_coaches_and_learners_and_may_step_down(home: Home) -> None:
    group, who = await crew(home)
    one, other = await leader(home, group), await leader(home, group, "other@x.org")
    assert one.member_id
    assert other.member_id
    for role in (COACH, LEARNER):
        assert (await set_group_role(one, GroupRoles(group, [who], role))).people == 1
    kept = await set_group_role(one, GroupRoles(group, [other.member_id], LEARNER))
    assert (kept.people, [error.code for error in kept.remaining]) == (0, ["GROUP_ROLE_ABOVE_YOUR_OWN"])
    assert await home.count("memberships", "role = 'MANAGER'") == 2
    assert (await set_group_role(one, GroupRoles(group, [one.member_id], COACH))).people == 1
    with pytest.raises(Forbidden):
        await set_group_role(one, GroupRoles(group, [who], COACH))
    assert await home.count("memberships", "member_id = $1 AND role = 'LEARNER'", who) == 1


async def test_nobody_gives_a_role_above_their_own(home: Home) -> None:
    group, who = await crew(home)
    manager, coach = await leader(home, group), await leader(home, group, "coach@x.org", COACH)
    with pytest.raises(InvalidInput) as refused:
        await set_group_role(manager, GroupRoles(group, [who], MANAGER))
    assert [error.code for error in refused.value.errors] == ["GROUP_ROLE_ABOVE_YOUR_OWN"]
    with pytest.raises(Forbidden):
        await set_group_role(coach, GroupRoles(group, [who], COACH))
    assert await home.count("memberships", "member_id = $1 AND role = 'LEARNER'", who) == 1
    assert (await set_group_role(home.owner, GroupRoles(group, [who], MANAGER))).people == 1
