"""The letter with the credentials of an account: after an undo, at another address, after a bounce."""

from __future__ import annotations

from backend.invitations.account_letters import account_token
from backend.invitations.change_member_email import change_member_email
from backend.invitations.clear_bounce import clear_bounce
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.intake.people import Delivery
from backend.invitations.intake.pipeline import Terms
from backend.invitations.quota import invites_left
from backend.invitations.reactivate_members import reactivate_members
from backend.invitations.undo_batch import undo_batch
from tests.accounts.imports_of import Imports
from tests.accounts.letters_of import (
    BACK,
    FIRST,
    HELD,
    LINE,
    SECOND,
    account,
    arrivals,
    is_dead,
    james,
    kinds,
    signs_in,
    ways,
)
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.mail.mail_server import MailServer


async def test_another_password_after_an_undo_is_told(home: Home) -> None:
    first = await account(home, **ways(Delivery.PASSWORD))
    assert len(await arrivals(home)) == 1
    assert first.committed
    await undo_batch(home.owner, first.committed.batch_id)
    again = await account(home, BACK, **ways(Delivery.PASSWORD, SECOND))
    assert kinds(again) == [("account_password", 1)]
    ((to, text),) = await arrivals(home)
    assert (to, FIRST in text) == ("james@x.org", False)
    assert await signs_in(text, SECOND)
    assert await arrivals(home) == []


async def test_another_password_by_an_import_after_an_undo_is_told_once_it_works(
    home: Home, imports: Imports
) -> None:
    done = await imports.run(f"{LINE},,1,{FIRST}\n")
    assert len(await arrivals(home)) == 1
    assert done.batch_id
    await undo_batch(home.owner, done.batch_id)
    again = await imports.paste(f"{LINE},,1,{SECOND}\n", preview=False, reactivate=True, confirm_changes=True)
    await imports.finish(again.id)
    ((_, text),) = (await arrivals(home))[:1]
    assert await signs_in(text, SECOND)
    assert await home.count("mails", "kind = 'account_password' AND state = 'SENT'") == 2


async def test_who_comes_back_after_an_undo_gets_a_link(home: Home) -> None:
    first = await account(home, **ways(Delivery.PASSWORD))
    await deliver(home)
    assert first.committed
    await undo_batch(home.owner, first.committed.batch_id)
    await reactivate_members(home.owner, [await james(home)])
    ((_, text),) = await arrivals(home)
    assert await signs_in(text)


async def test_undoing_the_account_leaves_what_another_batch_gave_since(home: Home) -> None:
    first = await account(home, HELD, **ways(Delivery.LINK))
    await deactivate_members(home.owner, [await james(home)])
    await home.invite("james@x.org", terms=Terms(reactivate=True, hold_seconds=600))
    assert first.committed
    undone = await undo_batch(home.owner, first.committed.batch_id)
    assert (undone.mails_withdrawn, [one.code for one in undone.remaining]) == (0, ["GIVEN_SINCE"])
    ((_, text),) = await arrivals(home)
    assert await signs_in(text)


async def test_a_link_that_has_not_left_follows_the_address(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    await account(home, HELD, group_ids=[group])
    (letter,) = await home.mails("account_link")
    await change_member_email(home.owner, await james(home), "new@x.org")
    (moved,) = await home.mails("account_link")
    (program,) = await home.mails("program_invitation")
    assert (moved["id"], moved["state"], moved["next_at"]) == (letter["id"], "SCHEDULED", letter["next_at"])
    assert program["waits_for"] == letter["id"]
    assert await is_dead(letter["subject_id"])
    (first, text), (second, _) = await arrivals(home)
    assert (first, second) == ("new@x.org", "new@x.org")
    assert await signs_in(text)


async def test_a_link_that_had_left_goes_again_to_the_new_address(home: Home) -> None:
    await account(home)
    await deliver(home)
    (letter,) = await home.mails("account_link")
    await change_member_email(home.owner, await james(home), "new@x.org")
    assert await is_dead(letter["subject_id"])
    ((to, text),) = await arrivals(home)
    assert to == "new@x.org"
    assert await signs_in(text)
    await change_member_email(home.owner, await james(home), "newer@x.org")
    assert await arrivals(home) == []  # they have joined


async def test_a_link_on_its_way_as_the_address_changes_is_dead_and_another_follows(home: Home) -> None:
    await account(home)
    one = await james(home)

    async def change_it(recipient: str) -> None:
        if recipient == "james@x.org":
            await change_member_email(home.owner, one, "new@x.org")

    first, second = (await deliver(home, MailServer(on_data=change_it))).accepted
    assert (first.recipients, second.recipients) == (["james@x.org"], ["new@x.org"])
    old, new = await home.mails("account_link")
    assert await is_dead(old["subject_id"])
    assert await signs_in(f"/reset/{account_token(new['subject_id'])} ")


async def test_a_password_follows_the_address_and_goes_once(home: Home) -> None:
    await account(home, HELD, username="james", **ways(Delivery.PASSWORD))
    await change_member_email(home.owner, await james(home), "new@x.org")
    ((to, text),) = await arrivals(home)
    assert (to, FIRST in text) == ("new@x.org", True)
    await change_member_email(home.owner, await james(home), "newer@x.org")
    assert await arrivals(home) == []


async def test_a_letter_that_bounced_goes_to_the_address_that_mends_it(home: Home) -> None:
    await account(home, **ways(Delivery.PASSWORD))
    await deliver(home, MailServer(on_rcpt=lambda recipient: "550 5.1.1 no such user"))
    await change_member_email(home.owner, await james(home), "new@x.org")
    ((to, text),) = await arrivals(home)
    assert to == "new@x.org"
    assert await signs_in(text)


async def test_a_letter_that_bounced_goes_once_the_bounce_is_cleared(home: Home) -> None:
    await account(home)
    await deliver(home, MailServer(on_rcpt=lambda recipient: "550 5.1.1 no such user"))
    left = await invites_left(home.owner)
    assert await arrivals(home) == []
    await clear_bounce(home.owner, None, "james@x.org")
    assert await invites_left(home.owner) == left - 1
    ((_, text),) = await arrivals(home)
    assert await signs_in(text)


async def test_a_link_that_arrived_and_works_is_not_sent_again_for_another_bounce(home: Home) -> None:
    await account(home)
    await deliver(home)
    await home.bounce("james@x.org")
    await clear_bounce(home.owner, None, "james@x.org")
    assert await arrivals(home) == []
