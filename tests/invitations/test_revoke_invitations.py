"""Revoking: what was granted to who never joined rests, and wakes when they are invited again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from backend.auth.queries import look_up_invitation
from backend.auth.rules import LinkState
from backend.core.access import Role
from backend.core.tokens import link_token
from backend.invitations.revoke_invitations import revoke_invitations
from tests.house_of import Home


async def test_everything_rests_until_they_are_invited_again(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=timedelta(days=9))
    await home.invite("a@x.org", group_ids=[group])
    one: UUID = await home.sql.fetchval("SELECT id FROM invitations")

    done = await revoke_invitations(home.owner, [one])

    assert (done.ids, done.errors, done.mails.cancelled) == ([one], [], 5)
    assert await home.count("mails", "state <> 'CANCELLED'") == 0
    assert await home.count("members", "asleep_at IS NOT NULL") == 1
    assert await home.count("memberships") == 1
    assert await home.count("registrations", "ended_at IS NULL") == 1
    assert (await look_up_invitation(link_token("JOIN", one, 1))).state is LinkState.REVOKED

    await home.invite("a@x.org")

    assert await home.count("members", "asleep_at IS NOT NULL") == 0
    assert await home.count("mails", "kind = 'program_invitation' AND state = 'SCHEDULED'") == 1
    assert await home.count("mails", "kind = 'workspace_invitation' AND state = 'SCHEDULED'") == 1


async def test_one_that_ran_out_can_be_revoked_too(home: Home) -> None:
    await home.invite("a@x.org")
    one: UUID = await home.sql.fetchval("SELECT id FROM invitations")
    await home.wait(timedelta(days=31))
    assert (await revoke_invitations(home.owner, [one])).ids == [one]
    assert await home.sql.fetchval("SELECT state FROM invitations") == "REVOKED"


async def test_who_has_joined_keeps_what_they_have(home: Home) -> None:
    await home.member(Role.TRAINEE, "in@x.org")
    one: UUID = await home.sql.fetchval("SELECT id FROM invitations")
    done = await revoke_invitations(home.owner, [one, uuid4()])
    assert [(error.code, error.row) for error in done.errors] == [
        ("ALREADY_JOINED", 1),
        ("UNKNOWN_INVITATION", 2),
    ]
    assert await home.count("invitations", "state = 'REVOKED'") == 0
    assert await home.count("members", "asleep_at IS NOT NULL") == 0


async def test_twice_is_told(home: Home) -> None:
    await home.invite("a@x.org")
    one: UUID = await home.sql.fetchval("SELECT id FROM invitations")
    await revoke_invitations(home.owner, [one])
    again = await revoke_invitations(home.owner, [one])
    assert [error.code for error in again.errors] == ["INVITATION_REVOKED"]
    assert await home.count("audit_events", "action = 'invitation.revoked'") == 1
