"""A session moves at the very moment its invitations leave: nobody is left with the old date."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import asyncpg

from backend.invitations.update_session import SessionEdit, update_session
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.invitations.posting import owed
from tests.mail.mail_server import MailServer
from tests.parts import Database

DAY = timedelta(days=1)
PASS_THE_FENCE = """
    UPDATE mails SET state = 'SENDING', data_at = clock_timestamp(), lease_token = gen_random_uuid(),
        lease_until = clock_timestamp() + interval '1 minute' WHERE kind = 'program_invitation'
"""
WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


async def someone_waits(home: Home) -> None:
    """Until somebody waits for a lock that another holds."""
    async with asyncio.timeout(10):
        while True:
            if await home.sql.fetchval(WAITING):
                return
            await asyncio.sleep(0.01)


async def test_what_passes_the_fence_meanwhile_is_told_the_new_date(home: Home, connected: Database) -> None:
    group = await home.group()
    session = await home.session(group, starts=-DAY)
    await home.invite("a@x.org", group_ids=[group])
    edit = SessionEdit(starts_at=await home.now() + 7 * DAY)
    fence = await asyncpg.connect(connected.owner_url)
    try:
        async with fence.transaction():
            await fence.execute(PASS_THE_FENCE)
            moving = asyncio.create_task(update_session(home.owner, session, edit))
            await someone_waits(home)
    finally:
        await fence.close()
    change = await moving
    assert (change.already_out, change.moved, change.news) == (1, 0, 1)
    (news,) = await home.mails("session_moved")
    (invitation,) = await home.mails("program_invitation")
    assert news["waits_for"] == invitation["id"]


async def test_an_attempt_that_failed_as_the_session_moved_waits_for_the_new_day(home: Home) -> None:
    server, group = MailServer(), await home.group()
    await home.session(group, starts=-DAY)
    await home.invite("a@x.org", group_ids=[group])
    await home.sql.execute("UPDATE sessions SET starts_at = usher_now() + interval '7 days'")
    await deliver(home, server)
    (letter,) = server.accepted
    assert "invites you" in letter.message["Subject"]
    assert await owed(home) == {"a@x.org": "SCHEDULED"}
    due = await home.sql.fetchval("SELECT next_at - usher_now() FROM mails WHERE kind = 'program_invitation'")
    assert due > timedelta(hours=1)
