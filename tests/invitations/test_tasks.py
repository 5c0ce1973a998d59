"""Every task of the worker, one after the other, and all of them again: there is nothing left to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from backend.accounts.imports.importer import Importer
from backend.core.access import Role
from backend.core.tasks import Task
from backend.invitations.update_member import MemberChange, update_member
from backend.mail.courier import Courier
from backend.mail.relay import Relay
from backend.webhooks.dispatcher import Dispatcher
from backend.webhooks.post import Post
from backend.worker import HANDLERS, all_tasks
from tests.house_of import Home
from tests.invitations.carrying import deliver

DAY = timedelta(days=1)
HELD_BY_THE_DEAD = """
    UPDATE mails SET state = 'QUEUED', lease_token = gen_random_uuid(), lease_until = '-infinity'
    WHERE id IN (SELECT id FROM mails LIMIT 2)
"""
# Whatever a table holds, in a few characters.
CONTENT = "SELECT md5(coalesce(string_agg(row::text, ';' ORDER BY row::text), '')) FROM {} AS row"


@pytest.fixture
async def tasks() -> AsyncIterator[tuple[Task, ...]]:
    """As a worker has them."""
    courier = Courier(Relay("smtp://127.0.0.1:1", "test.example", 1, 1.0), HANDLERS)
    importer, post = Importer(), Post(loopback=True)
    yield all_tasks(courier, importer, Dispatcher(post), 1.0)
    await importer.close()
    await post.close()


async def content(home: Home) -> dict[str, str]:
    """What each table holds."""
    return {table: await home.sql.fetchval(CONTENT.format(table)) for table in await home.everything()}


async def everything_due(home: Home) -> None:
    """Something for every task of the clock to do."""
    group = await home.group()
    await home.session(group, ends=DAY)
    await home.invite("runs-out@x.org gone@x.org", group_ids=[group])
    leaver = await home.member(Role.TRAINEE, "leaver@x.org")
    day = (await home.now() + 9 * DAY).date()
    await update_member(home.owner, leaver.member_id, MemberChange(deactivates_on=day))
    await home.bounce("gone@x.org")
    await home.sql.execute(HELD_BY_THE_DEAD)
    await home.wait(40 * DAY)


async def test_the_second_time_changes_nothing(home: Home, tasks: tuple[Task, ...]) -> None:
    await everything_due(home)
    before = await content(home)
    for task in tasks:
        await task.run()
    await deliver(home)
    done = await content(home)
    assert done != before
    for task in tasks:
        await task.run()
        assert await content(home) == done, f"{task.name} did something again"
    await deliver(home)
    assert await content(home) == done
