"""Joining by a link: looking changes nothing, one POST joins once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from backend.auth.actions.accept_invitation import NewMember, accept_invitation
from backend.auth.actions.sign_in import sign_in
from backend.auth.queries import look_up_invitation
from backend.auth.rules import LinkState, Viewer
from backend.auth.tokens import SignedIn, Visit, authenticate
from backend.core.access import system
from backend.core.errors import InvalidInput
from backend.core.ids import new_id
from backend.core.work import unit_of_work
from backend.mail.actions import Due, MailDraft, owe
from tests.auth.cast import PASSWORD, Cast, Invited

VISIT = Visit("192.0.2.7")
BOB = NewMember("Bob", "Müller-Großmann", PASSWORD, "de")


async def owe_letters(cast: Cast, workspace_id: UUID, bob: Invited) -> None:
    """The mail of the invitation, and a program's letter that waits for it."""
    now = await cast.now()
    async with unit_of_work(system(workspace_id)) as work:
        first = MailDraft("workspace_invitation", "first", bob.member_id, bob.invitation_id, Due.now(now))
        mail_id = (await owe(work, workspace_id, [first])).ids["first"]
        second = MailDraft(
            "program_invitation", "second", bob.member_id, new_id(), Due.now(now), waits_for=mail_id
        )
        await owe(work, workspace_id, [second])


async def untouched(cast: Cast, bob: Invited) -> bool:
    """Whether nothing at all has happened to an invited member."""
    return (
        await cast.count("members", "id = $1 AND joined_at IS NULL AND first_name IS NULL", bob.member_id)
        == 1
        and await cast.count("access_tokens") + await cast.count("credentials") == 0
        and await cast.audited() == []
    )


async def test_looking_shows_the_invitation_and_changes_nothing(cast: Cast, acme: UUID) -> None:
    inviter = await cast.member(acme, "ann@example.org", first_name="Ann", last_name="Lee")
    bob = await cast.invited(acme, invited_by=inviter)

    link = await look_up_invitation(bob.token)

    assert link.state is LinkState.PENDING
    assert link.workspace is not None
    assert (link.workspace.name, link.email, link.invited_by) == (
        "Acme Academy",
        "bob@example.org",
        "Ann Lee",
    )
    assert await untouched(cast, bob)


async def test_looking_lists_the_programs_that_wait(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme)
    now = await cast.now()
    program = new_id()
    await cast.sql.execute(
        """INSERT INTO programs (id, workspace_id, title, sort_title, summary, content_url, created_at)
        VALUES ($1, $2, 'First aid', 'first aid', '', '', now())""",
        program,
        acme,
    )
    for name, starts, ends in (("spring", 1, 2), ("past", -2, -1)):
        session = new_id()
        await cast.sql.execute(
            """INSERT INTO sessions
                (id, workspace_id, program_id, name, starts_at, ends_at, time_zone, version, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, 'UTC', 1, now())""",
            session,
            acme,
            program,
            name,
            now + timedelta(days=starts),
            now + timedelta(days=ends),
        )
        await cast.sql.execute(
            """INSERT INTO registrations (id, workspace_id, session_id, member_id, created_at)
            VALUES ($1, $2, $3, $4, now())""",
            new_id(),
            acme,
            session,
            bob.member_id,
        )

    link = await look_up_invitation(bob.token)

    assert [(session.program, session.name) for session in link.sessions] == [("First aid", "spring")]


async def test_accepting_joins_and_signs_in(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme)
    await owe_letters(cast, acme, bob)

    signed_in = await accept_invitation(bob.token, BOB, VISIT)

    seen = await authenticate(signed_in.token)
    assert seen is not None
    assert seen.actor.member_id == bob.member_id
    member = await cast.row("members")
    assert (member["first_name"], member["last_name"], member["language"]) == ("Bob", "Müller-Großmann", "de")
    assert member["sort_name"] == "muller-grossmann bob"
    assert member["activated_at"] == member["joined_at"] is not None
    assert await cast.count("invitations", "state = 'ACCEPTED' AND accepted_at IS NOT NULL") == 1
    assert await cast.count("invitation_links", "retired_at IS NULL") == 0
    assert await cast.audited() == ["invitation.accepted"]
    assert await sign_in("bob@example.org", PASSWORD, None, VISIT)


async def test_accepting_takes_the_invitation_mail_back_and_frees_what_waited(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme)
    await owe_letters(cast, acme, bob)

    await accept_invitation(bob.token, BOB, VISIT)

    assert await cast.count("mails", "kind = 'workspace_invitation' AND state = 'CANCELLED'") == 1
    assert (
        await cast.count("mails", "dedupe_key = 'second' AND state = 'SCHEDULED' AND waits_for IS NULL") == 1
    )


@pytest.mark.thorough
async def test_one_of_a_hundred_at_once_joins(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme)

    answers = await asyncio.gather(
        *(accept_invitation(bob.token, BOB, VISIT) for _ in range(100)), return_exceptions=True
    )

    assert sum(isinstance(answer, SignedIn) for answer in answers) == 1
    refusals = [answer for answer in answers if isinstance(answer, InvalidInput)]
    assert {error.code for refusal in refusals for error in refusal.errors} == {"LINK_ACCEPTED"}
    assert len(refusals) == 99
    assert await cast.count("access_tokens") == 1
    assert await cast.audited() == ["invitation.accepted"]


DEAD = {
    LinkState.EXPIRED: "UPDATE invitations SET expires_at = usher_now()",
    LinkState.REVOKED: "UPDATE invitations SET state = 'REVOKED'",
    LinkState.REPLACED: "UPDATE invitation_links SET retired_at = usher_now()",
    LinkState.UNKNOWN: "DELETE FROM invitation_links",
}


