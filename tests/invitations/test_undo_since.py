"""What others gave since is not undone with it, nor is anybody above the caller; what stays is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.auth.actions.accept_invitation import NewMember, accept_invitation
from backend.auth.tokens import Visit
from backend.core.access import Actor, Role
from backend.core.tokens import link_token
from backend.groups.models import GroupRole
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.extend_invitations import Extension, extend_invitations
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from backend.invitations.resend_invitations import resend_invitations
from backend.invitations.set_group_role import GroupRoles, set_group_role
from backend.invitations.update_member import MemberChange, update_member
from tests.house_of import Home
from tests.invitations.giving import added, batch_of, member_id, undo

AGAIN = Terms(reactivate=True)


async def invite(actor: Actor, *emails: str, terms: Terms | None = None, **wanted: object) -> Intake:
    return await invite_by_email(actor, EmailInvitation(emails, **wanted), terms or Terms())  # type: ignore[arg-type]


async def raised(home: Home, email: str, role: Role) -> Intake:
    """The batch that raised somebody who is invited, as an import can raise anyone."""
    intake = await home.invite(email, role=role)
    await home.sql.execute("UPDATE members SET activated_at = usher_now() WHERE email_key = $1", email)
    return intake


async def test_an_invitation_that_another_built_on_stays_with_its_mail(home: Home) -> None:
    mine, other = await home.group("Mine"), await home.group("Other")
    admin = await home.member(Role.ADMIN, "admin@x.org")
    first = batch_of(await home.invite("a@x.org", "b@x.org", group_ids=[mine]))
    second = batch_of(await invite(admin, "a@x.org", group_ids=[other], role=Role.TRAINER))
    undone, left = await undo(home.owner, first)
    assert (undone.invitations_revoked, undone.grants_removed, left) == (1, 2, ["GIVEN_SINCE"])
    assert undone.remaining[0].message.startswith("1 people")
    assert await home.count("members", "asleep_at IS NULL AND role = 'TRAINER'") == 1
    assert await home.count("invitations", "email_key = 'a@x.org' AND state = 'PENDING'") == 1
    waiting = "kind IN ('workspace_invitation', 'invitation_reminder') AND state = 'SCHEDULED'"
    assert await home.count("mails", f"{waiting} AND batch_id = $1", first) == 4
    assert await home.count("memberships", "group_id = $1", other) == 1
    undone, left = await undo(home.owner, second)
    assert (undone.grants_removed, left) == (1, [])
    assert await home.count("invitations", "email_key = 'a@x.org' AND role = 'TRAINEE'") == 1


async def test_what_was_given_since_and_undone_since_is_no_reason_to_stay(home: Home) -> None:
    first = batch_of(await home.invite("a@x.org"))
    second = batch_of(await home.invite("a@x.org", role=Role.TRAINER))
    await undo(home.owner, second)
    undone, left = await undo(home.owner, first)
    assert (undone.invitations_revoked, left) == (1, [])


@pytest.mark.parametrize("verb", ["extended", "updated", "invited anew"])
async def test_an_invitation_changed_by_another_verb_stays(home: Home, verb: str) -> None:
    batch = batch_of(await home.invite("a@x.org"))
    one = await home.sql.fetchval("SELECT id FROM invitations")
    if verb == "extended":
        await extend_invitations(home.owner, [one], Extension(days=5))
    elif verb == "updated":
        await update_member(home.owner, await member_id(home, "a@x.org"), MemberChange(role=Role.TRAINER))
    else:
        await home.wait(timedelta(days=31))
        await resend_invitations(home.owner, [one])
    undone, left = await undo(home.owner, batch)
    assert (undone.invitations_revoked, left) == (0, ["GIVEN_SINCE"])
    assert await home.count("invitations", "state = 'PENDING'") == 1
    assert await home.count("members", "asleep_at IS NULL AND email_key = 'a@x.org'") == 1


async def test_a_role_in_a_group_set_since_stays(home: Home) -> None:
    group = await home.group()
    batch = await added(home.owner, group, "a@x.org", "b@x.org")
    wanted = GroupRoles(group, [await member_id(home, "a@x.org")], GroupRole.MANAGER)
    await set_group_role(home.owner, wanted)
    undone, left = await undo(home.owner, batch)
    assert (undone.grants_removed, left) == (1, ["PLACES_STAY"])
    assert await home.count("memberships", "role = 'MANAGER'") == 1


async def test_a_role_in_a_group_raised_since_or_by_the_batch_itself_stays(home: Home) -> None:
    group = await home.group()
    first = await added(home.owner, group, "a@x.org", "b@x.org")
    second = await added(home.owner, group, "a@x.org", role=GroupRole.COACH)
    undone, left = await undo(home.owner, first)
    assert (undone.grants_removed, left) == (1, ["GIVEN_SINCE", "PLACES_STAY"])
    undone, left = await undo(home.owner, second)
    assert (undone.grants_removed, left) == (0, ["PLACES_STAY"])
    assert await home.count("memberships", "role = 'COACH'") == 1


async def test_who_was_let_in_again_is_shut_out_again(home: Home) -> None:
    """On the day that stood before, with what they were signed in to."""
    gone = await home.member(Role.TRAINEE, "gone@x.org")
    day = (await home.now() - timedelta(days=9)).date()
    await home.sql.execute(
        """UPDATE members SET deactivates_on = $2::date, deactivates_at = $2::date, deactivated_at = $2::date
        WHERE id = $1""",
        gone.member_id,
        day,
    )
    intake = await home.invite("gone@x.org", terms=AGAIN)
    assert await home.count("members", "deactivated_at IS NULL AND deactivates_on IS NULL") == 2
    undone, left = await undo(home.owner, batch_of(intake))
    assert (undone.remaining, left) == ([], [])
    stands = "deactivated_at = deactivates_at AND deactivates_on = $1 AND email_key = 'gone@x.org'"
    assert await home.count("members", stands, day) == 1
    assert await home.count("audit_events", "action = 'member.deactivated'") == 1


@pytest.mark.parametrize("how", ["given more", "joined"])
async def test_who_was_let_in_again_and_changed_or_joined_since_stays(home: Home, how: str) -> None:
    await home.invite("gone@x.org")
    gone = await member_id(home, "gone@x.org")
    await deactivate_members(home.owner, [gone])
    batch = batch_of(await home.invite("gone@x.org", terms=AGAIN))
    if how == "joined":
        row = await home.sql.fetchrow("SELECT id, version FROM invitations WHERE state = 'PENDING'")
        assert row
        token = link_token("JOIN", row["id"], row["version"])
        await accept_invitation(token, NewMember("Jo", "Doe", "nine herons at low tide"), Visit())
    else:
        await home.invite("gone@x.org", group_ids=[await home.group()])
    _, left = await undo(home.owner, batch)
    assert left == ["JOINED" if how == "joined" else "GIVEN_SINCE"]
    assert await home.count("members", "id = $1 AND deactivated_at IS NULL AND asleep_at IS NULL", gone) == 1


async def test_nobody_above_the_caller_is_lowered_or_uninvited(home: Home) -> None:
    admin = await home.member(Role.ADMIN, "admin@x.org")
    group = await home.group()
    await home.invite("x2@x.org")
    both = batch_of(await home.invite("chief@x.org", "x2@x.org", role=Role.OWNER, group_ids=[group]))
    undone, left = await undo(admin, both)
    assert (undone.invitations_revoked, undone.grants_removed, left) == (0, 2, ["ABOVE_YOUR_ROLE"])
    assert await home.count("members", "role = 'OWNER' AND asleep_at IS NULL") == 3
    assert await home.count("invitations", "role = 'OWNER' AND state = 'PENDING'") == 2
    assert await home.count("mails", "kind = 'workspace_invitation' AND state = 'SCHEDULED'") == 3


async def test_the_last_owner_stays_one(home: Home) -> None:
    await home.invite("x2@x.org")
    batch = batch_of(await raised(home, "x2@x.org", Role.OWNER))
    x2 = Actor(home.owner.workspace_id, await member_id(home, "x2@x.org"), Role.OWNER)
    await update_member(x2, home.owner_id, MemberChange(role=Role.ADMIN))
    lowered = Actor(home.owner.workspace_id, home.owner_id, Role.ADMIN)
    assert (await undo(lowered, batch))[1] == ["ABOVE_YOUR_ROLE"]
    await home.sql.execute("UPDATE batches SET undone_at = NULL")
    assert (await undo(x2, batch))[1] == ["LAST_OWNER"]
    assert await home.count("members", "role = 'OWNER'") == 1


async def test_an_owner_with_another_beside_them_is_lowered_again(home: Home) -> None:
    await home.invite("x2@x.org")
    batch = batch_of(await raised(home, "x2@x.org", Role.OWNER))
    assert (await undo(home.owner, batch))[1] == []
    assert await home.count("members", "role = 'OWNER'") == 1
