"""Dates that move: unsent invitations move with them, and who had theirs is told, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.invitations.assign_group import assign_group_to_session
from backend.invitations.intake.pipeline import Terms
from backend.invitations.session_change import SessionChanged
from backend.invitations.update_session import SessionEdit, update_session
from backend.programs.rules import SessionState
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.invitations.posting import owed

DAY = timedelta(days=1)


async def move(home: Home, session_id: UUID, by: timedelta, **options: bool) -> SessionChanged:
    starts_at = await start_of(home, session_id)
    edit = SessionEdit(starts_at=starts_at + by)
    return await update_session(home.owner, session_id, edit, **options)


async def start_of(home: Home, session_id: UUID) -> datetime:
    found: datetime = await home.sql.fetchval("SELECT starts_at FROM sessions WHERE id = $1", session_id)
    return found


async def invited(home: Home, *emails: str, starts: timedelta) -> UUID:
    """A session whose group has these people; all that is due has left."""
    group = await home.group()
    session = await home.session(group, starts=starts)
    await home.invite(*emails, group_ids=[group])
    await deliver(home)
    return session


async def test_unsent_invitations_move_with_the_date(home: Home) -> None:
    session = await invited(home, "a@x.org b@x.org", starts=9 * DAY)
    (before, _) = await home.mails("program_invitation")
    change = await move(home, session, 7 * DAY)
    assert (change.people, change.moved, change.news, change.already_out) == (2, 2, 0, 0)
    assert [(mail.kind, mail.count, mail.now) for mail in change.mails] == [("program_invitation", 2, False)]
    after = await home.mails("program_invitation")
    assert {mail["due_at"] - before["due_at"] for mail in after} == {7 * DAY}
    assert {mail["state"] for mail in after} == {"SCHEDULED"}
    assert await home.mails("session_moved") == []


async def test_a_start_moved_into_the_past_is_due_now_and_back_again(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=9 * DAY)
    change = await move(home, session, -10 * DAY)
    assert change.session.state is SessionState.ONGOING
    assert [mail.now for mail in change.mails] == [True]
    change = await move(home, session, 10 * DAY)
    assert [mail.now for mail in change.mails] == [False]
    assert await owed(home) == {"a@x.org": "SCHEDULED"}


async def test_who_had_the_invitation_is_told_the_new_date_once(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=-DAY)
    assert await owed(home) == {"a@x.org": "SENT"}
    change = await move(home, session, 8 * DAY)
    assert (change.already_out, change.moved, change.owed, change.news) == (1, 0, 0, 1)
    assert [(mail.kind, mail.now) for mail in change.mails] == [("session_moved", True)]
    again = await update_session(home.owner, session, SessionEdit(name="Second run"))
    assert again.news == 0
    await deliver(home)
    await home.wait(9 * DAY)
    await deliver(home)
    assert await owed(home) == {"a@x.org": "SENT"}
    assert await owed(home, "session_moved") == {"a@x.org": "SENT"}


async def test_a_move_taken_back_before_its_news_left_is_no_news(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=-DAY)
    await move(home, session, 8 * DAY)
    change = await move(home, session, -8 * DAY)
    assert (change.news, change.withdrawn) == (0, 1)
    assert await owed(home, "session_moved") == {"a@x.org": "SESSION_CHANGED_AGAIN"}


async def test_a_move_there_and_back_is_told_both_times(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=-DAY)
    for by in (8, -8, 8):
        await move(home, session, by * DAY)
        await deliver(home)
    assert await owed(home, "session_moved") == {"a@x.org": "SENT SENT SENT"}


async def test_only_the_last_of_several_moves_is_told(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=-DAY)
    await move(home, session, 8 * DAY)
    await move(home, session, DAY)
    await deliver(home)
    assert await owed(home, "session_moved") == {"a@x.org": "SESSION_CHANGED_AGAIN SENT"}


async def test_a_quiet_move_is_not_told_and_the_next_one_tells_what_differs(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=-DAY)
    assert (await move(home, session, 8 * DAY, notify=False)).news == 0
    assert await home.mails("session_moved") == []
    assert (await move(home, session, -8 * DAY)).news == 0  # what they know is right again
    assert (await move(home, session, 8 * DAY)).news == 1


async def test_a_new_end_is_news_too_and_a_new_zone_is_none(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=-DAY)
    ends_at = await home.now() + 30 * DAY
    assert (await update_session(home.owner, session, SessionEdit(ends_at=ends_at))).news == 1
    await deliver(home)
    assert (await update_session(home.owner, session, SessionEdit(ends_at=None))).news == 1
    await deliver(home)
    assert (await update_session(home.owner, session, SessionEdit(time_zone="Asia/Tokyo"))).news == 0


async def test_whoever_was_out_hears_of_it_on_return(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=-DAY)
    await home.sql.execute("UPDATE members SET deactivated_at = usher_now() WHERE email_key = 'a@x.org'")
    assert (await move(home, session, 8 * DAY)).news == 0
    await home.sql.execute("UPDATE members SET deactivated_at = NULL")
    assert (await update_session(home.owner, session, SessionEdit())).news == 1


async def test_a_session_may_be_ended_now_and_opened_again(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=-2 * DAY)
    group = await home.group("Late")
    await assign_group_to_session(home.owner, session, group, Terms())
    now = await home.now()
    ended = await update_session(home.owner, session, SessionEdit(ends_at=now))
    assert (ended.session.state, ended.news, ended.people) == (SessionState.ENDED, 0, 1)
    await home.invite("late@x.org", group_ids=[group])
    assert await home.count("registrations") == 1
    opened = await update_session(home.owner, session, SessionEdit(ends_at=now + 9 * DAY))
    assert (opened.session.state, opened.people, opened.news) == (SessionState.ONGOING, 2, 1)
    assert await owed(home) == {"a@x.org": "SENT", "late@x.org": "SCHEDULED"}


async def test_a_preview_tells_what_the_change_does_and_does_nothing(home: Home) -> None:
    session = await invited(home, "a@x.org b@x.org", starts=-DAY)
    before, start = await home.everything(), await start_of(home, session)
    preview = await move(home, session, 8 * DAY, preview=True)
    assert await home.everything() == before
    assert await start_of(home, session) == start
    assert await home.count("registrations", "told_starts_at IS NOT NULL") == 0
    change = await move(home, session, 8 * DAY)
    assert (preview.people, preview.news, preview.already_out) == (2, 2, 2)
    assert (change.people, change.news, change.already_out) == (2, 2, 2)


async def test_access_that_now_ends_before_the_start_is_warned_of(home: Home) -> None:
    group = await home.group()
    session = await home.session(group, starts=3 * DAY)
    day = (await home.now() + 6 * DAY).date()
    await home.invite("a@x.org", group_ids=[group], deactivates_on=day)
    change = await move(home, session, 7 * DAY)
    assert [warning.code for warning in change.warnings] == ["ACCESS_ENDS_BEFORE_START"]
    assert (change.withdrawn, change.mails) == (1, ())
    change = await move(home, session, -7 * DAY)
    assert (change.owed, change.warnings) == (1, ())


async def test_what_cannot_be_is_refused_and_nothing_is_done(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=9 * DAY)
    now = await home.now()
    edits = {
        "ENDS_BEFORE_START": SessionEdit(ends_at=now + DAY),
        "SESSION_OVER": SessionEdit(starts_at=now - 3 * DAY, ends_at=now - DAY),
        "UNKNOWN_TIME_ZONE": SessionEdit(time_zone="Mars/Olympus"),
        "OFFSET_MISSING": SessionEdit(starts_at=datetime(2030, 1, 1)),  # noqa: DTZ001 - the very fault
        "REQUIRED": SessionEdit(name=" "),
    }
    before, start = await home.everything(), await start_of(home, session)
    for code, edit in edits.items():
        with pytest.raises(InvalidInput) as refusal:
            await update_session(home.owner, session, edit)
        assert [error.code for error in refusal.value.errors] == [code]
    assert await home.everything() == before
    assert await start_of(home, session) == start


async def test_trainers_change_sessions_of_their_own_programs_only(home: Home) -> None:
    session = await invited(home, "a@x.org", starts=9 * DAY)
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    trainee = await home.member(Role.TRAINEE, "trainee@x.org")
    before, start = await home.everything(), await start_of(home, session)
    refusals: list[tuple[Actor, type[Exception]]] = [(trainer, NotFound), (trainee, Forbidden)]
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            await update_session(actor, session, SessionEdit(starts_at=start + DAY))
    assert await home.everything() == before
    assert await start_of(home, session) == start
    await home.sql.execute("UPDATE programs SET created_by = $1", trainer.member_id)
    assert (await update_session(trainer, session, SessionEdit(starts_at=start + DAY))).moved == 1
