"""Mailing invitations again: the old link works until the new mail has been accepted."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.auth.queries import look_up_invitation
from backend.auth.rules import LinkState
from backend.core.access import Actor, Role
from backend.core.tokens import link_token
from backend.invitations.chosen import Done
from backend.invitations.expire_invitations import expire_invitations
from backend.invitations.resend_invitations import resend_invitations
from backend.invitations.revoke_invitations import revoke_invitations
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.invitations.giving import trained
from tests.mail.mail_server import MailServer


async def invited(home: Home, *emails: str) -> list[UUID]:
    """The invitations of these people, mailed."""
    await home.invite(*emails)
    await deliver(home)
    rows = await home.sql.fetch("SELECT id FROM invitations ORDER BY email_key")
    return [row["id"] for row in rows]


async def state(invitation_id: UUID, version: int) -> LinkState:
    return (await look_up_invitation(link_token("JOIN", invitation_id, version))).state


def codes(done: Done) -> list[tuple[str, int | None]]:
    return [(error.code, error.row) for error in done.errors]


async def test_the_old_link_works_until_the_new_mail_is_accepted(home: Home) -> None:
    (one,) = await invited(home, "a@x.org")
    done = await resend_invitations(home.owner, [one])
    assert (done.ids, done.errors) == ([one], [])
    assert (await state(one, 1), await state(one, 2)) == (LinkState.PENDING, LinkState.PENDING)
    server = await deliver(home)
    assert [mail.recipients for mail in server.accepted] == [["a@x.org"]]
    assert (await state(one, 1), await state(one, 2)) == (LinkState.REPLACED, LinkState.PENDING)
    assert await home.count("audit_events", "action = 'invitation.resent'") == 1


async def test_a_new_mail_that_bounces_leaves_the_old_link_as_it_was(home: Home) -> None:
    (one,) = await invited(home, "a@x.org")
    await resend_invitations(home.owner, [one])
    await deliver(home, MailServer(on_rcpt=lambda recipient: "550 5.1.1 no such user"))
    assert await state(one, 1) is LinkState.PENDING
    assert codes(await resend_invitations(home.owner, [one])) == [("ADDRESS_BOUNCED", 1)]


async def test_the_link_of_a_program_letter_outlives_a_resend(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    await home.invite("a@x.org", group_ids=[group])
    await deliver(home)
    (one,) = await home.sql.fetch("SELECT id FROM invitations")
    await resend_invitations(home.owner, [one["id"]])
    await deliver(home)
    look = await look_up_invitation(link_token("PROGRAM", one["id"], 1))
    assert look.state is LinkState.PENDING


async def test_what_has_not_left_yet_is_not_sent_twice(home: Home) -> None:
    await home.invite("a@x.org")
    (one,) = await home.sql.fetch("SELECT id FROM invitations")
    done = await resend_invitations(home.owner, [one["id"]])
    assert (done.ids, codes(done)) == ([], [("MAIL_WAITING", 1)])
    assert await home.count("mails", "kind = 'workspace_invitation'") == 1
    assert await home.count("invitation_links") == 1


@pytest.mark.parametrize("marked", [False, True])
async def test_who_let_it_run_out_gets_a_new_one(home: Home, marked: bool) -> None:
    (one,) = await invited(home, "a@x.org")
    await home.wait(timedelta(days=31))
    if marked:
        await expire_invitations()
    done = await resend_invitations(home.owner, [one])
    assert done.errors == []
    assert done.ids != [one]
    rows = await home.sql.fetch("SELECT state FROM invitations ORDER BY id")
    assert [row["state"] for row in rows] == ["EXPIRED", "PENDING"]
    assert codes(await resend_invitations(home.owner, [one])) == [("INVITATION_REPLACED", 1)]


async def test_each_is_judged_by_itself(home: Home) -> None:
    fine, revoked = await invited(home, "fine@x.org", "revoked@x.org")
    await revoke_invitations(home.owner, [revoked])
    await home.member(Role.TRAINEE, "in@x.org")
    joined = await home.sql.fetchval("SELECT id FROM invitations WHERE email_key = 'in@x.org'")
    done = await resend_invitations(home.owner, [revoked, fine, joined, uuid4()])
    assert done.ids == [fine]
    assert codes(done) == [("INVITATION_REVOKED", 1), ("ALREADY_JOINED", 3), ("UNKNOWN_INVITATION", 4)]


async def test_others_take_only_those_they_made(home: Home) -> None:
    theirs, own = await invited(home, "a@x.org", "b@x.org")
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    await home.sql.execute("UPDATE invitations SET invited_by = $2 WHERE id = $1", own, trainer.member_id)
    await trained(home, trainer, "a@x.org", "b@x.org")
    done = await resend_invitations(trainer, [theirs, own])
    assert (done.ids, codes(done)) == ([own], [("UNKNOWN_INVITATION", 1)])
    keyed = Actor(home.owner.workspace_id, None, Role.TRAINER)
    await home.sql.execute("UPDATE invitations SET invited_by = NULL")
    assert (await resend_invitations(keyed, [theirs])).ids == []
    assert await home.count("invitation_links", "version = 2") == 1


async def test_nobody_mails_links_of_those_above_them(home: Home) -> None:
    await home.invite("boss@x.org", role=Role.OWNER)
    await deliver(home)
    (one,) = await home.sql.fetch("SELECT id FROM invitations WHERE email_key = 'boss@x.org'")
    admin = await home.member(Role.ADMIN, "admin@x.org")
    assert codes(await resend_invitations(admin, [one["id"]])) == [("ABOVE_YOUR_ROLE", 1)]
    assert await home.count("invitation_links", "version = 2") == 0
