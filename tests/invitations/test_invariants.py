"""What must hold of registrations holds through every verb, and is found out where it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.invitations.invariants import GRANTS
from backend.mail.invariants import reconcile
from tests.house_of import Home

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


async def test_what_is_over_or_called_off_is_left_as_it_was(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=-DAY / 2, ends=DAY)
    await home.invite("a@x.org", group_ids=[group])
    await home.wait(DAY)
    await home.sql.execute("DELETE FROM memberships")
    await home.sql.execute("UPDATE registration_reasons SET ended_at = usher_now()")
    assert await broken() == set()
