"""Undoing a batch: back is what nothing changed since; what stays is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.accounts.set_account import AccountDraft, set_account
from backend.core.access import Role
from backend.core.errors import InvalidInput, NotFound
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.undo_batch import Undone, undo_batch
from tests.house_of import Home, make_home
from tests.invitations.carrying import deliver


async def undo(home: Home, intake: Intake) -> Undone:
    assert intake.committed
    return await undo_batch(home.owner, intake.committed.batch_id)


async def test_roles_and_dates_go_back_where_nothing_changed_them_since(home: Home) -> None:
    day = (await home.now() + timedelta(days=60)).date()
    await home.invite("a@x.org", "b@x.org")
    raised = await home.invite("a@x.org", "b@x.org", role=Role.TRAINER, deactivates_on=day)
    await home.sql.execute("UPDATE members SET role = 'ADMIN' WHERE email_key = 'b@x.org'")
    undone = await undo(home, raised)
    assert await home.count("members", "role = 'TRAINEE' AND deactivates_on IS NULL") == 1
    assert await home.count("members", "email_key = 'b@x.org' AND role = 'ADMIN'") == 1
    assert await home.count("members", "deactivates_at IS NOT NULL") == 0
    assert [one.code for one in undone.remaining] == ["CHANGES_STAY"]


async def test_accounts_nobody_used_are_closed_and_those_used_are_named(home: Home) -> None:
    made = await set_account(home.owner, AccountDraft("New", "Person", email="new@x.org"), Terms())
    await home.invite("old@x.org")
    undone = await undo(home, made)
    assert await home.count("members", "email_key = 'new@x.org' AND deactivated_at IS NOT NULL") == 1
    assert await home.count("mails", "state = 'SCHEDULED' AND kind = 'account_link'") == 0
    assert undone.remaining == []
    other = await set_account(home.owner, AccountDraft("Other", "Person", email="other@x.org"), Terms())
    await home.sql.execute("UPDATE members SET joined_at = usher_now() WHERE email_key = 'other@x.org'")
    undone = await undo(home, other)
    assert [one.code for one in undone.remaining] == ["JOINED"]
    assert await home.count("members", "email_key = 'other@x.org' AND deactivated_at IS NULL") == 1


async def test_mails_that_left_are_named(home: Home) -> None:
    intake = await home.invite("a@x.org")
    await deliver(home)
    undone = await undo(home, intake)
    assert [one.code for one in undone.remaining] == ["MAILS_OUT"]
    assert undone.invitations_revoked == 1


async def test_a_batch_is_undone_once_and_by_its_own_people_only(home: Home) -> None:
    intake = await home.invite("a@x.org")
    assert intake.committed
    stranger = await make_home(home.sql, "stranger")
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    before = await home.everything()
    for other in (stranger.owner, trainer):
        with pytest.raises(NotFound):
            await undo_batch(other, intake.committed.batch_id)
    assert await home.everything() == before
    assert await home.count("invitations", "state = 'REVOKED'") == 0
    await undo(home, intake)
    with pytest.raises(InvalidInput):
        await undo(home, intake)


async def test_a_preview_tells_what_undoing_then_does_and_changes_nothing(home: Home) -> None:
    intake = await home.invite("a@x.org", "b@x.org")
    await deliver(home)
    later = await home.invite("b@x.org", "c@x.org", role=Role.TRAINER)
    for one in (intake, later):
        assert one.committed
        before = await home.everything()
        told = await undo_batch(home.owner, one.committed.batch_id, preview=True)
        assert await home.everything() == before
        assert told == await undo(home, one)
    assert await home.count("invitations", "state = 'REVOKED'") == 2  # and B was given more since


async def test_a_preview_is_refused_as_undoing_is(home: Home) -> None:
    intake = await home.invite("a@x.org")
    assert intake.committed
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    with pytest.raises(NotFound):
        await undo_batch(trainer, intake.committed.batch_id, preview=True)
    await undo(home, intake)
    with pytest.raises(InvalidInput):
        await undo_batch(home.owner, intake.committed.batch_id, preview=True)
