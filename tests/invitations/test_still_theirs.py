"""What people made who are no admins stays theirs while they could still make it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import NotFound
from backend.groups.models import GroupRole
from backend.invitations.extend_invitations import Extension, extend_invitations
from backend.invitations.intake.pipeline import Terms
from backend.invitations.invitation_link import invitation_link
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from backend.invitations.remove_group_members import remove_group_members
from backend.invitations.resend_invitations import resend_invitations
from backend.invitations.revoke_invitations import revoke_invitations
from backend.invitations.set_group_role import GroupRoles, set_group_role
from backend.invitations.undo_batch import undo_batch
from backend.invitations.update_invitation import InvitationChange, update_invitation
from tests.house_of import Home, Someone
from tests.invitations.carrying import deliver
from tests.invitations.giving import added, batch_of, lowered, manager_of, member_id, trained, undo

STANDING = """
    SELECT (SELECT array_agg(i::text ORDER BY id) FROM invitations i),
        (SELECT array_agg(l::text ORDER BY id) FROM invitation_links l),
        (SELECT array_agg(m::text ORDER BY id) FROM mails m),
        (SELECT array_agg(x::text ORDER BY id) FROM members x),
        (SELECT array_agg(p::text ORDER BY id) FROM memberships p),
        (SELECT count(*) FROM audit_events)
"""


async def invitation_of(home: Home, email: str) -> UUID:
    found: UUID = await home.sql.fetchval("SELECT id FROM invitations WHERE email_key = $1", email)
    return found


async def nothing_is_theirs(home: Home, actor: Actor, invitation: UUID, batches: Sequence[UUID]) -> None:
    """Every verb of invitations, and undo, is refused as if there were no such thing."""
    before = tuple(await home.sql.fetchrow(STANDING) or ())
    for done in (
        await resend_invitations(actor, [invitation]),
        await revoke_invitations(actor, [invitation]),
        await extend_invitations(actor, [invitation], Extension(days=3)),
    ):
        assert (done.ids, [error.code for error in done.errors]) == ([], ["UNKNOWN_INVITATION"])
    with pytest.raises(NotFound):
        await invitation_link(actor, invitation)
    with pytest.raises(NotFound):
        await update_invitation(actor, invitation, InvitationChange(email="elsewhere@x.org"))
    for batch in batches:
        with pytest.raises(NotFound):
            await undo_batch(actor, batch)
    assert tuple(await home.sql.fetchrow(STANDING) or ()) == before


async def test_an_admin_who_is_one_no_longer_has_nothing(home: Home) -> None:
    admin = await home.member(Role.ADMIN, "admin@x.org")
    batch = batch_of(await invite_by_email(admin, EmailInvitation(["a@x.org"]), Terms()))
    await deliver(home)
    invitation = await invitation_of(home, "a@x.org")
    for role in (Role.TRAINER, Role.TRAINEE):
        await nothing_is_theirs(home, await lowered(home, admin, role), invitation, [batch])
    back = await lowered(home, admin, Role.ADMIN)
    assert (await undo(back, batch))[0].invitations_revoked == 1


async def test_a_manager_has_the_people_of_their_groups_while_they_manage_them(home: Home) -> None:
    group = await home.group()
    manager = await manager_of(home, group)
    batch = await added(manager, group, "a@x.org")
    await deliver(home)
    invitation = await invitation_of(home, "a@x.org")
    assert (await resend_invitations(manager, [invitation])).ids == [invitation]
    assert (await invitation_link(manager, invitation)).startswith("https://")
    await set_group_role(home.owner, GroupRoles(group, [manager.member_id], GroupRole.COACH))
    await nothing_is_theirs(home, manager, invitation, [batch])
    await set_group_role(home.owner, GroupRoles(group, [manager.member_id], GroupRole.MANAGER))
    await update_invitation(manager, invitation, InvitationChange(email="b@x.org"))
    assert await home.count("members", "email_key = 'b@x.org'") == 1


async def test_a_trainer_has_those_registered_with_them_while_they_are_one(home: Home) -> None:
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    batch = await trained(home, trainer, "a@x.org")
    await deliver(home)
    invitation = await invitation_of(home, "a@x.org")
    assert (await resend_invitations(trainer, [invitation])).ids == [invitation]
    await nothing_is_theirs(home, await lowered(home, trainer), invitation, [batch])
    trainer = await lowered(home, trainer, Role.TRAINER)
    await home.sql.execute("UPDATE workspaces SET trainers_invite = false")
    await nothing_is_theirs(home, trainer, invitation, [])
    undone, left = await undo(trainer, batch)  # whom they may not invite they may still let go
    assert (undone.invitations_revoked, undone.grants_removed, left) == (1, 1, ["MAILS_OUT"])


async def test_of_a_batch_a_manager_takes_back_what_is_theirs_today(home: Home) -> None:
    """Made as an admin: of all of it only the places and invitations in their own group."""
    mine, other = await home.group("Mine"), await home.group("Other")
    admin = await home.member(Role.ADMIN, "admin@x.org")
    await home.invite("known@x.org")
    await added(home.owner, mine, "admin@x.org", role=GroupRole.MANAGER)
    wanted = EmailInvitation(
        ["a@x.org", "b@x.org", "known@x.org"], group_ids=[mine, other], role=Role.TRAINEE
    )
    batch = batch_of(await invite_by_email(admin, wanted, Terms()))
    await remove_group_members(home.owner, mine, [await member_id(home, "b@x.org")])
    undone, left = await undo(await lowered(home, admin), batch)
    assert (undone.invitations_revoked, undone.grants_removed) == (1, 2)
    assert left == ["NO_LONGER_YOURS"]
    assert undone.remaining[0].message.startswith("3 people")
    assert await home.count("memberships", "group_id = $1", other) == 3
    assert await home.count("invitations", "state = 'REVOKED' AND email_key = 'a@x.org'") == 1
    assert await home.count("mails", "kind = 'workspace_invitation' AND state = 'SCHEDULED'") == 3


async def test_a_manager_takes_no_other_manager_out(home: Home) -> None:
    group = await home.group()
    admin = await home.member(Role.ADMIN, "admin@x.org")
    batch = await added(admin, group, "admin@x.org", "boss@x.org", role=GroupRole.MANAGER)
    undone, left = await undo(await lowered(home, admin), batch)
    assert (undone.grants_removed, left) == (1, ["NO_LONGER_YOURS"])
    assert await home.count("memberships") == 1


async def test_a_key_that_is_no_admins_has_no_batches(home: Home) -> None:
    batch = batch_of(await home.invite("a@x.org"))
    await home.sql.execute("UPDATE batches SET created_by = NULL")
    with pytest.raises(NotFound):
        await undo_batch(Actor(home.owner.workspace_id, None, Role.TRAINER), batch)
    assert await home.count("batches", "undone_at IS NULL") == 1
    assert await home.count("invitations", "state = 'REVOKED'") == 0


async def test_who_is_chosen_by_another_is_not_theirs(home: Home) -> None:
    """Two managers of one group: each has the invitations they made."""
    group = await home.group()
    first = await manager_of(home, group)
    second: Someone = await manager_of(home, group, "second@x.org")
    batch = await added(first, group, "a@x.org")
    await nothing_is_theirs(home, second, await invitation_of(home, "a@x.org"), [batch])
