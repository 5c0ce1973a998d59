"""What the reconciler asks about ends: it is silent after each verb, and speaks where a job never came."""

from __future__ import annotations

from datetime import timedelta

from backend.invitations.deactivate_members import deactivate_due_members, deactivate_members
from backend.invitations.expire_invitations import expire_invitations
from backend.invitations.invariants import ENDED
from backend.invitations.reactivate_members import reactivate_members
from backend.invitations.revoke_invitations import revoke_invitations
from backend.mail.invariants import reconcile
from tests.house_of import Home


async def broken(home: Home) -> set[str]:
    return {name for name, count in (await reconcile(ENDED)).items() if count}


async def test_each_end_leaves_nothing_behind(home: Home) -> None:
    day = (await home.now() + timedelta(days=40)).date()
    await home.invite("a@x.org b@x.org", deactivates_on=day)
    await home.invite("c@x.org")
    rows = await home.sql.fetch("SELECT id, member_id FROM invitations ORDER BY email_key")
    await deactivate_members(home.owner, [rows[0]["member_id"]])
    await revoke_invitations(home.owner, [rows[1]["id"]])
    assert await broken(home) == set()
    await reactivate_members(home.owner, [rows[0]["member_id"]])
    await home.wait(timedelta(days=42))
    assert await broken(home) == {"end_of_access_not_recorded", "invitation_ran_out_unmarked"}
    await expire_invitations()
    await deactivate_due_members()
    assert await broken(home) == set()
