"""Bringing members back: what still has a reason is owed again."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput
from backend.invitations.deactivate_members import deactivate_due_members, deactivate_members
from backend.invitations.intake.pipeline import Terms
from backend.invitations.reactivate_members import reactivate_members
from tests.house_of import Home

STATES = "SELECT state FROM mails WHERE kind = $1 ORDER BY id"


async def states(home: Home, kind: str) -> list[str]:
    return [row["state"] for row in await home.sql.fetch(STATES, kind)]


async def member_id(home: Home, email: str) -> UUID:
    found: UUID = await home.sql.fetchval("SELECT id FROM members WHERE email_key = $1", email)
    return found


async def dates(home: Home, one: UUID) -> tuple[date | None, bool]:
    row = await home.sql.fetchrow("SELECT deactivates_on, deactivated_at FROM members WHERE id = $1", one)
    assert row
    return row["deactivates_on"], row["deactivated_at"] is not None


async def test_program_mails_come_back_for_what_has_not_ended(home: Home) -> None:
    group = await home.group()
    over = timedelta(days=2)
    await home.session(group, starts=timedelta(days=1), ends=over, title="Short")
    await home.session(group, starts=timedelta(days=9), title="Long")
    anna = await home.member(Role.TRAINEE, "anna@x.org")
    await home.invite("anna@x.org", group_ids=[group])
    await deactivate_members(home.owner, [anna.member_id])
    assert await states(home, "program_invitation") == ["CANCELLED", "CANCELLED"]
    await home.wait(timedelta(days=4))

    done = await reactivate_members(home.owner, [anna.member_id])

    assert (done.ids, done.errors) == ([anna.member_id], [])
    assert sorted(await states(home, "program_invitation")) == ["CANCELLED", "SCHEDULED"]
    assert await dates(home, anna.member_id) == (None, False)
    again = await reactivate_members(home.owner, [anna.member_id])
    assert again.ids == [anna.member_id]
    assert await home.count("audit_events", "action = 'member.reactivated'") == 1


async def test_a_date_that_has_passed_is_cleared_or_replaced(home: Home) -> None:
    day = (await home.now() + timedelta(days=5)).date()
    for email in ("a@x.org", "b@x.org"):
        await home.invite(email, deactivates_on=day)
        await home.sql.execute("UPDATE members SET activated_at = usher_now() WHERE email_key = $1", email)
    a, b = await member_id(home, "a@x.org"), await member_id(home, "b@x.org")
    await home.wait(timedelta(days=6))
    await deactivate_due_members()
    later = (await home.now() + timedelta(days=90)).date()
    await reactivate_members(home.owner, [a])
    await reactivate_members(home.owner, [b], later)
    assert await dates(home, a) == (None, False)
    assert await dates(home, b) == (later, False)
    assert await deactivate_due_members() == 0


async def test_a_date_that_lies_ahead_stays(home: Home) -> None:
    day = (await home.now() + timedelta(days=50)).date()
    await home.invite("a@x.org", deactivates_on=day)
    await home.sql.execute("UPDATE members SET activated_at = usher_now() WHERE email_key = 'a@x.org'")
    one = await member_id(home, "a@x.org")
    await deactivate_members(home.owner, [one])
    assert await states(home, "deactivation_warning") == ["CANCELLED"]
    await reactivate_members(home.owner, [one])
    assert await dates(home, one) == (day, False)
    assert await states(home, "deactivation_warning") == ["SCHEDULED"]


async def test_who_had_not_joined_is_invited_anew(home: Home) -> None:
    await home.invite("a@x.org")
    one = await member_id(home, "a@x.org")
    await deactivate_members(home.owner, [one])
    await reactivate_members(home.owner, [one])
    rows = await home.sql.fetch("SELECT state, operation FROM invitations ORDER BY id")
    assert [tuple(row) for row in rows] == [("REVOKED", "inviteByEmail"), ("PENDING", "reactivateMembers")]
    assert await states(home, "workspace_invitation") == ["CANCELLED", "SCHEDULED"]


async def test_who_had_not_joined_and_bounced_stays_out(home: Home) -> None:
    await home.invite("a@x.org")
    one = await member_id(home, "a@x.org")
    await deactivate_members(home.owner, [one])
    await home.bounce("a@x.org")
    done = await reactivate_members(home.owner, [one])
    assert (done.ids, [error.code for error in done.errors]) == ([], ["ADDRESS_BOUNCED"])
    assert await dates(home, one) == (None, True)
    assert await home.count("invitations", "state = 'PENDING'") == 0


async def test_tokens_that_nobody_ended_stay_dead(home: Home) -> None:
    anna = await home.member(Role.TRAINEE, "anna@x.org")
    await home.sql.execute(
        """INSERT INTO access_tokens
            (id, workspace_id, member_id, token_hash, device, created_at, last_used_at, expires_at)
        VALUES (gen_random_uuid(), $1, $2, 'hash', '', now(), now(), now() + interval '30 days')""",
        home.owner.workspace_id,
        anna.member_id,
    )
    past = "UPDATE members SET deactivates_on = '2026-01-01', deactivates_at = '2026-01-01' WHERE id = $1"
    await home.sql.execute(past, anna.member_id)
    await home.invite("anna@x.org", terms=Terms(reactivate=True))  # before any job came by
    assert await home.count("access_tokens", "ended_at IS NULL") == 0
    await home.sql.execute(past, anna.member_id)
    await home.sql.execute("UPDATE access_tokens SET ended_at = NULL")
    await reactivate_members(home.owner, [anna.member_id])
    assert await home.count("access_tokens", "ended_at IS NULL") == 0


async def test_refusals_do_nothing(home: Home) -> None:
    anna = await home.member(Role.TRAINEE, "anna@x.org")
    await deactivate_members(home.owner, [anna.member_id])
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await reactivate_members(home.owner, [anna.member_id], date(2020, 1, 1))
    assert [error.code for error in refusal.value.errors] == ["DATE_IN_PAST"]
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    with pytest.raises(Forbidden):
        await reactivate_members(trainer, [anna.member_id])
    assert await dates(home, anna.member_id) == (None, True)
    assert (await home.everything())["audit_events"] == before["audit_events"] + 1  # the trainer's invitation
