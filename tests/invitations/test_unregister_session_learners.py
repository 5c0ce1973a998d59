"""Out of a session: who was added by themselves leaves, whom a group brings stays."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.invitations.cancel_session import cancel_session
from backend.invitations.intake.pipeline import Terms
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from backend.invitations.unregister_session_learners import unregister_session_learners
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.invitations.posting import owed

DAY = timedelta(days=1)


async def registered(home: Home, session: UUID, *emails: str) -> list[UUID]:
    wanted = SessionLearners(session, emails)
    intake = await register_session_learners(home.owner, wanted, Terms())
    assert intake.committed
    return list(intake.committed.member_ids.values())


async def test_unsent_mail_is_withdrawn_with_the_last_reason(home: Home) -> None:
    session = await home.session(starts=9 * DAY)
    people = await registered(home, session, "a@x.org", "b@x.org")
    done = await unregister_session_learners(home.owner, session, [people[0], uuid4()])
    assert (done.people, done.unregistered, done.withdrawn, done.already_out) == (1, 1, 1, 0)
    assert [(error.code, error.row) for error in done.skipped] == [("NOT_REGISTERED", 2)]
    assert await owed(home) == {"a@x.org": "LEFT_SESSION", "b@x.org": "SCHEDULED"}


async def test_whom_a_group_brings_stays_and_the_answer_says_so(home: Home) -> None:
    group = await home.group("Crew")
    session = await home.session(group, starts=9 * DAY)
    await home.invite("a@x.org", group_ids=[group])
    people = await registered(home, session, "a@x.org")
    done = await unregister_session_learners(home.owner, session, people)
    assert (done.people, done.unregistered, done.withdrawn) == (0, 0, 0)
    assert [(error.code, error.row) for error in done.remaining] == [("STILL_THROUGH_GROUP", 1)]
    assert "Crew" in done.remaining[0].message
    assert await home.count("registrations", "ended_at IS NULL") == 1
    assert await owed(home) == {"a@x.org": "SCHEDULED"}


async def test_leaving_and_coming_back_brings_no_second_invitation(home: Home) -> None:
    session = await home.session(starts=-DAY)
    people = await registered(home, session, "a@x.org")
    await deliver(home)
    done = await unregister_session_learners(home.owner, session, people)
    assert (done.unregistered, done.withdrawn, done.already_out) == (1, 0, 1)
    await registered(home, session, "a@x.org")
    await deliver(home)
    assert await home.count("registrations", "ended_at IS NULL") == 1
    assert await owed(home) == {"a@x.org": "SENT"}


async def test_coming_back_before_it_left_revives_the_one_mail(home: Home) -> None:
    session = await home.session(starts=9 * DAY)
    people = await registered(home, session, "a@x.org")
    await unregister_session_learners(home.owner, session, people)
    await registered(home, session, "a@x.org")
    assert await owed(home) == {"a@x.org": "SCHEDULED"}


async def test_a_private_group_is_named_to_admins_only(home: Home) -> None:
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    group = await home.group("Secret", is_private=True)
    session = await home.session(group, starts=9 * DAY)
    await home.sql.execute("UPDATE programs SET created_by = $1", trainer.member_id)
    await home.invite("a@x.org", group_ids=[group])
    people = await registered(home, session, "a@x.org")
    done = await unregister_session_learners(trainer, session, people)
    assert [error.message for error in done.remaining] == ["They stay registered through a group."]


async def test_nobody_is_taken_out_where_that_may_not_be(home: Home) -> None:
    session = await home.session(starts=9 * DAY)
    people = await registered(home, session, "a@x.org")
    refusals: list[tuple[Actor, type[Exception]]] = [
        (await home.member(Role.TRAINER, "trainer@x.org"), NotFound),
        (await home.member(Role.TRAINEE, "trainee@x.org"), Forbidden),
    ]
    before = await home.everything()
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            await unregister_session_learners(actor, session, people)
    assert await home.count("registration_reasons", "ended_at IS NOT NULL") == 0
    assert await home.everything() == before
    await cancel_session(home.owner, session)
    with pytest.raises(InvalidInput) as refused:
        await unregister_session_learners(home.owner, session, people)
    assert refused.value.errors[0].code == "SESSION_CANCELLED"
    assert await home.count("registrations", "ended_at IS NULL") == 1