@pytest.mark.parametrize("state", DEAD)
async def test_dead_links_say_so_and_do_nothing(cast: Cast, acme: UUID, state: LinkState) -> None:
    bob = await cast.invited(acme)
    await cast.sql.execute(DEAD[state])

    assert (await look_up_invitation(bob.token)).state is state
    with pytest.raises(InvalidInput) as refusal:
        await accept_invitation(bob.token, BOB, VISIT)

    assert [(error.code, error.field) for error in refusal.value.errors] == [(f"LINK_{state}", ("token",))]
    assert await untouched(cast, bob)


@pytest.mark.parametrize(
    "change", ["asleep_at = usher_now()", "deactivated_at = usher_now()", "deactivates_at = usher_now()"]
)
async def test_whoever_was_shut_out_stays_out(cast: Cast, acme: UUID, change: str) -> None:
    bob = await cast.invited(acme)
    await cast.sql.execute(f"UPDATE members SET {change}")

    with pytest.raises(InvalidInput):
        await accept_invitation(bob.token, BOB, VISIT)

    assert (await look_up_invitation(bob.token)).state is LinkState.REVOKED
    assert await untouched(cast, bob)


async def test_a_link_is_bound_to_its_address(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme)
    await cast.sql.execute("UPDATE members SET email = 'rob@example.org', email_key = 'rob@example.org'")

    with pytest.raises(InvalidInput):
        await accept_invitation(bob.token, BOB, VISIT)

    assert (await look_up_invitation(bob.token)).state is LinkState.REPLACED
    assert await untouched(cast, bob)


@pytest.mark.parametrize("closed", [False, True])
async def test_a_programs_link_renews_an_invitation_that_ran_out(
    cast: Cast, acme: UUID, closed: bool
) -> None:
    bob = await cast.invited(acme, purpose="PROGRAM")
    await cast.shift_clock(timedelta(days=40))
    if closed:
        await cast.sql.execute("UPDATE invitations SET state = 'EXPIRED'")

    assert (await look_up_invitation(bob.token)).state is LinkState.PENDING
    assert await accept_invitation(bob.token, BOB, VISIT)

    assert await cast.count("invitations", "state = 'ACCEPTED'") == 1


async def test_a_programs_link_stands_for_the_newest_invitation(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme, purpose="PROGRAM", state="EXPIRED")
    await cast.shift_clock(timedelta(days=40))
    newer = await cast.invitation(acme, bob.member_id, "bob@example.org")

    await accept_invitation(bob.token, BOB, VISIT)

    assert await cast.count("invitations", "state = 'ACCEPTED' AND id = $1", newer.invitation_id) == 1
    assert (await look_up_invitation(newer.token)).state is LinkState.ACCEPTED


@pytest.mark.parametrize("state", ["REVOKED", "EXPIRED"])
async def test_an_older_invitations_link_points_to_the_newer_mail(cast: Cast, acme: UUID, state: str) -> None:
    bob = await cast.invited(acme, state=state)
    await cast.invitation(acme, bob.member_id, "bob@example.org")

    with pytest.raises(InvalidInput) as refusal:
        await accept_invitation(bob.token, BOB, VISIT)

    assert refusal.value.errors[0].code == "LINK_REPLACED"
    assert await untouched(cast, bob)


async def test_a_programs_link_does_not_undo_a_revocation(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme, purpose="PROGRAM", state="REVOKED")

    with pytest.raises(InvalidInput):
        await accept_invitation(bob.token, BOB, VISIT)

    assert await untouched(cast, bob)


async def test_somebody_else_signed_in_must_sign_out_first(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme)
    viewer = Viewer(new_id(), "eve@example.org")

    assert (await look_up_invitation(bob.token, viewer)).state is LinkState.WRONG_ACCOUNT
    with pytest.raises(InvalidInput) as refusal:
        await accept_invitation(bob.token, BOB, VISIT, viewer)

    assert refusal.value.errors[0].code == "LINK_WRONG_ACCOUNT"
    assert await untouched(cast, bob)


async def test_the_same_person_of_another_workspace_may_join(cast: Cast, acme: UUID) -> None:
    bob = await cast.invited(acme)

    assert await accept_invitation(bob.token, BOB, VISIT, Viewer(new_id(), "bob@example.org"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (NewMember("", " \u200b", "short"), {"REQUIRED": 2, "PASSWORD_TOO_SHORT": 1}),
        (NewMember("B\x00b", "x" * 121, PASSWORD), {"INVALID_CHARACTERS": 1, "TOO_LONG": 1}),
        (NewMember("Bob", "Stone", PASSWORD, "tlh"), {"UNKNOWN_LANGUAGE": 1}),
        (NewMember("Bob", "Stonemason", "bobStonemason1"), {"PASSWORD_TOO_PERSONAL": 1}),
        (NewMember("Bob", "Stone", "\ud800" * 12), {"INVALID_CHARACTERS": 1}),
        (NewMember("Bob", "Stone", "x" * 129), {"PASSWORD_TOO_LONG": 1}),
    ],
)
async def test_what_was_given_is_checked_all_at_once(
    cast: Cast, acme: UUID, given: NewMember, expected: dict[str, int]
) -> None:
    bob = await cast.invited(acme)

    with pytest.raises(InvalidInput) as refusal:
        await accept_invitation(bob.token, given, VISIT)

    codes = [error.code for error in refusal.value.errors]
    assert {code: codes.count(code) for code in codes} == expected
    assert await untouched(cast, bob)


async def test_the_workspace_says_how_long_a_password_is(cast: Cast) -> None:
    strict = await cast.workspace("strict", password_length=30)
    bob = await cast.invited(strict)

    with pytest.raises(InvalidInput):
        await accept_invitation(bob.token, BOB, VISIT)

    assert await untouched(cast, bob)
