"""Who sees which groups, and who belongs to them."""

from __future__ import annotations

from backend.core.access import Actor, Role
from backend.core.paging import PageRequest
from backend.groups.models import GroupRole
from backend.groups.queries import list_groups, visible_members
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.intake.pipeline import Terms
from backend.members.filters import MemberFilter
from backend.members.queries import list_members
from tests.house_of import Home

PAGE = PageRequest()


async def names(actor: Actor) -> list[str]:
    return [group.name for group in (await list_groups(actor, PAGE)).nodes]


async def members_in(actor: Actor, *groups: object) -> list[str | None]:
    wanted = MemberFilter(group_ids=groups)  # type: ignore[arg-type]  # ids
    page = await list_members(actor, PAGE, visible_members(actor), wanted)
    return [member.email for member in page.nodes]


async def test_a_private_group_is_seen_by_its_leaders_and_admins_only(home: Home) -> None:
    crew, private = await home.group("Crew"), await home.group("Private", is_private=True)
    await home.invite("a@x.org", group_ids=[crew])
    await home.invite("b@x.org", group_ids=[private])
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    trainee = await home.member(Role.TRAINEE, "trainee@x.org")
    assert (await names(home.owner), await names(trainer), await names(trainee)) == (
        ["Crew", "Private"],
        ["Crew"],
        [],
    )
    assert await members_in(home.owner, crew, private) == ["a@x.org", "b@x.org"]
    assert await members_in(trainer, crew, private) == ["a@x.org"]
    assert await members_in(trainee, crew, private) == []
    for actor, role in ((trainer, GroupRole.LEARNER), (trainee, GroupRole.COACH)):
        assert actor.member_id
        await add_group_members(home.owner, GroupMembers(private, [actor.member_id], role), Terms())
    assert await names(trainer) == ["Crew"]
    assert await members_in(trainer, private) == []
    assert await names(trainee) == ["Private"]
    assert await members_in(trainee, private) == ["b@x.org", "trainee@x.org", "trainer@x.org"]
