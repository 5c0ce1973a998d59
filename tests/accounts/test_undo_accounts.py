"""Undoing what opened accounts: back to invited, or out, unless others have built on it since."""

from __future__ import annotations

from datetime import timedelta

from backend.accounts.set_account import AccountDraft, set_account
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import Visit
from backend.core.access import Role
from backend.groups.models import GroupRole
from backend.invitations.add_group_emails import GroupEmails, add_group_emails
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.intake.shapes import ExistingMembers
from backend.invitations.undo_batch import Undone, undo_batch
from backend.invitations.update_member import MemberChange, update_member
from tests.accounts.imports_of import Imports
from tests.house_of import Home

LINE = "Smith,James,james@x.org,,0,tulip-orchard\n"


async def undo(home: Home, intake: Intake) -> tuple[Undone, list[str]]:
    assert intake.committed
    undone = await undo_batch(home.owner, intake.committed.batch_id)
    return undone, [one.code for one in undone.remaining]


async def account(home: Home, email: str = "new@x.org", role: Role = Role.TRAINEE) -> Intake:
    return await set_account(home.owner, AccountDraft("New", "Person", email=email, role=role), Terms())


async def test_an_account_that_another_put_into_a_group_stays_with_its_letter(home: Home) -> None:
    made = await account(home)
    wanted = GroupEmails(await home.group(), ["new@x.org"], GroupRole.LEARNER)
    await add_group_emails(home.owner, wanted, Terms())
    undone, left = await undo(home, made)
    assert (undone.mails_withdrawn, left) == (0, ["GIVEN_SINCE"])
    assert await home.count("members", "email_key = 'new@x.org' AND deactivated_at IS NULL") == 1
    assert await home.count("mails", "kind = 'account_link' AND state = 'SCHEDULED'") == 1


async def test_an_account_changed_since_stays_and_one_that_was_shut_is_none(home: Home) -> None:
    made = await account(home)
    member = await home.sql.fetchval("SELECT id FROM members WHERE email_key = 'new@x.org'")
    await update_member(home.owner, member, MemberChange(labels=["North"]))
    assert (await undo(home, made))[1] == ["GIVEN_SINCE"]
    other = await account(home, "other@x.org")
    gone = await home.sql.fetchval("SELECT id FROM members WHERE email_key = 'other@x.org'")
    await deactivate_members(home.owner, [gone])
    assert (await undo(home, other))[1] == []


async def test_an_account_above_the_caller_stays(home: Home) -> None:
    made = await account(home, role=Role.OWNER)
    admin = await home.member(Role.ADMIN, "admin@x.org")
    assert made.committed
    undone = await undo_batch(admin, made.committed.batch_id)
    assert [one.code for one in undone.remaining] == ["ABOVE_YOUR_ROLE"]
    assert await home.count("members", "role = 'OWNER' AND deactivated_at IS NULL") == 2
    assert await home.count("mails", "kind = 'account_link' AND state = 'SCHEDULED'") == 1


async def test_the_last_owner_of_an_import_stays_one(home: Home, imports: Imports) -> None:
    """Raised by an import that overwrites, and the one owner since."""
    await home.member(Role.ADMIN, "x2@x.org")
    text = "Email,Role\nx2@x.org,OWNER\n"
    done = await imports.run(text, mode=ExistingMembers.OVERWRITE, confirm_changes=True)
    assert done.batch_id is not None
    assert await home.count("members", "role = 'OWNER'") == 2
    await home.sql.execute("UPDATE members SET role = 'ADMIN' WHERE id = $1", home.owner_id)
    undone = await undo_batch(home.owner, done.batch_id)
    assert [one.code for one in undone.remaining] == ["LAST_OWNER"]
    assert await home.count("members", "role = 'OWNER'") == 1


async def test_who_was_invited_is_invited_again_as_before(home: Home, imports: Imports) -> None:
    await home.invite("james@x.org", terms=Terms(hold_seconds=600))
    links = await home.sql.fetch("SELECT * FROM invitation_links ORDER BY id")
    done = await imports.run(LINE, confirm_changes=True)
    assert done.batch_id is not None
    assert await home.count("members", "email_key = 'james@x.org' AND activated_at IS NOT NULL") == 1
    assert await home.count("mails", "state = 'SCHEDULED'") == 0
    undone = await undo_batch(home.owner, done.batch_id)
    assert [one.code for one in undone.remaining] == ["CHANGES_STAY"]  # the name
    assert await home.count("members", "email_key = 'james@x.org' AND activated_at IS NULL") == 1
    assert await home.count("members", "asleep_at IS NOT NULL") == 0
    assert await home.count("invitations", "state = 'PENDING' AND closed_at IS NULL") == 1
    assert await home.sql.fetch("SELECT * FROM invitation_links ORDER BY id") == links
    assert await home.count("mails", "state = 'SCHEDULED' AND kind = 'workspace_invitation'") == 1
    assert await home.count("mails", "state = 'SCHEDULED' AND kind = 'invitation_reminder'") == 3
    assert await home.count("credentials", "must_change") == 0


async def test_who_ran_out_or_was_revoked_is_so_again(home: Home, imports: Imports) -> None:
    await home.invite("james@x.org", "ann@x.org")
    await home.sql.execute("UPDATE members SET asleep_at = usher_now() WHERE email_key = 'ann@x.org'")
    revoke = "UPDATE invitations SET state = 'REVOKED', closed_at = usher_now() WHERE email_key = 'ann@x.org'"
    await home.sql.execute(revoke)
    await home.wait(timedelta(days=31))
    text = f"{LINE}Martin,Ann,ann@x.org,,0,lmozeirp-harbour\n"
    done = await imports.run(text, confirm_changes=True)
    assert done.batch_id is not None
    assert await home.count("members", "activated_at IS NOT NULL AND asleep_at IS NULL") == 3
    await undo_batch(home.owner, done.batch_id)
    assert await home.count("members", "activated_at IS NULL AND asleep_at IS NULL") == 1
    assert await home.count("members", "email_key = 'ann@x.org' AND asleep_at IS NOT NULL") == 1
    assert await home.count("mails", "state = 'SCHEDULED' AND kind = 'invitation_reminder'") == 0


async def test_an_opened_account_that_was_used_stays_and_is_named(home: Home, imports: Imports) -> None:
    await home.invite("james@x.org")
    done = await imports.run(LINE, confirm_changes=True)
    assert done.batch_id is not None
    await sign_in("james@x.org", "tulip-orchard", None, Visit())
    undone = await undo_batch(home.owner, done.batch_id)
    assert [one.code for one in undone.remaining] == ["JOINED", "CHANGES_STAY"]
    assert await home.count("members", "email_key = 'james@x.org' AND activated_at IS NOT NULL") == 1
    assert await home.count("credentials", "must_change") == 1
