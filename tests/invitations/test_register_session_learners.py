"""Addresses, members and groups into a session, in one plan."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound, PlanChanged
from backend.invitations.add_group_emails import GroupEmails, add_group_emails
from backend.invitations.cancel_session import cancel_session
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from backend.invitations.undo_batch import undo_batch
from backend.programs.actions import ProgramDraft, create_program
from tests.house_of import Home
from tests.invitations.posting import owed

DAY = timedelta(days=1)


async def register(
    home: Home,
    session: UUID,
    *texts: str,
    actor: Actor | None = None,
    terms: Terms | None = None,
    **ids: list[UUID],
) -> Intake:
    wanted = SessionLearners(session, texts, ids.get("members", ()), ids.get("groups", ()))
    return await register_session_learners(actor or home.owner, wanted, terms or Terms())


async def id_of(home: Home, email: str) -> UUID:
    found: UUID = await home.sql.fetchval("SELECT id FROM members WHERE email_key = $1", email)
    return found


async def own_session(home: Home, trainer: Actor) -> UUID:
    """A session of a program of this trainer's."""
    session = await home.session(starts=9 * DAY, title="Theirs")
    await create_program(trainer, ProgramDraft("Empty"))
    await home.sql.execute("UPDATE programs SET created_by = $1 WHERE title = 'Theirs'", trainer.member_id)
    return session


async def test_addresses_members_and_groups_make_one_plan(home: Home) -> None:
    group = await home.group()
    await home.invite("anna@x.org bob@x.org", group_ids=[group])
    active = await home.member(Role.TRAINEE, "active@x.org")
    assert active.member_id
    session = await home.session(starts=9 * DAY)
    members = [active.member_id, await id_of(home, "bob@x.org"), uuid4()]
    preview = await register(
        home, session, "new@x.org, ACTIVE@x.org", members=members, groups=[group], terms=Terms(preview=True)
    )
    assert [(row.entry.input, row.outcome.value) for row in preview.plan.rows][:4] == [
        ("new@x.org", "INVITE"),
        ("ACTIVE@x.org", "ADD_GRANTS"),
        ("active@x.org", "DUPLICATE"),
        ("bob@x.org", "MERGE_INTO_INVITATION"),
    ]
    codes = [[error.code for error in row.errors] for row in preview.plan.rows]
    assert codes == [[], [], ["DUPLICATE"], [], ["UNKNOWN_MEMBER"], [], ["DUPLICATE"]]
    counted = {mail.kind: mail.count for mail in preview.plan.mails}
    assert counted == {"workspace_invitation": 1, "program_invitation": 4}
    assert await home.count("registrations") == await home.count("assignments") == 0
    again = Terms(plan_hash=preview.plan.hash)
    await register(home, session, "new@x.org, ACTIVE@x.org", members=members, groups=[group], terms=again)
    assert set(await owed(home)) == {"new@x.org", "active@x.org", "anna@x.org", "bob@x.org"}
    assert await home.count("registration_reasons", "kind = 'DIRECT'") == 3
    assert await home.count("registration_reasons", "kind = 'GROUP'") == 2  # for anna, and for bob as well


async def test_a_group_brings_tomorrows_learners_too(home: Home) -> None:
    empty = await home.group()
    session = await home.session(starts=9 * DAY)
    intake = await register(home, session, groups=[empty])
    assert intake.committed
    assert intake.plan.rows == ()
    await add_group_emails(home.owner, GroupEmails(empty, ["late@x.org"]), Terms())
    assert await home.count("registrations", "ended_at IS NULL") == 1
    undone = await undo_batch(home.owner, intake.committed.batch_id)
    assert undone.grants_removed == 1
    assert await home.count("registrations", "ended_at IS NULL") == 0
    assert await owed(home) == {"late@x.org": "LEFT_SESSION"}


async def test_whom_a_group_brought_can_be_added_by_themselves(home: Home) -> None:
    group = await home.group()
    session = await home.session(group, starts=9 * DAY)
    await home.invite("a@x.org", group_ids=[group])
    intake = await register(home, session, members=[await id_of(home, "a@x.org")])
    assert intake.plan.counts["MERGE_INTO_INVITATION"] == 1
    assert intake.plan.mails == ()
    assert await home.count("registration_reasons", "ended_at IS NULL") == 2
    assert await owed(home) == {"a@x.org": "SCHEDULED"}


async def test_a_deactivated_learner_is_registered_for_the_day_they_come_back(home: Home) -> None:
    group = await home.group()
    await home.invite("gone@x.org", group_ids=[group])
    await home.sql.execute("UPDATE members SET deactivated_at = now() WHERE email_key = 'gone@x.org'")
    session = await home.session(starts=9 * DAY)
    intake = await register(home, session, groups=[group])
    assert [row.errors[0].code for row in intake.plan.rows] == ["MEMBER_DEACTIVATED"]
    assert await home.count("registrations", "ended_at IS NULL") == 1
    assert await home.mails("program_invitation") == []


