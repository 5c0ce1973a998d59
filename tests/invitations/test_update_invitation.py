"""Editing an invitation before it is accepted, and copying its link."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.auth.queries import look_up_invitation
from backend.auth.rules import LinkState
from backend.core.access import Actor, Role
from backend.core.errors import InvalidInput, NotFound
from backend.core.tokens import link_token
from backend.invitations.invitation_link import invitation_link
from backend.invitations.resend_invitations import resend_invitations
from backend.invitations.revoke_invitations import revoke_invitations
from backend.invitations.update_invitation import InvitationChange, update_invitation
from tests.house_of import Home
from tests.invitations.carrying import deliver


async def invited(home: Home, **wanted: Any) -> UUID:
    await home.invite("a@x.org", **wanted)
    found: UUID = await home.sql.fetchval("SELECT id FROM invitations WHERE email_key = 'a@x.org'")
    return found


async def refused(home: Home, actor: Actor, one: UUID, change: InvitationChange) -> list[str]:
    before = await home.everything(), await home.sql.fetch("SELECT * FROM members ORDER BY id")
    with pytest.raises(InvalidInput) as refusal:
        await update_invitation(actor, one, change)
    assert (await home.everything(), await home.sql.fetch("SELECT * FROM members ORDER BY id")) == before
    return [error.code for error in refusal.value.errors]


async def test_everything_at_once(home: Home) -> None:
    north, south = await home.group("North"), await home.group("South")
    await home.session(north, title="Northern")
    await home.session(south, title="Southern")
    one = await invited(home, group_ids=[north])
    day = (await home.now() + timedelta(days=60)).date()
    await update_invitation(home.owner, one, InvitationChange("b@x.org", Role.TRAINER, [south], day, "FR"))
    member = await home.sql.fetchrow("SELECT * FROM members WHERE email_key = 'b@x.org'")
    assert member
    assert (member["role"], member["language"], member["deactivates_on"]) == ("TRAINER", "fr", day)
    assert await home.sql.fetchval("SELECT role FROM invitations") == "TRAINER"
    assert [row["group_id"] for row in await home.sql.fetch("SELECT group_id FROM memberships")] == [south]
    assert await home.count("registrations", "ended_at IS NULL") == 1
    server = await deliver(home)
    assert {mail.recipients[0] for mail in server.accepted} == {"b@x.org"}
    assert {str(mail.message["Content-Language"]) for mail in server.accepted} == {"fr"}
    assert len(server.accepted) == 2
    assert await home.count("mails", "kind = 'deactivation_warning' AND state = 'SCHEDULED'") == 1
    assert await home.count("audit_events", "action = 'invitation.updated'") == 1


async def test_what_is_not_given_stays(home: Home) -> None:
    north = await home.group("North")
    day = (await home.now() + timedelta(days=60)).date()
    one = await invited(home, group_ids=[north], deactivates_on=day, language="de", role=Role.ADMIN)
    await update_invitation(home.owner, one, InvitationChange())
    member = await home.sql.fetchrow("SELECT * FROM members WHERE email_key = 'a@x.org'")
    assert member
    assert (member["role"], member["language"], member["deactivates_on"]) == ("ADMIN", "de", day)
    assert await home.count("memberships") == 1
    await update_invitation(home.owner, one, InvitationChange(deactivates_on=None, language=None))
    member = await home.sql.fetchrow("SELECT * FROM members WHERE email_key = 'a@x.org'")
    assert member
    assert (member["language"], member["deactivates_on"], member["deactivates_at"]) == (None, None, None)


async def test_refusals_do_nothing(home: Home) -> None:
    one = await invited(home)
    admin = await home.member(Role.ADMIN, "admin@x.org")
    for change, code in (
        (InvitationChange(email="nobody"), "INVALID_EMAIL"),
        (InvitationChange(email=" "), "REQUIRED"),
        (InvitationChange(email="admin@x.org", role=Role.TRAINER), "EMAIL_TAKEN"),
        (InvitationChange(role=Role.OWNER), "ROLE_ABOVE_YOUR_OWN"),
        (InvitationChange(group_ids=[uuid4()]), "UNKNOWN_GROUP"),
        (InvitationChange(deactivates_on=date(2020, 1, 1)), "DATE_IN_PAST"),
        (InvitationChange(language="xx"), "UNKNOWN_LANGUAGE"),
    ):
        assert await refused(home, admin, one, change) == [code]
    await revoke_invitations(home.owner, [one])
    assert await refused(home, admin, one, InvitationChange(role=Role.TRAINER)) == ["INVITATION_REVOKED"]


async def test_who_made_it_edits_it_within_their_own_groups(home: Home) -> None:
    mine, other = await home.group("Mine"), await home.group("Other")
    manager = await home.member(Role.TRAINEE, "manager@x.org")
    await home.sql.execute(
        """INSERT INTO memberships (id, workspace_id, group_id, member_id, role, created_at)
        VALUES (gen_random_uuid(), $1, $2, $3, 'MANAGER', now())""",
        manager.workspace_id,
        mine,
        manager.member_id,
    )
    one = await invited(home, group_ids=[mine, other])
    with pytest.raises(NotFound):
        await update_invitation(manager, one, InvitationChange(group_ids=[]))
    await home.sql.execute("UPDATE invitations SET invited_by = $2 WHERE id = $1", one, manager.member_id)
    assert await refused(home, manager, one, InvitationChange(group_ids=[other])) == ["UNKNOWN_GROUP"]
    assert await refused(home, manager, one, InvitationChange(role=Role.TRAINER)) == ["ROLE_ABOVE_YOUR_OWN"]
    await update_invitation(manager, one, InvitationChange(group_ids=[]))
    left = "SELECT group_id FROM memberships WHERE role = 'LEARNER'"
    assert await home.sql.fetchval(left) == other
    with pytest.raises(NotFound):  # whom they took out of their group is theirs no longer
        await update_invitation(manager, one, InvitationChange(group_ids=[mine]))


async def test_its_link_is_the_one_in_its_newest_mail(home: Home) -> None:
    one = await invited(home)
    assert (
        await invitation_link(home.owner, one)
        == f"https://learn.example.org/join/{link_token('JOIN', one, 1)}"
    )
    await deliver(home)
    await resend_invitations(home.owner, [one])
    link = await invitation_link(home.owner, one)
    assert (await look_up_invitation(link.rpartition("/")[2])).state is LinkState.PENDING
    assert link.endswith(link_token("JOIN", one, 2))
    assert await home.count("audit_events", "action = 'invitation.link_copied' AND subject_id = $1", one) == 2


async def test_a_link_is_not_handed_out_for_what_opens_nothing_or_more_than_one_has(home: Home) -> None:
    one = await invited(home, role=Role.OWNER)
    admin = await home.member(Role.ADMIN, "admin@x.org")
    trainee = await home.member(Role.TRAINEE, "trainee@x.org")
    with pytest.raises(InvalidInput):
        await invitation_link(admin, one)
    for actor, wanted in ((trainee, one), (home.owner, uuid4())):
        with pytest.raises(NotFound):
            await invitation_link(actor, wanted)
    await home.wait(timedelta(days=31))
    with pytest.raises(InvalidInput) as refusal:
        await invitation_link(home.owner, one)
    assert [error.code for error in refusal.value.errors] == ["INVITATION_EXPIRED"]
    assert await home.count("audit_events", "action = 'invitation.link_copied'") == 0
