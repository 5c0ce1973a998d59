"""People invited by address on a real database: what becomes of each address, and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput, PlanChanged
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.intake.shapes import Outcome
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from backend.invitations.undo_batch import undo_batch
from tests.house_of import Home, make_home

MESSY = 'New <new@x.org>; "Doe, Jane" <jane@x.org>\tJANE@X.ORG,\u200bpending@x.org active@x.org broken@ hello'


def outcomes(intake: Intake) -> list[tuple[str, str]]:
    return [(row.entry.email or row.entry.input, row.outcome.value) for row in intake.plan.rows]


async def test_each_address_becomes_what_it_should(home: Home) -> None:
    group = await home.group()
    await home.member(Role.TRAINEE, "active@x.org")
    await home.invite("pending@x.org")
    intake = await home.invite(MESSY, group_ids=[group])
    assert outcomes(intake) == [
        ("new@x.org", "INVITE"),
        ("jane@x.org", "INVITE"),
        ("JANE@X.ORG", "DUPLICATE"),
        ("pending@x.org", "MERGE_INTO_INVITATION"),
        ("active@x.org", "ADD_GRANTS"),
        ("broken@", "REFUSED"),
        ("hello", "REFUSED"),
    ]
    assert await home.count("memberships", "group_id = $1", group) == 4
    assert await home.count("invitations", "state = 'PENDING'") == 4  # active@ keeps the one it came by
    again = await home.invite(MESSY, group_ids=[group])
    assert {row.outcome for row in again.plan.rows} == {Outcome.UNCHANGED, Outcome.DUPLICATE, Outcome.REFUSED}
    assert await home.count("invitations", "state = 'PENDING'") == 4


async def test_a_preview_writes_nothing_and_its_hash_commits_just_that(home: Home) -> None:
    before = await home.everything()
    preview = await home.invite("a@x.org b@x.org", terms=Terms(preview=True))
    assert preview.committed is None
    assert await home.everything() == before
    committed = await home.invite("a@x.org b@x.org", terms=Terms(plan_hash=preview.plan.hash))
    assert (committed.plan.hash, committed.plan.rows) == (preview.plan.hash, preview.plan.rows)
    assert await home.count("invitations") == 2


async def test_a_plan_that_changed_is_refused_with_what_differs(home: Home) -> None:
    preview = await home.invite("a@x.org b@x.org", terms=Terms(preview=True))
    await home.invite("a@x.org")
    before = await home.everything()
    with pytest.raises(PlanChanged) as refusal:
        await home.invite("a@x.org b@x.org", terms=Terms(plan_hash=preview.plan.hash))
    assert refusal.value.extensions["before"]["INVITE"] == 2
    assert refusal.value.extensions["after"]["INVITE"] == 1
    assert await home.everything() == before


async def test_unrelated_changes_do_not_void_a_plan(home: Home) -> None:
    preview = await home.invite("a@x.org", terms=Terms(preview=True))
    await home.group("Another")
    await home.invite("z@x.org")
    await home.wait(timedelta(minutes=5))
    assert (await home.invite("a@x.org", terms=Terms(plan_hash=preview.plan.hash))).committed


async def test_the_mails_that_follow(home: Home) -> None:
    group = await home.group()
    ongoing = await home.session(group, starts=-timedelta(days=1))
    upcoming = await home.session(group, starts=timedelta(days=9), title="Leading")
    await home.session(group, starts=-timedelta(days=9), ends=timedelta(days=30), title="Not cancelled")
    preview = await home.invite("a@x.org b@x.org", group_ids=[group], terms=Terms(preview=True))
    told = {(mail.kind, mail.session_id): (mail.count, mail.now) for mail in preview.plan.mails}
    assert told["workspace_invitation", None] == (2, True)
    assert told["program_invitation", ongoing] == (2, True)
    assert told["program_invitation", upcoming] == (2, False)
    await home.invite("a@x.org b@x.org", group_ids=[group])
    invitations = await home.mails("workspace_invitation")
    assert [mail["email"] for mail in invitations] == ["a@x.org", "b@x.org"]
    programs = await home.mails("program_invitation")
    assert len(programs) == 6
    assert {mail["waits_for"] for mail in programs} == {mail["id"] for mail in invitations}
    late = [mail for mail in programs if mail["due_at"] > await home.now()]
    assert len(late) == 2
    assert {mail["due_time"] for mail in late} == {"08:00"}


async def test_access_that_ends_before_the_start_is_warned_of_and_gets_no_mail(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=timedelta(days=9))
    day = (await home.now() + timedelta(days=5)).date()
    intake = await home.invite("a@x.org", group_ids=[group], deactivates_on=day)
    assert [warning.code for warning in intake.plan.warnings] == ["ACCESS_ENDS_BEFORE_START"]
    assert await home.mails("program_invitation") == []
    assert await home.count("registrations", "ended_at IS NULL") == 1


async def test_merging_never_lowers_a_role_and_a_date_given_wins(home: Home) -> None:
    day = date.today() + timedelta(days=60)  # noqa: DTZ011 - any day ahead does
    await home.invite("a@x.org", role=Role.TRAINER)
    lower = await home.invite("a@x.org", role=Role.TRAINEE)
    assert lower.plan.rows[0].outcome is Outcome.UNCHANGED
    higher = await home.invite("a@x.org", role=Role.ADMIN, deactivates_on=day)
    changes = {change.field: (change.before, change.after) for change in higher.plan.rows[0].changes}
    assert changes == {"role": ("TRAINER", "ADMIN"), "deactivatesOn": (None, day.isoformat())}
    assert await home.count("members", "role = 'ADMIN' AND deactivates_on = $1", day) == 1
    assert await home.sql.fetchval("SELECT role FROM invitations") == "ADMIN"
    assert await home.count("mails", "kind = 'workspace_invitation'") == 1


async def test_someone_whose_invitation_ran_out_gets_a_new_one(home: Home) -> None:
    await home.invite("a@x.org")
    await home.wait(timedelta(days=31))
    intake = await home.invite("a@x.org")
    assert intake.plan.rows[0].outcome is Outcome.INVITE
    states = await home.sql.fetch("SELECT state FROM invitations ORDER BY id")
    assert [row["state"] for row in states] == ["EXPIRED", "PENDING"]
    assert await home.count("invitation_links", "retired_at IS NULL") == 1
    assert await home.count("members") == 2


async def test_deactivated_people_come_back_only_if_asked(home: Home) -> None:
    gone = await home.member(Role.TRAINEE, "gone@x.org")
    await home.sql.execute("UPDATE members SET deactivated_at = now() WHERE id = $1", gone.member_id)
    refused = await home.invite("gone@x.org")
    assert refused.plan.rows[0].errors[0].code == "MEMBER_DEACTIVATED"
    assert await home.count("members", "deactivated_at IS NOT NULL") == 1
    back = await home.invite("gone@x.org", terms=Terms(reactivate=True))
    assert back.plan.rows[0].outcome is Outcome.REACTIVATE
    assert await home.count("members", "deactivated_at IS NOT NULL") == 0


async def test_an_address_that_bounced_is_refused_until_it_is_cleared(home: Home) -> None:
    await home.sql.execute(
        "INSERT INTO suppressions VALUES ($1, $2, 'a@x.org', '550 no such user', NULL, now())",
        uuid4(),
        home.owner.workspace_id,
    )
    intake = await home.invite("a@x.org b@x.org")
    assert [row.outcome for row in intake.plan.rows] == [Outcome.REFUSED, Outcome.INVITE]
    assert "550 no such user" in intake.plan.rows[0].errors[0].message
    await home.sql.execute("DELETE FROM suppressions")
    assert (await home.invite("a@x.org")).plan.rows[0].outcome is Outcome.INVITE


async def test_typos_are_pointed_out_and_not_refused(home: Home) -> None:
    intake = await home.invite("ann@gmial.com")
    row = intake.plan.rows[0]
    assert (row.outcome, row.errors[0].code) == (Outcome.INVITE, "SUSPECTED_TYPO")
    assert row.errors[0].suggestion == "ann@gmail.com"


async def test_only_the_domains_of_the_workspace_are_taken(home: Home) -> None:
    await home.sql.execute("UPDATE workspaces SET allowed_domains = '{x.org}'")
    intake = await home.invite("a@x.org b@y.org")
    assert [row.outcome for row in intake.plan.rows] == [Outcome.INVITE, Outcome.REFUSED]
    assert intake.plan.rows[1].errors[0].code == "DOMAIN_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"texts": []}, "NO_ADDRESSES"),
        ({"texts": [" ,;\n\u00a0"]}, "NO_ADDRESSES"),
        ({"texts": [" ".join(f"p{n}@x.org" for n in range(10_001))]}, "TOO_MANY_ADDRESSES"),
        ({"texts": ["x " * 500_000]}, "TOO_MANY_ADDRESSES"),
        ({"texts": ["a@x.org"], "group_ids": [uuid4()]}, "UNKNOWN_GROUP"),
        ({"texts": ["a@x.org"], "group_ids": [uuid4() for _ in range(101)]}, "TOO_MANY_GROUPS"),
        ({"texts": ["a@x.org"], "deactivates_on": date(2020, 1, 1)}, "DATE_IN_PAST"),
        ({"texts": ["a@x.org"], "language": "xx"}, "UNKNOWN_LANGUAGE"),
    ],
)
async def test_what_cannot_be_taken_is_told_and_nothing_is_done(home: Home, wanted: dict, code: str) -> None:  # type: ignore[type-arg]  # keyword arguments
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await invite_by_email(home.owner, EmailInvitation(**wanted), Terms())
    assert [error.code for error in refusal.value.errors] == [code]
    assert await home.everything() == before


async def test_nul_and_lone_surrogates_are_refused_in_their_row(home: Home) -> None:
    intake = await home.invite("a\x00b@x.org", "\ud800@x.org", "ok@x.org")
    assert [row.outcome for row in intake.plan.rows] == [Outcome.REFUSED, Outcome.REFUSED, Outcome.INVITE]
    assert await home.count("members", "email_key = 'ok@x.org'") == 1


async def test_nobody_grants_a_role_above_their_own(home: Home) -> None:
    admin = await home.member(Role.ADMIN, "admin@x.org")
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await invite_by_email(admin, EmailInvitation(["a@x.org"], Role.OWNER), Terms())
    assert refusal.value.errors[0].code == "ROLE_ABOVE_YOUR_OWN"
    assert await home.everything() == before


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE])
async def test_only_admins_invite_by_this_door(home: Home, role: Role) -> None:
    other = await home.member(role, "other@x.org")
    before = await home.everything()
    with pytest.raises(Forbidden):
        await invite_by_email(other, EmailInvitation(["a@x.org"]), Terms())
    assert await home.everything() == before


async def test_a_group_of_another_workspace_is_unknown(home: Home) -> None:
    stranger = await make_home(home.sql, "stranger")
    foreign = await stranger.group()
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await home.invite("a@x.org", group_ids=[foreign])
    assert refusal.value.errors[0].code == "UNKNOWN_GROUP"
    assert await home.everything() == before


async def test_undo_withdraws_what_has_not_left(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    intake = await home.invite("a@x.org b@x.org", group_ids=[group], terms=Terms(hold_seconds=60))
    assert intake.committed
    undone = await undo_batch(home.owner, intake.committed.batch_id)
    assert (undone.invitations_revoked, undone.grants_removed, undone.remaining) == (2, 2, [])
    assert await home.count("mails", "state <> 'CANCELLED'") == 0
    assert await home.count("memberships") == 0
    assert await home.count("registrations", "ended_at IS NULL") == 0
    with pytest.raises(InvalidInput):
        await undo_batch(home.owner, intake.committed.batch_id)
    woken = await home.invite("a@x.org", group_ids=[group])
    assert woken.plan.rows[0].outcome is Outcome.INVITE
    assert await home.count("mails", "state = 'SCHEDULED' AND kind <> 'invitation_reminder'") == 2
