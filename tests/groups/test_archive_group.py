"""A group put away keeps what it brought and brings no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput
from backend.invitations.archive_group import archive_group
from backend.invitations.assign_group import assign_group_to_program
from backend.invitations.create_session import SessionDraft, create_session
from backend.invitations.intake.pipeline import Terms
from backend.invitations.remove_group_members import remove_group_members
from backend.programs.actions import ProgramDraft, create_program
from tests.house_of import Home
from tests.invitations.posting import owed

DAY = timedelta(days=1)


async def test_it_keeps_what_it_brought_and_brings_no_more_until_it_is_restored(home: Home) -> None:
    group = await home.group()
    program = (await create_program(home.owner, ProgramDraft("Safety"))).id
    start = await home.now() + 9 * DAY
    await assign_group_to_program(home.owner, program, group, Terms())
    await create_session(home.owner, SessionDraft(program, "First", start))
    await home.invite("a@x.org", group_ids=[group])
    assert (await archive_group(home.owner, group)).archived_at
    assert await owed(home) == {"a@x.org": "SCHEDULED"}
    await create_session(home.owner, SessionDraft(program, "Second", start))
    assert await home.count("registrations", "ended_at IS NULL") == 1
    with pytest.raises(InvalidInput) as refusal:
        await home.invite("b@x.org", group_ids=[group])
    assert refusal.value.errors[0].code == "GROUP_ARCHIVED"
    assert (await archive_group(home.owner, group, archived=False)).archived_at is None
    assert await home.count("registrations", "ended_at IS NULL") == 2
    assert await owed(home) == {"a@x.org": "SCHEDULED SCHEDULED"}


async def test_people_still_leave_it(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=9 * DAY)
    intake = await home.invite("a@x.org", group_ids=[group])
    assert intake.committed
    await archive_group(home.owner, group)
    done = await remove_group_members(home.owner, group, list(intake.committed.member_ids.values()))
    assert (done.people, done.unregistered) == (1, 1)
    assert await owed(home) == {"a@x.org": "LEFT_SESSION"}


async def test_twice_is_once(home: Home) -> None:
    group = await home.group()
    first = await archive_group(home.owner, group)
    await home.wait(DAY)
    assert (await archive_group(home.owner, group)).archived_at == first.archived_at
    assert await home.count("audit_events", "action = 'group.archived'") == 1


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE])
async def test_only_admins_archive(home: Home, role: Role) -> None:
    group, other = await home.group(), await home.member(role, "other@x.org")
    with pytest.raises(Forbidden):
        await archive_group(other, group)
    assert await home.count("groups", "archived_at IS NOT NULL") == 0
