"""Moving members to other addresses: owed mail follows, links mailed before die."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from backend.auth.queries import look_up_invitation
from backend.auth.rules import LinkState
from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.core.tokens import link_token
from backend.invitations.change_member_email import change_member_email
from backend.invitations.update_member import MemberChange, update_member
from tests.house_of import Home
from tests.invitations.carrying import deliver


async def invited(home: Home) -> tuple[UUID, UUID]:
    """A member and their invitation."""
    await home.invite("old@x.org")
    row = await home.sql.fetchrow("SELECT member_id, id FROM invitations")
    assert row
    return row["member_id"], row["id"]


async def state(invitation_id: UUID, version: int) -> LinkState:
    return (await look_up_invitation(link_token("JOIN", invitation_id, version))).state


async def test_mail_that_has_not_left_goes_to_the_new_address(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    await home.invite("old@x.org", group_ids=[group])
    member = await home.sql.fetchval("SELECT member_id FROM invitations")
    await change_member_email(home.owner, member, " New@X.org ")
    server = await deliver(home)
    assert [mail.recipients for mail in server.accepted] == [["New@X.org"], ["New@X.org"]]
    assert await home.count("mails", "kind = 'workspace_invitation'") == 1
    assert await home.count("members", "email = 'New@X.org' AND email_key = 'new@x.org'") == 1
    assert await home.count("audit_events", "action = 'member.email_changed'") == 1


async def test_an_invitation_that_had_left_goes_again_and_the_old_link_dies_at_once(home: Home) -> None:
    member, one = await invited(home)
    await deliver(home)
    assert await state(one, 1) is LinkState.PENDING
    await change_member_email(home.owner, member, "new@x.org")
    assert await state(one, 1) is LinkState.REPLACED
    assert await state(one, 2) is LinkState.PENDING
    server = await deliver(home)
    assert [mail.recipients for mail in server.accepted] == [["new@x.org"]]
    assert await home.count("mails", "kind = 'invitation_reminder' AND state = 'SCHEDULED'") == 3


async def test_a_bounced_address_is_mended(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    await home.invite("old@x.org", group_ids=[group])
    member = await home.sql.fetchval("SELECT member_id FROM invitations")
    await home.sql.execute(
        "UPDATE mails SET state = 'BOUNCED', waits_for = NULL WHERE kind = 'workspace_invitation'"
    )
    await home.sql.execute("UPDATE mails SET state = 'CANCELLED', waits_for = NULL WHERE state = 'SCHEDULED'")
    await home.bounce("old@x.org")
    await change_member_email(home.owner, member, "new@x.org")
    server = await deliver(home)
    subjects = [str(mail.message["Subject"]) for mail in server.accepted]
    assert [mail.recipients for mail in server.accepted] == [["new@x.org"], ["new@x.org"]]
    assert "invites you" in subjects[0] or "invited" in subjects[0]
    assert await home.count("mails", "kind = 'invitation_reminder' AND state = 'SCHEDULED'") == 3


async def test_links_to_choose_a_password_die(home: Home) -> None:
    anna = await home.member(Role.TRAINEE, "anna@x.org")
    assert anna.member_id
    await home.sql.execute(
        """INSERT INTO password_resets (id, workspace_id, member_id, token_hash, created_at, expires_at)
        VALUES (gen_random_uuid(), $1, $2, 'hash', now(), now() + interval '1 hour')""",
        anna.workspace_id,
        anna.member_id,
    )
    await change_member_email(home.owner, anna.member_id, "new@x.org")
    assert await home.count("password_resets", "used_at IS NULL") == 0


async def test_someone_without_an_address_gets_one_and_what_they_were_owed(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    anna = await home.member(Role.TRAINEE, "anna@x.org")
    assert anna.member_id
    await update_member(home.owner, anna.member_id, MemberChange(username="anna"))
    await home.sql.execute("UPDATE members SET email = NULL, email_key = NULL WHERE id = $1", anna.member_id)
    await home.sql.execute(
        """INSERT INTO memberships (id, workspace_id, group_id, member_id, role, created_at)
        VALUES (gen_random_uuid(), $1, $2, $3, 'LEARNER', now())""",
        anna.workspace_id,
        group,
        anna.member_id,
    )
    await change_member_email(home.owner, anna.member_id, "new@x.org")
    assert await home.count("mails", "kind = 'program_invitation' AND state = 'SCHEDULED'") == 1


@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("nobody", "INVALID_EMAIL"),
        ("taken@x.org", "EMAIL_TAKEN"),
        ("TAKEN@X.ORG", "EMAIL_TAKEN"),
        ("bounced@x.org", "ADDRESS_BOUNCED"),
        ("a@elsewhere.org", "DOMAIN_NOT_ALLOWED"),
    ],
)
async def test_refusals_do_nothing(home: Home, email: str, code: str) -> None:
    member, _ = await invited(home)
    await home.invite("taken@x.org")
    await home.bounce("bounced@x.org")
    await home.sql.execute("UPDATE workspaces SET allowed_domains = '{x.org}'")
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await change_member_email(home.owner, member, email)
    assert [error.code for error in refusal.value.errors] == [code]
    assert await home.everything() == before
    assert await home.count("members", "email_key = 'old@x.org'") == 1


async def test_only_admins_and_never_above_themselves(home: Home) -> None:
    member, _ = await invited(home)
    admin = await home.member(Role.ADMIN, "admin@x.org")
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    with pytest.raises(Forbidden):
        await change_member_email(trainer, member, "new@x.org")
    with pytest.raises(InvalidInput):
        await change_member_email(admin, home.owner_id, "new@x.org")
    with pytest.raises(NotFound):
        await change_member_email(home.owner, uuid4(), "new@x.org")
    assert await home.count("members", "email_key = 'new@x.org'") == 0
