"""What must hold of registrations holds through every verb, and is found out where it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.core.access import Role
from backend.core.errors import Forbidden
from backend.invitations.invariants import GRANTS
from backend.mail.invariants import OUTBOX, broken_invariants, reconcile
from tests.house_of import Home, make_home

DAY = timedelta(days=1)
BREAKS = {
    "registered_without_reason": "UPDATE registration_reasons SET ended_at = usher_now()",
    "reason_without_registration": "UPDATE registrations SET ended_at = usher_now()",
    "learner_not_registered": "DELETE FROM registrations",
    "invitation_not_owed": "DELETE FROM mails WHERE kind = 'program_invitation'",
}


async def broken() -> set[str]:
    return {name for name, number in (await reconcile(GRANTS)).items() if number}


@pytest.mark.parametrize("name", BREAKS)
async def test_what_is_broken_is_found(home: Home, name: str) -> None:
    group = await home.group()
    await home.session(group, starts=timedelta(hours=9))
    await home.session(group, starts=-2 * DAY, title="Leading")
    await home.invite("a@x.org b@x.org", group_ids=[group])
    assert await broken() == set()
    await home.sql.execute(BREAKS[name])
    assert name in await broken()
    shown = {one.name: one for one in await broken_invariants(home.owner)}
    assert shown[name].number > 0
    since = shown[name].since
    await home.wait(timedelta(minutes=5))
    await broken()
    assert {one.name: one.since for one in await broken_invariants(home.owner)}[name] == since


async def test_what_is_mended_is_forgotten_and_others_are_told_nothing(home: Home) -> None:
    await home.invite("a@x.org")
    other = await make_home(home.sql, "other")
    await home.sql.execute("UPDATE mails SET next_at = next_at - interval '1 hour'")
    assert await reconcile(OUTBOX) | {"mail_not_tried": 0} == dict.fromkeys((one.name for one in OUTBOX), 0)
    assert [(one.name, one.number) for one in await broken_invariants(home.owner)] == [("mail_not_tried", 1)]
    assert await broken_invariants(other.owner) == []
    await home.sql.execute("UPDATE mails SET next_at = usher_now()")
    await reconcile(OUTBOX)
    assert await broken_invariants(home.owner) == []


async def test_only_admins_are_told(home: Home) -> None:
    trainer = await home.member(Role.TRAINER, "t@x.org")
    with pytest.raises(Forbidden):
        await broken_invariants(trainer)


async def test_what_is_over_or_called_off_is_left_as_it_was(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=-DAY / 2, ends=DAY)
    await home.invite("a@x.org", group_ids=[group])
    await home.wait(DAY)
    await home.sql.execute("DELETE FROM memberships")
    await home.sql.execute("UPDATE registration_reasons SET ended_at = usher_now()")
    assert await broken() == set()
