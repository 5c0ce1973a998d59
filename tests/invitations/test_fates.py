"""What becomes of people whom a row meets: nobody above the caller is changed, nothing is lost in silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend.core.access import Role
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.intake.shapes import Outcome
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from tests.house_of import Home


async def ahead(home: Home, days: int = 60) -> date:
    return (await home.now() + timedelta(days=days)).date()


def codes(intake: Intake) -> list[list[str]]:
    return [[error.code for error in row.errors] for row in intake.plan.rows]


async def test_an_admin_sets_no_date_on_an_owner_who_is_invited(home: Home) -> None:
    await home.invite("o3@x.org", role=Role.OWNER)
    admin = await home.member(Role.ADMIN, "admin@x.org")
    day = await ahead(home)
    before = await home.everything()
    intake = await invite_by_email(admin, EmailInvitation(["o3@x.org"], deactivates_on=day), Terms())
    assert [row.outcome for row in intake.plan.rows] == [Outcome.REFUSED]
    assert codes(intake) == [["ABOVE_YOUR_ROLE"]]
    assert await home.count("members", "deactivates_on IS NOT NULL") == 0
    changed = {name for name, rows in (await home.everything()).items() if rows != before[name]}
    assert changed <= {"batches", "batch_rows", "audit_events"}


async def test_an_admin_still_adds_an_owner_who_is_invited_to_a_group(home: Home) -> None:
    group = await home.group()
    await home.invite("o3@x.org", role=Role.OWNER)
    admin = await home.member(Role.ADMIN, "admin@x.org")
    intake = await invite_by_email(admin, EmailInvitation(["o3@x.org"], group_ids=[group]), Terms())
    assert [row.outcome for row in intake.plan.rows] == [Outcome.MERGE_INTO_INVITATION]
    assert await home.count("memberships", "group_id = $1", group) == 1


async def leave(home: Home, email: str, until: date) -> None:
    await home.sql.execute(
        """UPDATE members SET deactivates_on = $2, deactivates_at = $2::date, deactivated_at = usher_now()
        WHERE email_key = $1""",
        email,
        until,
    )


async def until(home: Home, email: str) -> date | None:
    found: date | None = await home.sql.fetchval(
        "SELECT deactivates_on FROM members WHERE email_key = $1 AND deactivated_at IS NULL", email
    )
    return found


async def test_who_comes_back_keeps_a_day_that_lies_ahead(home: Home) -> None:
    day = await ahead(home)
    await home.member(Role.TRAINEE, "gone@x.org")
    await leave(home, "gone@x.org", day)
    intake = await home.invite("gone@x.org", terms=Terms(reactivate=True))
    assert [change.field for change in intake.plan.rows[0].changes] == ["status"]
    assert await until(home, "gone@x.org") == day


@pytest.mark.parametrize("days", [-1, 0])
async def test_a_day_that_has_passed_is_cleared(home: Home, days: int) -> None:
    await home.member(Role.TRAINEE, "gone@x.org")
    await leave(home, "gone@x.org", await ahead(home, days))
    intake = await home.invite("gone@x.org", terms=Terms(reactivate=True))
    assert [change.field for change in intake.plan.rows[0].changes] == ["status", "deactivatesOn"]
    assert await until(home, "gone@x.org") is None


async def test_a_day_given_replaces_the_one_ahead(home: Home) -> None:
    await home.member(Role.TRAINEE, "gone@x.org")
    await leave(home, "gone@x.org", await ahead(home, 60))
    day = await ahead(home, 90)
    await home.invite("gone@x.org", deactivates_on=day, terms=Terms(reactivate=True))
    assert await until(home, "gone@x.org") == day


async def test_who_is_chosen_and_bounced_is_not_invited_anew(home: Home) -> None:
    group = await home.group()
    await home.invite("gone@x.org")
    await leave(home, "gone@x.org", await ahead(home, -1))
    await home.bounce("gone@x.org")
    member = await home.sql.fetchval("SELECT id FROM members WHERE email_key = 'gone@x.org'")
    wanted = GroupMembers(group, [member])
    before = await home.everything()
    preview = await add_group_members(home.owner, wanted, Terms(preview=True, reactivate=True))
    assert codes(preview) == [["ADDRESS_BOUNCED"]]
    assert preview.plan.mails == ()
    assert await home.everything() == before
    await add_group_members(home.owner, wanted, Terms(reactivate=True))
    assert await home.count("memberships", "group_id = $1", group) == 0
    assert await home.count("members", "deactivated_at IS NOT NULL") == 1
    assert await home.count("mails") == before["mails"]


async def test_who_is_in_and_bounced_can_still_be_chosen(home: Home) -> None:
    group = await home.group()
    someone = await home.member(Role.TRAINEE, "in@x.org")
    await home.bounce("in@x.org")
    intake = await add_group_members(home.owner, GroupMembers(group, [someone.member_id]), Terms())
    assert [row.outcome for row in intake.plan.rows] == [Outcome.ADD_GRANTS]


async def test_each_refusal_says_its_row(home: Home) -> None:
    await home.sql.execute("UPDATE workspaces SET allowed_domains = '{x.org}'")
    await home.bounce("bounced@x.org")
    await home.member(Role.TRAINEE, "gone@x.org")
    await leave(home, "gone@x.org", await ahead(home))
    before = await home.count("members")
    intake = await home.invite("gone@x.org", "gone@x.org", "a@else.org", "bounced@x.org", "broken@")
    told = [(error.code, error.row) for row in intake.plan.rows for error in row.errors]
    assert told == [
        ("MEMBER_DEACTIVATED", 1),
        ("DUPLICATE", 2),
        ("DOMAIN_NOT_ALLOWED", 3),
        ("ADDRESS_BOUNCED", 4),
        ("INVALID_EMAIL", 5),
    ]
    assert await home.count("members") == before


async def test_a_day_or_role_for_who_is_in_already_is_not_dropped_in_silence(home: Home) -> None:
    await home.member(Role.TRAINEE, "in@x.org")
    day = await ahead(home)
    intake = await home.invite("in@x.org", deactivates_on=day, role=Role.ADMIN)
    (row,) = intake.plan.rows
    assert row.outcome is Outcome.UNCHANGED
    assert [(one.code, one.row) for one in row.errors] == [("DATE_NOT_APPLIED", 1), ("ROLE_NOT_APPLIED", 1)]
    assert await home.count("members", "deactivates_on IS NOT NULL OR role = 'ADMIN'") == 0


async def test_what_they_have_already_needs_no_word(home: Home) -> None:
    await home.member(Role.ADMIN, "in@x.org")
    day = await ahead(home)
    await home.sql.execute("UPDATE members SET deactivates_on = $1 WHERE email_key = 'in@x.org'", day)
    intake = await home.invite("in@x.org", deactivates_on=day, role=Role.TRAINEE)
    assert codes(intake) == [[]]
