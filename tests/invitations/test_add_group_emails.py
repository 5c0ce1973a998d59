"""Into a group by address, by admins and by the group's managers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.groups.models import GroupRole
from backend.invitations.add_group_emails import GroupEmails, add_group_emails
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.intake.shapes import Outcome
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from backend.invitations.undo_batch import undo_batch
from tests.house_of import Home
from tests.invitations.posting import owed

DAY = timedelta(days=1)


async def add(home: Home, group: UUID, *texts: str, actor: Actor | None = None, **options: object) -> Intake:
    terms = options.pop("terms", Terms())
    assert isinstance(terms, Terms)
    wanted = GroupEmails(group, texts, **options)  # type: ignore[arg-type]  # a role, if any
    return await add_group_emails(actor or home.owner, wanted, terms)


async def manager_of(home: Home, group: UUID, email: str = "manager@x.org") -> Actor:
    manager = await home.member(Role.TRAINEE, email)
    wanted = GroupMembers(group, [manager.member_id], GroupRole.MANAGER)
    await add_group_members(home.owner, wanted, Terms())
    return manager


async def test_those_added_are_invited_to_all_its_ongoing_and_future_sessions(home: Home) -> None:
    group = await home.group()
    ongoing = await home.session(group, starts=-DAY)
    upcoming = await home.session(group, starts=9 * DAY, title="Leading")
    await home.session(group, starts=-9 * DAY, ends=30 * DAY, title="Long")
    preview = await add(home, group, "a@x.org b@x.org", terms=Terms(preview=True))
    told = {mail.session_id: (mail.count, mail.now) for mail in preview.plan.mails if mail.session_id}
    assert (told[ongoing], told[upcoming]) == ((2, True), (2, False))
    await add(home, group, "a@x.org b@x.org", terms=Terms(plan_hash=preview.plan.hash))
    assert await home.count("memberships", "role = 'LEARNER'") == 2
    assert await home.count("registration_reasons", "kind = 'GROUP' AND ended_at IS NULL") == 6
    later = await home.session(group, starts=20 * DAY, title="Later")
    assert await home.count("registrations", "session_id = $1", later) == 2
    assert await owed(home) == {address: " ".join(["SCHEDULED"] * 4) for address in ("a@x.org", "b@x.org")}


async def test_managers_invite_into_their_own_group_as_trainees(home: Home) -> None:
    group = await home.group()
    manager = await manager_of(home, group)
    intake = await add(home, group, "a@x.org", actor=manager, role=GroupRole.COACH)
    assert intake.plan.rows[0].outcome is Outcome.INVITE
    assert await home.count("members", "email_key = 'a@x.org' AND role = 'TRAINEE'") == 1
    assert await home.count("memberships", "role = 'COACH'") == 1
    assert await home.count("invitations", "invited_by = $1", manager.member_id) == 1
    assert await home.mails("program_invitation") == []
    assert intake.committed
    undone = await undo_batch(manager, intake.committed.batch_id)
    assert (undone.invitations_revoked, undone.grants_removed) == (1, 1)


async def test_only_admins_name_managers(home: Home) -> None:
    group = await home.group()
    manager = await manager_of(home, group)
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await add(home, group, "a@x.org", actor=manager, role=GroupRole.MANAGER)
    assert refusal.value.errors[0].code == "GROUP_ROLE_ABOVE_YOUR_OWN"
    assert await home.everything() == before
    await add(home, group, "a@x.org", role=GroupRole.MANAGER)
    assert await home.count("memberships", "role = 'MANAGER'") == 2


async def test_nobody_else_adds_to_a_group(home: Home) -> None:
    group, other, hidden = (
        await home.group(),
        await home.group("Other"),
        await home.group("Hidden", is_private=True),
    )
    manager = await manager_of(home, other)
    await add(home, group, "manager@x.org", role=GroupRole.COACH)  # who is a coach here, a manager there
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    trainee = await home.member(Role.TRAINEE, "trainee@x.org")
    refusals: list[tuple[Actor, UUID, type[Exception]]] = [
        (manager, group, Forbidden),
        (manager, hidden, NotFound),
        (trainer, group, Forbidden),
        (trainer, hidden, NotFound),
        (trainee, group, NotFound),
        (home.owner, uuid4(), NotFound),
    ]
    before = await home.everything()
    for actor, target, refusal in refusals:
        with pytest.raises(refusal):
            await add(home, target, "a@x.org", actor=actor)
    assert await home.everything() == before


async def test_managers_bring_nobody_back_and_open_no_door_above_them(home: Home) -> None:
    group = await home.group()
    manager = await manager_of(home, group)
    await home.member(Role.TRAINEE, "gone@x.org")
    await home.sql.execute("UPDATE members SET deactivated_at = now() WHERE email_key = 'gone@x.org'")
    await home.invite("chief@x.org", role=Role.ADMIN)
    await home.wait(31 * DAY)
    before = await home.everything()
    with pytest.raises(Forbidden):
        await add(home, group, "gone@x.org", actor=manager, terms=Terms(reactivate=True))
    assert await home.everything() == before
    refused = await add(home, group, "gone@x.org chief@x.org", actor=manager)
    codes = [row.errors[0].code for row in refused.plan.rows]
    assert codes == ["MEMBER_DEACTIVATED", "ABOVE_YOUR_ROLE"]
    assert await home.count("memberships") == 1
    assert await home.count("invitations", "state = 'PENDING' AND expires_at > usher_now()") == 0


async def test_an_archived_group_takes_nobody(home: Home) -> None:
    group = await home.group()
    await home.sql.execute("UPDATE groups SET archived_at = now()")
    before = await home.everything()
    for texts, code in ((["a@x.org"], "GROUP_ARCHIVED"), ([" "], "NO_ADDRESSES")):
        with pytest.raises(InvalidInput) as refusal:
            await add(home, group, *texts)
        assert refusal.value.errors[0].code == code
    assert await home.everything() == before


async def test_a_learner_who_becomes_a_coach_is_no_longer_registered(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=9 * DAY)
    await add(home, group, "a@x.org")
    await add(home, group, "a@x.org", role=GroupRole.COACH)
    assert await home.count("registrations", "ended_at IS NULL") == 0
    assert await owed(home) == {"a@x.org": "LEFT_SESSION"}


async def test_raising_a_learner_is_told_with_the_registrations_that_end_by_it(home: Home) -> None:
    group, other = await home.group("Crew"), await home.group("Other")
    ends = await home.session(group, starts=9 * DAY)
    stays = await home.session(group, other, starts=9 * DAY, title="Held by another group")
    over = await home.session(group, starts=-9 * DAY, title="Over")
    await home.sql.execute(
        "UPDATE sessions SET ends_at = usher_now() + interval '1 hour' WHERE id = $1", over
    )
    await home.invite("a@x.org", group_ids=[group, other])
    await home.wait(DAY / 12)
    before = await home.everything()
    terms = Terms(preview=True)
    preview = await add(home, group, "a@x.org", role=GroupRole.COACH, terms=terms)
    (row,) = preview.plan.rows
    assert [(change.field, change.before, change.after) for change in row.changes] == [
        ("groupRole", "Crew: LEARNER", "Crew: COACH")
    ]
    assert [(one.code, one.message.split()[0]) for one in preview.plan.warnings] == [
        ("REGISTRATIONS_END", "1")
    ]
    assert await home.everything() == before
    done = await add(home, group, "a@x.org", role=GroupRole.COACH, terms=Terms(plan_hash=preview.plan.hash))
    standing = await home.sql.fetch("SELECT session_id FROM registrations WHERE ended_at IS NULL")
    assert {one["session_id"] for one in standing} == {stays, over}
    assert ends not in {one["session_id"] for one in standing}
    assert done.committed
    await undo_batch(home.owner, done.committed.batch_id)
    assert await home.count("memberships", "group_id = $1 AND role = 'COACH'", group) == 1


async def test_who_comes_in_as_coach_is_a_grant_and_no_change(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    await home.invite("a@x.org")
    preview = await add(home, group, "a@x.org", role=GroupRole.COACH, terms=Terms(preview=True))
    assert preview.plan.rows[0].changes == ()
    assert preview.plan.warnings == ()


async def test_who_is_registered_by_themselves_stays_so(home: Home) -> None:
    group = await home.group()
    session = await home.session(group)
    await home.invite("a@x.org", group_ids=[group])
    await register_session_learners(home.owner, SessionLearners(session, ["a@x.org"]), Terms())
    intake = await add(home, group, "a@x.org", role=GroupRole.MANAGER)
    assert intake.plan.warnings == ()
    assert await home.count("registrations", "ended_at IS NULL") == 1
