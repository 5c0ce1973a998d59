"""A report of delivery becomes `invitation.delivered`: mail, report and webhook over real connections."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiosmtplib import SMTP

from backend.bounces import listen
from backend.core import settings
from backend.core.ids import Kind, encode
from backend.core.settings import load_settings
from backend.webhooks.actions.create_webhook import create_webhook
from backend.webhooks.events import WebhookEvent
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.mail.test_bounces import report
from tests.webhooks.conftest import ENVIRONMENT
from tests.webhooks.dispatching import dispatch
from tests.webhooks.receiver import Receiver

EVENTS = [
    WebhookEvent.INVITATION_SENT,
    WebhookEvent.INVITATION_DELIVERED,
    WebhookEvent.INVITATION_BOUNCED,
]


@pytest.fixture
async def door(home: Home) -> AsyncIterator[int]:
    """The port where reports come in, at the address that mail leaves with."""
    settings.configure(load_settings(ENVIRONMENT | {"USHER_BOUNCE_ADDRESS": "bounce@mail.example.com"}))
    server = await listen("smtp://127.0.0.1:0")
    yield server.sockets[0].getsockname()[1]
    server.close()
    settings.configure(load_settings(ENVIRONMENT))


async def hand_in(port: int, to: str, action: str, code: str) -> None:
    async with SMTP(hostname="127.0.0.1", port=port, timeout=5) as client:
        await client.sendmail("", [to], report(to, action, code))


async def test_a_report_of_delivery_is_told_once(home: Home, receiver: Receiver, door: int) -> None:
    made = await create_webhook(home.owner, receiver.url, EVENTS)
    await home.invite("ann@x.org")
    server = await deliver(home)
    await dispatch(home)
    (mail,) = server.accepted
    await hand_in(door, mail.sender, "delayed", "4.4.1")
    for _ in range(2):
        await hand_in(door, mail.sender, "delivered", "2.0.0")
    await dispatch(home)
    sent, delivered = [told.verified(made.secret) for told in receiver.told]
    assert (sent["type"], delivered["type"]) == ("invitation.sent", "invitation.delivered")
    invitation = await home.sql.fetchval("SELECT id FROM invitations")
    assert delivered["data"]["invitationId"] == encode(Kind.INVITATION, invitation)
    assert (delivered["data"]["email"], delivered["data"]["sentTo"]) == ("ann@x.org", "ann@x.org")
    assert delivered["data"] == sent["data"]
    assert await home.count("mails", "state = 'DELIVERED'") == 1


async def test_what_was_delivered_may_bounce_later_and_not_the_other_way(
    home: Home, receiver: Receiver, door: int
) -> None:
    made = await create_webhook(home.owner, receiver.url, EVENTS)
    await home.invite("ann@x.org")
    (mail,) = (await deliver(home)).accepted
    for action, code in (("delivered", "2.0.0"), ("failed", "5.1.1"), ("delivered", "2.0.0")):
        await hand_in(door, mail.sender, action, code)
    await dispatch(home)
    told = [one.verified(made.secret)["type"] for one in receiver.told]
    assert told == ["invitation.sent", "invitation.delivered", "invitation.bounced"]


async def test_who_did_not_ask_for_it_is_not_told(home: Home, receiver: Receiver, door: int) -> None:
    made = await create_webhook(home.owner, receiver.url, [WebhookEvent.INVITATION_SENT])
    await home.invite("ann@x.org")
    (mail,) = (await deliver(home)).accepted
    await hand_in(door, mail.sender, "delivered", "2.0.0")
    await dispatch(home)
    assert [one.verified(made.secret)["type"] for one in receiver.told] == ["invitation.sent"]
