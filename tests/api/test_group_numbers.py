"""The totals of a group are right at any moment: kept as they were counted, or counted anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from backend.core.access import Role
from backend.core.db import reading
from backend.exports.statistics import numbers_of
from backend.groups.models import GroupRole
from backend.groups.numbers import GroupNumbers, count_anew, count_changed_groups
from backend.invitations.change_member_email import change_member_email
from backend.invitations.deactivate_members import deactivate_due_members, deactivate_members
from backend.invitations.reactivate_members import reactivate_members
from backend.invitations.remove_group_members import remove_group_members
from backend.invitations.set_group_role import GroupRoles, set_group_role
from backend.invitations.undo_batch import undo_batch
from tests.house_of import Home, make_home
from tests.parts import Database

MARK = "UPDATE group_numbers SET members = 999 WHERE group_id = $1"
CHANGES = "SELECT count(*) FROM group_changes"
JOIN = "UPDATE members SET activated_at = usher_now(), joined_at = usher_now() WHERE email_key = $1"


async def shown(home: Home, group: UUID) -> GroupNumbers:
    return (await numbers_of(home.owner, [group]))[group]


async def counted(home: Home, group: UUID) -> GroupNumbers:
    """From the rows, whatever is kept."""
    async with reading(home.owner.workspace_id) as sql:
        found = await count_anew(sql, home.owner.workspace_id, [group])
    return found.get(group, GroupNumbers())


async def one(home: Home, email: str = "a@x.org") -> UUID:
    found: UUID = await home.sql.fetchval("SELECT id FROM members WHERE email_key = $1", email)
    return found


async def two_groups(home: Home) -> tuple[UUID, UUID]:
    """A group of two, and one that nobody changes; both counted and marked as kept."""
    group, other = await home.group("Crew"), await home.group("Quiet")
    await home.invite("a@x.org", "b@x.org", group_ids=[group])
    await home.invite("quiet@x.org", group_ids=[other])
    while await count_changed_groups():
        pass
    assert await home.sql.fetchval(CHANGES) == 0
    for kept in (group, other):
        await home.sql.execute(MARK, kept)
        assert (await shown(home, kept)).members == 999, "what is kept is what is shown"
    return group, other


async def joins(home: Home, _group: UUID) -> None:
    await home.sql.execute(JOIN, "a@x.org")


async def comes(home: Home, group: UUID) -> None:
    await home.invite("c@x.org", group_ids=[group])


async def leaves(home: Home, group: UUID) -> None:
    await remove_group_members(home.owner, group, [await one(home)])


async def all_leave(home: Home, group: UUID) -> None:
    await remove_group_members(home.owner, group, [await one(home), await one(home, "b@x.org")])


async def leads(home: Home, group: UUID) -> None:
    await set_group_role(home.owner, GroupRoles(group, [await one(home)], GroupRole.COACH))


async def is_shut_out(home: Home, _group: UUID) -> None:
    await deactivate_members(home.owner, [await one(home)])


async def is_let_in_again(home: Home, group: UUID) -> None:
    await is_shut_out(home, group)
    await count_changed_groups()
    await home.sql.execute(MARK, group)
    await reactivate_members(home.owner, [await one(home)])


async def is_undone(home: Home, _group: UUID) -> None:
    query = "SELECT batch_id FROM memberships WHERE member_id = $1"
    await undo_batch(home.owner, await home.sql.fetchval(query, await one(home)))


@pytest.mark.parametrize(
    "change", [joins, comes, leaves, all_leave, leads, is_shut_out, is_let_in_again, is_undone]
)
async def test_what_changes_a_group_is_counted_at_once_and_kept_again(
    home: Home, change: Callable[[Home, UUID], Awaitable[None]]
) -> None:
    group, other = await two_groups(home)
    await change(home, group)
    now = await counted(home, group)
    assert await shown(home, group) == now
    assert now.members < 999
    assert (await shown(home, other)).members == 999, "nobody counted the other anew"
    assert await count_changed_groups() == 1
    await home.sql.execute("UPDATE group_numbers SET learners = 777 WHERE group_id = $1", group)
    assert await shown(home, group) == replace(now, learners=777), "kept again"


async def test_a_new_address_changes_no_number(home: Home) -> None:
    group, _ = await two_groups(home)
    await change_member_email(home.owner, await one(home), "z@x.org")
    assert await home.sql.fetchval(CHANGES) == 0
    assert (await shown(home, group)).members == 999


async def test_an_end_of_access_that_has_come_is_counted_before_anybody_cleans_up(home: Home) -> None:
    group = await home.group()
    await home.invite("a@x.org", "b@x.org", group_ids=[group])
    ends = "UPDATE members SET deactivates_at = usher_now() + interval '2 days' WHERE email_key = 'a@x.org'"
    await home.sql.execute(ends)
    await count_changed_groups()
    await home.sql.execute(MARK, group)
    await home.wait(timedelta(days=1))
    assert (await shown(home, group)).members == 999
    await home.wait(timedelta(days=2))
    assert await shown(home, group) == GroupNumbers(2, 2, 1, 0, 1)
    assert await deactivate_due_members() == 1
    assert await count_changed_groups() == 1
    await home.wait(timedelta(days=9))
    await home.sql.execute(MARK, group)
    assert (await shown(home, group)).members == 999, "no other day is near"


async def test_what_commits_while_a_worker_counts_is_not_lost(home: Home, api_database: Database) -> None:
    group, _ = await two_groups(home)
    await home.sql.execute(
        "INSERT INTO group_changes (workspace_id, group_id) SELECT workspace_id, id FROM groups"
    )
    writer = await asyncpg.connect(api_database.owner_url)
    joining = writer.transaction()
    await joining.start()
    await writer.execute(JOIN, "a@x.org")
    assert await count_changed_groups() == 2, "without the one who is joining"
    assert (await shown(home, group)).joined == 0
    await joining.commit()
    await writer.close()
    assert (await shown(home, group)).joined == 1
    assert await count_changed_groups() == 1
    assert (await shown(home, group)).joined == 1


async def test_two_workers_do_not_count_at_once(home: Home, api_database: Database) -> None:
    await home.invite("a@x.org", group_ids=[await home.group()])
    other = await asyncpg.connect(api_database.owner_url)
    async with other.transaction():
        await other.execute("SELECT pg_advisory_xact_lock(hashtextextended('count_changed_groups', 0))")
        async with asyncio.timeout(10):
            assert await count_changed_groups() == 0
        assert await home.sql.fetchval(CHANGES) > 0
    await other.close()
    assert await count_changed_groups() == 1


async def test_a_workspace_that_is_gone_is_forgotten(home: Home) -> None:
    other = await make_home(home.sql, "other")
    await other.invite("eve@x.org", group_ids=[await other.group()])
    await count_changed_groups()
    await home.sql.execute("DELETE FROM workspaces WHERE id = $1", other.owner.workspace_id)
    await count_changed_groups()
    assert await home.sql.fetchval(CHANGES) == 0
    assert await home.sql.fetchval("SELECT count(*) FROM group_numbers") == 0


async def test_nobody_sees_the_numbers_of_another_workspace(home: Home) -> None:
    other = await make_home(home.sql, "other")
    theirs = await other.group()
    await other.invite("eve@x.org", group_ids=[theirs])
    await count_changed_groups()
    assert await shown(home, theirs) == GroupNumbers()
    assert (await shown(other, theirs)).members == 1
    assert other.owner.role is Role.OWNER