async def test_whose_invitation_was_revoked_is_not_invited_by_the_way(home: Home) -> None:
    invited = await home.invite("a@x.org")
    assert invited.committed
    await undo_batch(home.owner, invited.committed.batch_id)
    session = await home.session(starts=9 * DAY)
    intake = await register(home, session, members=[await id_of(home, "a@x.org")])
    assert (intake.plan.counts["ADD_GRANTS"], intake.plan.mails) == (1, ())
    assert await home.count("members", "asleep_at IS NOT NULL") == 1
    assert [error.code for error in intake.plan.rows[0].errors] == ["INVITATION_REVOKED"]
    assert await home.count("invitations", "state = 'PENDING'") == 0
    assert await home.mails("program_invitation") == []
    await home.invite("a@x.org")
    assert await owed(home) == {"a@x.org": "SCHEDULED"}


async def test_trainers_register_in_sessions_of_their_own_programs(home: Home) -> None:
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    group, session = await home.group(), await own_session(home, trainer)
    intake = await register(home, session, "new@x.org", actor=trainer, groups=[group])
    assert intake.plan.counts["INVITE"] == 1
    assert await home.count("members", "email_key = 'new@x.org' AND role = 'TRAINEE'") == 1
    await home.sql.execute("UPDATE workspaces SET trainers_invite = false")
    refused = await register(home, session, "newer@x.org NEW@x.org", actor=trainer)
    assert [row.outcome.value for row in refused.plan.rows] == ["REFUSED", "UNCHANGED"]
    assert refused.plan.rows[0].errors[0].code == "MAY_NOT_INVITE"
    assert await home.count("members", "email_key = 'newer@x.org'") == 0
    assert (await register(home, session, "newer@x.org")).plan.counts["INVITE"] == 1


async def test_nobody_registers_where_it_is_not_theirs(home: Home) -> None:
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    trainee = await home.member(Role.TRAINEE, "trainee@x.org")
    mine, foreign = await own_session(home, trainer), await home.session(starts=9 * DAY)
    private = await home.group("Private", is_private=True)
    before = await home.everything()
    with pytest.raises(NotFound):
        await register(home, foreign, "a@x.org", actor=trainer)
    with pytest.raises(Forbidden):
        await register(home, mine, "a@x.org", actor=trainee)
    with pytest.raises(InvalidInput) as refusal:
        await register(home, mine, actor=trainer, groups=[private])
    assert refusal.value.errors[0].code == "UNKNOWN_GROUP"
    assert await home.everything() == before


async def test_what_cannot_be_is_refused_and_nothing_is_done(home: Home) -> None:
    session, group = await home.session(starts=9 * DAY), await home.group()
    over, off = await home.session(starts=-2 * DAY, ends=3 * DAY), await home.session(starts=9 * DAY)
    await cancel_session(home.owner, off)
    await home.wait(2 * DAY)
    archived = await home.group("Old")
    await home.sql.execute("UPDATE groups SET archived_at = now() WHERE id = $1", archived)
    before = await home.everything()
    cases: list[tuple[str, SessionLearners]] = [
        ("SESSION_ENDED", SessionLearners(over, ["a@x.org"])),
        ("SESSION_CANCELLED", SessionLearners(off, ["a@x.org"])),
        ("NOBODY_CHOSEN", SessionLearners(session, [" "])),
        ("GROUP_ARCHIVED", SessionLearners(session, group_ids=[group, archived])),
        ("UNKNOWN_GROUP", SessionLearners(session, group_ids=[uuid4()])),
        ("TOO_MANY_MEMBERS", SessionLearners(session, member_ids=[uuid4()] * 10_001)),
        ("TOO_MANY_GROUPS", SessionLearners(session, group_ids=[group] * 101)),
    ]
    for code, wanted in cases:
        with pytest.raises(InvalidInput) as refusal:
            await register_session_learners(home.owner, wanted, Terms())
        assert [error.code for error in refusal.value.errors] == [code]
    assert await home.everything() == before


async def test_a_plan_that_changed_assigns_no_group_either(home: Home) -> None:
    session, group = await home.session(starts=9 * DAY), await home.group()
    preview = await register(home, session, "a@x.org", groups=[group], terms=Terms(preview=True))
    await home.invite("a@x.org")
    before = await home.everything()
    with pytest.raises(PlanChanged):
        await register(home, session, "a@x.org", groups=[group], terms=Terms(plan_hash=preview.plan.hash))
    assert await home.everything() == before
