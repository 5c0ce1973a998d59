"""Ending access: by hand and by date, at once and for everything that follows."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import SignedIn, Visit, authenticate
from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput
from backend.invitations.deactivate_members import deactivate_due_members, deactivate_members
from tests.house_of import Home, make_home

PASSWORD = "a lantern over the harbour"
OF = "(SELECT id FROM members WHERE email_key = $1)"


async def signed_in(home: Home) -> str:
    """The owner's token."""
    answer = await sign_in("owner@home.example.org", PASSWORD, None, Visit())
    assert isinstance(answer, SignedIn)
    return answer.token


async def member_id(home: Home, email: str) -> UUID:
    found: UUID = await home.sql.fetchval("SELECT id FROM members WHERE email_key = $1", email)
    return found


async def actions(home: Home) -> list[str]:
    rows = await home.sql.fetch("SELECT action FROM audit_events WHERE action LIKE 'member.%' ORDER BY id")
    return [row["action"] for row in rows]


async def test_they_are_out_and_nothing_is_deleted(home: Home) -> None:
    group = await home.group()
    session = await home.session(group, starts=timedelta(days=3))
    gone = await home.member(Role.TRAINEE, "gone@x.org")
    await home.invite("gone@x.org invited@x.org", group_ids=[group])
    invited = await member_id(home, "invited@x.org")
    before = await home.everything()

    done = await deactivate_members(home.owner, [gone.member_id, invited])

    assert (done.ids, done.errors) == ([gone.member_id, invited], [])
    assert done.mails.cancelled == await home.count("mails", "state = 'CANCELLED'") > 4
    assert await home.count("mails", "state <> 'CANCELLED'") == 0
    assert await home.count("members", "deactivated_at IS NOT NULL") == 2
    assert await home.count("invitations", "state = 'PENDING'") == 0
    assert await home.count("invitation_links", "retired_at IS NULL") == 0
    assert await home.count("registrations", "session_id = $1 AND ended_at IS NULL", session) == 2
    more = {"audit_events": before["audit_events"] + 2, "group_changes": before["group_changes"] + 1}
    assert await home.everything() == before | more
    assert await actions(home) == ["member.deactivated", "member.deactivated"]


async def test_once_more_changes_nothing(home: Home) -> None:
    gone = await home.member(Role.TRAINEE, "gone@x.org")
    await deactivate_members(home.owner, [gone.member_id])
    since = await home.sql.fetchval("SELECT deactivated_at FROM members WHERE id = $1", gone.member_id)
    again = await deactivate_members(home.owner, [gone.member_id])
    assert (again.ids, again.errors, again.mails.cancelled) == ([gone.member_id], [], 0)
    assert await home.count("members", "deactivated_at = $1", since) == 1
    assert await actions(home) == ["member.deactivated"]


async def test_some_of_many_are_refused_and_the_others_go(home: Home) -> None:
    admin = await home.member(Role.ADMIN, "admin@x.org")
    gone = await home.member(Role.TRAINEE, "gone@x.org")
    stranger = await make_home(home.sql, "stranger")
    foreign = await stranger.member(Role.TRAINEE, "foreign@x.org")
    wanted = [home.owner_id, gone.member_id, uuid4(), foreign.member_id]
    done = await deactivate_members(admin, wanted)
    assert done.ids == [gone.member_id]
    assert [(error.code, error.row) for error in done.errors] == [
        ("ABOVE_YOUR_ROLE", 1),
        ("UNKNOWN_MEMBER", 3),
        ("UNKNOWN_MEMBER", 4),
    ]
    assert await home.count("members", "deactivated_at IS NOT NULL") == 1


async def test_a_workspace_keeps_an_owner(home: Home) -> None:
    second = await home.member(Role.OWNER, "second@x.org")
    done = await deactivate_members(home.owner, [home.owner_id, second.member_id])
    assert [(error.code, error.row) for error in done.errors] == [("LAST_OWNER", 2)]
    assert done.ids == [home.owner_id]
    assert await home.count("members", "role = 'OWNER' AND deactivated_at IS NULL") == 1


async def test_tokens_end_at_once(home: Home) -> None:
    await home.member(Role.OWNER, "second@x.org")
    token = await signed_in(home)
    assert await authenticate(token)
    await deactivate_members(home.owner, [home.owner_id])
    assert await authenticate(token) is None
    await home.sql.execute("UPDATE members SET deactivated_at = NULL")
    assert await authenticate(token) is None


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE])
async def test_only_admins_do_this(home: Home, role: Role) -> None:
    other = await home.member(role, "other@x.org")
    before = await home.everything()
    with pytest.raises(Forbidden):
        await deactivate_members(other, [other.member_id])
    with pytest.raises(InvalidInput):
        await deactivate_members(home.owner, [])
    assert await home.everything() == before
    assert await home.count("members", "deactivated_at IS NOT NULL") == 0


async def test_the_day_comes_without_any_worker_and_the_job_only_cleans_up(home: Home) -> None:
    second = await home.member(Role.OWNER, "second@x.org")
    token = await signed_in(home)
    group = await home.group()
    await home.session(group, starts=timedelta(days=20))
    day = (await home.now() + timedelta(days=12)).date()
    await home.invite("late@x.org", group_ids=[group], deactivates_on=day)
    await home.sql.execute(
        "UPDATE members SET deactivates_on = $2::date, deactivates_at = $2::date WHERE id = $1",
        home.owner_id,
        day,
    )
    await home.wait(timedelta(days=13))
    assert await authenticate(token) is None
    assert await home.count("members", "deactivated_at IS NOT NULL") == 0

    assert await deactivate_due_members() == 2
    assert await deactivate_due_members() == 0

    rows = await home.sql.fetch("SELECT deactivated_at = deactivates_at AS on_the_day FROM members")
    assert [row["on_the_day"] for row in rows if row["on_the_day"] is not None] == [True, True]
    assert await home.count("mails", f"member_id = {OF} AND state <> 'CANCELLED'", "late@x.org") == 0
    assert await actions(home) == ["member.deactivated", "member.deactivated"]
    assert await home.count("members", "id = $1 AND deactivated_at IS NULL", second.member_id) == 1


async def test_the_job_takes_every_workspace(home: Home) -> None:
    stranger = await make_home(home.sql, "stranger")
    people: list[Actor] = [
        await home.member(Role.TRAINEE, "a@x.org"),
        await stranger.member(Role.TRAINEE, "b@x.org"),
    ]
    today = "UPDATE members SET deactivates_on = usher_now(), deactivates_at = usher_now() WHERE id = ANY($1)"
    await home.sql.execute(today, [one.member_id for one in people])
    assert await deactivate_due_members() == 2
    assert await home.count("audit_events", "action = 'member.deactivated' AND door = 'SYSTEM'") == 2
