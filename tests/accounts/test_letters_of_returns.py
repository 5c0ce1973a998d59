"""The letter with the credentials of who comes back: it reaches them, by whatever door, and does so once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from backend.accounts.imports.finishing import erase_imports
from backend.core.errors import RateLimited
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.intake.people import Delivery
from backend.invitations.intake.pipeline import Terms
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

Door = Callable[[Home, Imports], Awaitable[object]]


async def by_hand(home: Home, imports: Imports) -> object:
    return await reactivate_members(home.owner, [await james(home)])


async def by_email(home: Home, imports: Imports) -> object:
    preview = await home.invite("james@x.org", terms=Terms(preview=True, reactivate=True))
    assert len(kinds(preview)) == 1
    await home.invite("james@x.org", terms=Terms(plan_hash=preview.plan.hash, reactivate=True))
    return preview


async def by_account(home: Home, imports: Imports) -> object:
    intake = await account(home, BACK)
    assert len(kinds(intake)) == 1
    return intake


async def by_import(home: Home, imports: Imports) -> object:
    done = await imports.run(f"{LINE}\n", reactivate=True, confirm_changes=True)
    assert [mail.count for mail in done.mails] == [1]
    return done


DOORS = pytest.mark.parametrize("door", [by_hand, by_email, by_account, by_import])


@DOORS
@pytest.mark.parametrize("way", [Delivery.LINK, Delivery.PASSWORD])
async def test_a_letter_that_never_left_reaches_who_comes_back(
    home: Home, imports: Imports, way: Delivery, door: Door
) -> None:
    await account(home, HELD, **ways(way))
    one = await james(home)
    await deactivate_members(home.owner, [one])
    assert await arrivals(home) == []
    await door(home, imports)
    await reactivate_members(home.owner, [one])
    ((to, text),) = await arrivals(home)
    assert to == "james@x.org"
    assert await signs_in(text, FIRST if way is Delivery.PASSWORD else None)
    await deactivate_members(home.owner, [one])
    await reactivate_members(home.owner, [one])
    assert await arrivals(home) == []


@pytest.mark.parametrize("door", [by_hand, by_email, by_account])
async def test_a_day_that_passed_unnoticed_keeps_no_letter_from_who_comes_back(
    home: Home, imports: Imports, door: Door
) -> None:
    await account(home, HELD)
    past = "UPDATE members SET deactivates_on = '2026-01-01', deactivates_at = '2026-01-01' WHERE id = $1"
    await home.sql.execute(past, await james(home))
    await door(home, imports)
    ((_, text),) = await arrivals(home)
    assert await signs_in(text)


async def test_a_link_that_left_and_died_with_the_access_is_made_anew(home: Home) -> None:
    await account(home)
    await deliver(home)
    (letter,) = await home.mails("account_link")
    await deactivate_members(home.owner, [await james(home)])
    await reactivate_members(home.owner, [await james(home)])
    assert await is_dead(letter["subject_id"])
    ((_, text),) = await arrivals(home)
    assert await signs_in(text)


async def test_a_password_that_left_and_works_is_not_told_again(home: Home) -> None:
    await account(home, **ways(Delivery.PASSWORD))
    await deliver(home)
    await deactivate_members(home.owner, [await james(home)])
    await reactivate_members(home.owner, [await james(home)])
    assert await arrivals(home) == []


@pytest.mark.parametrize("gone", ["erased", "expired"])
async def test_in_place_of_a_password_that_is_gone_a_link_goes(home: Home, gone: str) -> None:
    await account(home, HELD, **ways(Delivery.PASSWORD))
    await deactivate_members(home.owner, [await james(home)])
    if gone == "erased":
        await erase_imports()
    else:
        await home.wait(timedelta(days=15))
    await reactivate_members(home.owner, [await james(home)])
    ((_, text),) = await arrivals(home)
    assert FIRST not in text
    assert await signs_in(text)


async def test_programs_wait_for_the_letter_of_who_comes_back(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    await account(home, HELD, group_ids=[group])
    await deactivate_members(home.owner, [await james(home)])
    await reactivate_members(home.owner, [await james(home)])
    letter = (await home.mails("account_link"))[-1]
    (program,) = await home.mails("program_invitation")
    assert (program["state"], program["waits_for"]) == ("SCHEDULED", letter["id"])


async def test_who_comes_back_with_nothing_to_be_sent_is_sent_nothing(home: Home) -> None:
    await account(home, HELD)
    await deactivate_members(home.owner, [await james(home)])
    again = await account(home, BACK, credentials=Delivery.NONE, password=FIRST)
    assert kinds(again) == []
    assert await arrivals(home) == []


async def test_who_has_joined_and_who_never_had_a_letter_get_none(home: Home) -> None:
    await account(home)
    ((_, text),) = await arrivals(home)
    assert await signs_in(text)
    await account(home, email="ann@x.org", first_name="Ann", credentials=Delivery.NONE, password=FIRST)
    ids = [row["id"] for row in await home.sql.fetch("SELECT id FROM members WHERE role = 'TRAINEE'")]
    await deactivate_members(home.owner, ids)
    await reactivate_members(home.owner, ids)
    assert await arrivals(home) == []


async def test_an_address_that_bounced_stays_refused(home: Home, imports: Imports) -> None:
    await account(home, HELD)
    await deactivate_members(home.owner, [await james(home)])
    await home.bounce("james@x.org")
    for intake in (await home.invite("james@x.org", terms=BACK), await account(home, BACK)):
        assert [error.code for error in intake.plan.rows[0].errors] == ["ADDRESS_BOUNCED"]
    await reactivate_members(home.owner, [await james(home)])
    assert await arrivals(home) == []
    assert await home.count("mails") == 1


async def test_letters_of_who_comes_back_are_counted(home: Home) -> None:
    await account(home, HELD)
    await deactivate_members(home.owner, [await james(home)])
    await home.sql.execute("UPDATE workspaces SET daily_invites = 1")
    before = await home.everything()
    with pytest.raises(RateLimited):
        await reactivate_members(home.owner, [await james(home)])
    with pytest.raises(RateLimited):
        await home.invite("james@x.org", terms=BACK)
    assert await home.everything() == before
    assert await home.count("members", "deactivated_at IS NOT NULL") == 1


async def test_back_before_the_password_is_hashed(home: Home, imports: Imports) -> None:
    found = await imports.paste(f"{LINE},,1,{FIRST}\n", preview=False)
    await imports.step()
    await deactivate_members(home.owner, [await james(home)])
    await reactivate_members(home.owner, [await james(home)])
    assert (await deliver(home)).accepted == []
    await imports.finish(found.id)
    (mail,) = (await deliver(home)).accepted
    body = mail.message.get_body(("plain",))
    assert body is not None
    assert await signs_in(str(body.get_content()), FIRST)


async def test_back_after_the_password_was_hashed(home: Home, imports: Imports) -> None:
    found = await imports.paste(f"{LINE},,1,{FIRST}\n", preview=False)
    await imports.step()
    await deactivate_members(home.owner, [await james(home)])
    await imports.finish(found.id)
    assert await arrivals(home) == []
    await reactivate_members(home.owner, [await james(home)])
    ((_, text),) = await arrivals(home)
    assert await signs_in(text, FIRST)


async def test_a_second_import_changes_no_password_that_is_being_hashed(home: Home, imports: Imports) -> None:
    await imports.paste(f"{LINE},,1,{FIRST}\n", preview=False)
    await imports.step()
    again = await imports.paste(f"{LINE},,1,{SECOND}\n")
    assert (await imports.outcomes(again), again.mails) == (["UNCHANGED"], ())
    await imports.finish(again.id)
    ((_, text),) = await arrivals(home)
    assert await signs_in(text, FIRST)


BEFORE = "UPDATE mails SET dedupe_key = 'account_password:' || subject_id WHERE kind = 'account_password'"


async def owed_before(home: Home, imports: Imports) -> UUID:
    found = await imports.paste(f"{LINE},,1,{FIRST}\n", preview=False)
    await imports.step()
    await home.sql.execute(BEFORE)
    done = await imports.finish(found.id)
    assert done.batch_id
    return done.batch_id


async def test_letters_from_before_are_released_and_revived(home: Home, imports: Imports) -> None:
    await owed_before(home, imports)
    assert await home.count("mails", "state = 'SCHEDULED' AND next_at <= usher_now()") == 1
    await deactivate_members(home.owner, [await james(home)])
    await reactivate_members(home.owner, [await james(home)])
    ((_, text),) = await arrivals(home)
    assert FIRST in text


async def test_letters_from_before_are_no_obstacle(home: Home, imports: Imports) -> None:
    batch_id = await owed_before(home, imports)
    assert len(await arrivals(home)) == 1
    await undo_batch(home.owner, batch_id)
    await account(home, BACK, **ways(Delivery.PASSWORD, SECOND))
    ((_, text),) = await arrivals(home)
    assert await signs_in(text, SECOND)
