"""What a bounce stops, and what clearing it starts again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput
from backend.invitations.clear_bounce import clear_bounce, withdraw_from_bounced
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.mail.mail_server import MailServer

STATES = "SELECT kind, coalesce(reason, state) AS state FROM mails ORDER BY id"


async def states(home: Home, kind: str) -> list[str]:
    return [row["state"] for row in await home.sql.fetch(STATES) if row["kind"] == kind]


async def bounced(home: Home) -> None:
    """An invitation whose address takes no mail, with a program to follow."""
    group = await home.group()
    await home.session(group, starts=timedelta(days=9))
    await home.invite("a@x.org", group_ids=[group])
    await deliver(home, MailServer(on_rcpt=lambda recipient: "550 5.1.1 no such user"))
    await withdraw_from_bounced()


async def test_everything_that_waits_is_withdrawn(home: Home) -> None:
    await bounced(home)
    assert await states(home, "workspace_invitation") == ["ADDRESS_BOUNCED"]
    assert await states(home, "invitation_reminder") == ["ADDRESS_BOUNCED"] * 3
    assert await states(home, "program_invitation") == ["INVITATION_NOT_DELIVERED"]
    assert await withdraw_from_bounced() == 0


async def test_clearing_sends_the_invitation_again_and_owes_what_follows(home: Home) -> None:
    await bounced(home)
    holder = await clear_bounce(home.owner, None, "A@x.org")
    assert holder == await home.sql.fetchval("SELECT member_id FROM invitations")
    assert await states(home, "workspace_invitation") == ["ADDRESS_BOUNCED", "SCHEDULED"]
    assert await states(home, "invitation_reminder") == ["SCHEDULED"] * 3
    assert await states(home, "program_invitation") == ["SCHEDULED"]
    assert await home.count("mails", "kind = 'program_invitation' AND waits_for IS NOT NULL") == 1
    assert await home.count("audit_events", "action = 'bounce.cleared'") == 1
    assert [mail.recipients for mail in (await deliver(home)).accepted] == [["a@x.org"]]


async def test_by_the_member(home: Home) -> None:
    await bounced(home)
    member = await home.sql.fetchval("SELECT member_id FROM invitations")
    assert await clear_bounce(home.owner, member, None) == member
    assert await home.count("suppressions") == 0


async def test_an_address_that_is_nobodys(home: Home) -> None:
    await home.bounce("gone@x.org")
    assert await clear_bounce(home.owner, None, "gone@x.org") is None
    assert await home.count("suppressions") == 0


async def test_a_new_address_waits_for_its_confirmation_though_the_old_one_bounced(home: Home) -> None:
    await home.invite("a@x.org")
    await home.sql.execute("UPDATE mails SET address = 'new@x.org' WHERE kind = 'workspace_invitation'")
    await home.bounce("a@x.org")
    assert await withdraw_from_bounced() == 3
    assert await states(home, "workspace_invitation") == ["SCHEDULED"]


async def test_refusals_do_nothing(home: Home) -> None:
    await home.bounce("a@x.org")
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    with pytest.raises(Forbidden):
        await clear_bounce(trainer, None, "a@x.org")
    for member, email, code in (
        (None, "other@x.org", "NOT_BOUNCED"),
        (None, "", "NOT_BOUNCED"),
        (uuid4(), None, "NOT_BOUNCED"),
        (None, None, "REQUIRED"),
        (uuid4(), "a@x.org", "REQUIRED"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            await clear_bounce(home.owner, member, email)
        assert [error.code for error in refusal.value.errors] == [code]
    assert await home.count("suppressions") == 1
