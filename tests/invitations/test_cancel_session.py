"""A session called off: what has not left stays in, who had their invitation is told."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.core.paging import PageRequest
from backend.core.sqltext import OWNER
from backend.invitations.cancel_session import cancel_session
from backend.invitations.close_sessions import close_sessions
from backend.invitations.update_session import SessionEdit, update_session
from backend.programs.registrations import RegistrationFilter, registrations_of_each
from backend.programs.rules import SessionState
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.invitations.posting import owed

DAY = timedelta(days=1)


async def half_invited(home: Home) -> UUID:
    """A session of which one person had the invitation, and one only the workspace's."""
    group = await home.group()
    session = await home.session(group, starts=-DAY)
    await home.invite("early@x.org", group_ids=[group])
    await deliver(home)
    await home.invite("late@x.org", group_ids=[group])
    return session


async def test_unsent_mail_is_withdrawn_and_those_who_had_it_are_told(home: Home) -> None:
    session = await half_invited(home)
    change = await cancel_session(home.owner, session)
    assert change.session.state is SessionState.CANCELLED
    assert (change.people, change.withdrawn, change.already_out, change.news) == (2, 1, 1, 1)
    assert await owed(home) == {"early@x.org": "SENT", "late@x.org": "SESSION_CANCELLED"}
    assert await owed(home, "session_cancelled") == {"early@x.org": "SCHEDULED"}


async def test_news_of_a_move_gives_way_to_the_news_of_the_end(home: Home) -> None:
    session = await half_invited(home)
    start = await home.sql.fetchval("SELECT starts_at FROM sessions")
    await update_session(home.owner, session, SessionEdit(starts_at=start + 9 * DAY))
    await cancel_session(home.owner, session)
    assert await owed(home, "session_moved") == {"early@x.org": "SESSION_CANCELLED"}
    assert await owed(home, "session_cancelled") == {"early@x.org": "SCHEDULED"}


async def test_nobody_is_told_where_that_is_the_choice(home: Home) -> None:
    session = await half_invited(home)
    assert (await cancel_session(home.owner, session, notify=False)).news == 0
    assert await home.mails("session_cancelled") == []


async def test_its_registrations_stay_to_be_seen(home: Home) -> None:
    session = await half_invited(home)
    await cancel_session(home.owner, session)
    pages = await registrations_of_each(home.owner, RegistrationFilter(OWNER), PageRequest(), [session])
    assert len(pages[session].nodes) == 2
    await home.invite("new@x.org", group_ids=[await home.sql.fetchval("SELECT id FROM groups")])
    assert await home.count("registrations") == 2


async def test_a_preview_does_nothing(home: Home) -> None:
    session = await half_invited(home)
    before = await home.everything()
    preview = await cancel_session(home.owner, session, preview=True)
    assert (preview.withdrawn, preview.news) == (1, 1)
    assert await home.everything() == before
    assert await home.count("sessions", "cancelled_at IS NOT NULL") == 0
    assert await home.count("mails", "state = 'CANCELLED'") == 0


async def test_it_is_called_off_once_and_not_after_its_end(home: Home) -> None:
    session = await half_invited(home)
    over = await home.session(starts=-2 * DAY, ends=3 * DAY)
    await cancel_session(home.owner, session)
    await home.wait(2 * DAY)
    before = await home.everything()
    for one, code in ((session, "SESSION_CANCELLED"), (over, "SESSION_ENDED")):
        with pytest.raises(InvalidInput) as refusal:
            await cancel_session(home.owner, one)
        assert refusal.value.errors[0].code == code
    with pytest.raises(InvalidInput) as refusal:
        await update_session(home.owner, session, SessionEdit(name="Again"))
    assert refusal.value.errors[0].code == "SESSION_CANCELLED"
    assert await home.everything() == before


async def test_only_who_manages_it_calls_it_off(home: Home) -> None:
    session = await half_invited(home)
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    trainee = await home.member(Role.TRAINEE, "trainee@x.org")
    refusals: list[tuple[Actor, type[Exception]]] = [(trainer, NotFound), (trainee, Forbidden)]
    before = await home.everything()
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            await cancel_session(actor, session)
    assert await home.everything() == before
    assert await home.count("sessions", "cancelled_at IS NOT NULL") == 0


async def test_what_is_owed_for_a_session_that_is_over_is_withdrawn(home: Home) -> None:
    group = await home.group()
    session = await home.session(group, starts=-DAY, ends=3 * DAY)
    await home.invite("a@x.org", group_ids=[group])  # its mail waits for the workspace's
    assert await close_sessions() == 0
    await home.wait(2 * DAY)
    assert await close_sessions() == 1
    assert await owed(home) == {"a@x.org": "SESSION_ENDED"}
    assert await close_sessions() == 0
    ends_at = await home.now() + 5 * DAY
    assert (await update_session(home.owner, session, SessionEdit(ends_at=ends_at))).owed == 1
    assert await owed(home) == {"a@x.org": "SCHEDULED"}
    await home.wait(6 * DAY)
    assert await close_sessions() == 1
