"""Groups in sessions and programs: in, out, and what remains."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.invitations.add_group_emails import GroupEmails, add_group_emails
from backend.invitations.assign_group import assign_group_to_program, assign_group_to_session
from backend.invitations.create_session import SessionDraft, create_session
from backend.invitations.intake.pipeline import Terms
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from backend.invitations.unassign_group import unassign_group_from_program, unassign_group_from_session
from backend.programs.actions import ProgramDraft, archive_program, create_program
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.invitations.posting import owed

DAY = timedelta(days=1)


async def run(home: Home, program: UUID, starts: timedelta, ends: timedelta | None = None) -> UUID:
    begins = await home.now() + starts
    draft = SessionDraft(program, "Run", begins, begins + ends if ends else None, "UTC")
    return (await create_session(home.owner, draft)).id


async def program(home: Home) -> UUID:
    return (await create_program(home.owner, ProgramDraft("Safety"))).id


async def standing(home: Home, session: UUID) -> int:
    return await home.count("registrations", "session_id = $1 AND ended_at IS NULL", session)


async def test_in_a_program_means_all_ongoing_and_upcoming_sessions_later_ones_too(home: Home) -> None:
    group, target = await home.group(), await program(home)
    await home.invite("a@x.org b@x.org", group_ids=[group])
    over = await run(home, target, -2 * DAY, 3 * DAY)
    await home.wait(2 * DAY)
    ongoing, upcoming = await run(home, target, -DAY), await run(home, target, 9 * DAY)
    intake = await assign_group_to_program(home.owner, target, group, Terms())
    assert [mail.count for mail in intake.plan.mails] == [2, 2]
    later = await run(home, target, 20 * DAY)
    assert [await standing(home, one) for one in (over, ongoing, upcoming, later)] == [0, 2, 2, 2]
    await add_group_emails(home.owner, GroupEmails(group, ["c@x.org"]), Terms())
    assert [await standing(home, one) for one in (over, ongoing, upcoming, later)] == [0, 3, 3, 3]


async def test_an_empty_group_is_as_welcome_as_a_full_one(home: Home) -> None:
    group, target = await home.group(), await program(home)
    session = await run(home, target, 9 * DAY)
    intake = await assign_group_to_session(home.owner, session, group, Terms())
    assert (intake.plan.rows, intake.committed is not None) == ((), True)
    await add_group_emails(home.owner, GroupEmails(group, ["a@x.org"]), Terms())
    assert await owed(home) == {"a@x.org": "SCHEDULED"}


async def test_assigning_twice_changes_nothing(home: Home) -> None:
    group, target = await home.group(), await program(home)
    session = await run(home, target, 9 * DAY)
    await home.invite("a@x.org", group_ids=[group])
    await assign_group_to_session(home.owner, session, group, Terms())
    again = await assign_group_to_session(home.owner, session, group, Terms())
    assert again.plan.counts["UNCHANGED"] == 1
    assert await home.count("assignments") == 1
    assert await home.count("registration_reasons") == 1
    assert await home.count("audit_events", "action = 'group.assigned'") == 1


async def test_the_group_is_a_reason_for_those_who_were_there_by_themselves(home: Home) -> None:
    group, target = await home.group(), await program(home)
    session = await run(home, target, 9 * DAY)
    await home.invite("a@x.org", group_ids=[group])
    await register_session_learners(home.owner, SessionLearners(session, ["a@x.org"]), Terms())
    await assign_group_to_session(home.owner, session, group, Terms())
    assert await home.count("registration_reasons", "ended_at IS NULL") == 2
    done = await unassign_group_from_session(home.owner, session, group)
    assert (done.people, done.unregistered, done.withdrawn) == (1, 0, 0)
    assert [error.code for error in done.remaining] == ["STILL_REGISTERED"]
    assert await owed(home) == {"a@x.org": "SCHEDULED"}


async def test_out_of_a_program_and_still_in_a_session_by_itself(home: Home) -> None:
    group, target = await home.group(), await program(home)
    ongoing, upcoming = await run(home, target, -DAY), await run(home, target, 9 * DAY)
    await home.invite("a@x.org", group_ids=[group])
    await assign_group_to_program(home.owner, target, group, Terms())
    await assign_group_to_session(home.owner, ongoing, group, Terms())
    await deliver(home)
    done = await unassign_group_from_program(home.owner, target, group)
    assert (done.unregistered, done.withdrawn, done.already_out) == (1, 1, 0)
    assert [await standing(home, one) for one in (ongoing, upcoming)] == [1, 0]
    done = await unassign_group_from_session(home.owner, ongoing, group)
    assert (done.people, done.unregistered, done.withdrawn, done.already_out) == (1, 1, 0, 1)
    assert await home.count("assignments", "ended_at IS NULL") == 0
    assert await owed(home) == {"a@x.org": "SENT LEFT_SESSION"}


async def test_through_the_program_is_not_by_itself(home: Home) -> None:
    group, target = await home.group(), await program(home)
    session = await run(home, target, 9 * DAY)
    await assign_group_to_program(home.owner, target, group, Terms())
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await unassign_group_from_session(home.owner, session, group)
    assert refusal.value.errors[0].code == "NOT_ASSIGNED"
    assert await home.everything() == before
    assert await home.count("assignments", "ended_at IS NULL") == 1


async def test_an_archived_program_takes_no_group(home: Home) -> None:
    group, target = await home.group(), await program(home)
    await archive_program(home.owner, target)
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await assign_group_to_program(home.owner, target, group, Terms())
    assert refusal.value.errors[0].code == "PROGRAM_ARCHIVED"
    assert await home.everything() == before


async def test_only_who_manages_the_program_puts_groups_in_and_out(home: Home) -> None:
    group, target = await home.group(), await program(home)
    session = await run(home, target, 9 * DAY)
    await assign_group_to_session(home.owner, session, group, Terms())
    refusals: list[tuple[Actor, type[Exception]]] = [
        (await home.member(Role.TRAINER, "trainer@x.org"), NotFound),
        (await home.member(Role.TRAINEE, "trainee@x.org"), Forbidden),
    ]
    before = await home.everything()
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            await assign_group_to_program(actor, target, group, Terms())
        with pytest.raises(refusal):
            await unassign_group_from_session(actor, session, group)
        with pytest.raises(refusal):
            await unassign_group_from_program(actor, target, group)
    assert await home.everything() == before
    assert await home.count("assignments", "ended_at IS NULL") == 1
