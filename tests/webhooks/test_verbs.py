"""What a partner does with a webhook: paused and enabled, told again, given a new secret that overlaps."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from standardwebhooks import WebhookVerificationError

from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.core.ids import new_id
from backend.webhooks.actions.create_webhook import SecretWebhook, create_webhook
from backend.webhooks.actions.replay_webhook_delivery import (
    replay_webhook_deliveries,
    replay_webhook_delivery,
)
from backend.webhooks.actions.rotate_webhook_secret import rotate_webhook_secret
from backend.webhooks.actions.update_webhook import WebhookChanges, update_webhook
from backend.webhooks.events import WebhookEvent
from backend.webhooks.rules import WebhookState
from tests.house_of import Home, make_home
from tests.webhooks.dispatching import dispatch, log_of
from tests.webhooks.receiver import Receiver, Told, status

HOUR = timedelta(hours=1)


async def hook(home: Home, receiver: Receiver) -> SecretWebhook:
    return await create_webhook(home.owner, receiver.url, [WebhookEvent.MEMBER_CREATED])


async def turn(home: Home, webhook_id: UUID, state: WebhookState) -> None:
    await update_webhook(home.owner, webhook_id, WebhookChanges(state=state))


def signed_by(told: Told, secret: str) -> bool:
    try:
        told.verified(secret)
    except WebhookVerificationError:
        return False
    return True


def signatures(told: Told) -> int:
    return len(told.headers["webhook-signature"].split())


async def test_while_two_secrets_hold_each_verifies_every_message(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    await home.invite("a@x.org")
    await dispatch(home)
    renewed = (await rotate_webhook_secret(home.owner, made.webhook.id, overlap_hours=2)).secret
    await home.invite("b@x.org")
    await dispatch(home)
    await home.wait(HOUR)
    await replay_webhook_deliveries(
        home.owner, made.webhook.id, await home.now() - 9 * HOUR, failed_only=False
    )
    await dispatch(home)
    before, *during = receiver.told
    assert (signatures(before), signed_by(before, made.secret), signed_by(before, renewed)) == (
        1,
        True,
        False,
    )
    assert len(during) == 3
    for told in during:
        assert (signatures(told), signed_by(told, made.secret), signed_by(told, renewed)) == (2, True, True)
    await home.wait(2 * HOUR)
    await home.invite("c@x.org")
    await dispatch(home)
    after = receiver.told[-1]
    assert (signatures(after), signed_by(after, made.secret), signed_by(after, renewed)) == (1, False, True)


async def test_a_secret_that_leaked_ends_at_once(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    second = (await rotate_webhook_secret(home.owner, made.webhook.id, overlap_hours=24)).secret
    third = (await rotate_webhook_secret(home.owner, made.webhook.id, overlap_hours=0)).secret
    await home.invite("a@x.org")
    await dispatch(home)
    (told,) = receiver.told
    assert [signed_by(told, secret) for secret in (made.secret, second, third)] == [False, False, True]
    assert await home.count("audit_events", "action = 'webhook.secret_rotated'") == 2


@pytest.mark.parametrize("hours", [-1, 169])
async def test_an_overlap_that_cannot_be_leaves_the_secret(
    home: Home, receiver: Receiver, hours: int
) -> None:
    made = await hook(home, receiver)
    before = await home.sql.fetch("SELECT * FROM webhooks"), await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await rotate_webhook_secret(home.owner, made.webhook.id, overlap_hours=hours)
    assert [(one.code, one.field) for one in refusal.value.errors] == [("OUT_OF_RANGE", ("overlapHours",))]
    assert (await home.sql.fetch("SELECT * FROM webhooks"), await home.everything()) == before


async def test_paused_in_the_middle_it_goes_on_where_it_was(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    receiver.answer = lambda number: status(503 if number == 1 else 204)
    await home.invite("a@x.org")
    await dispatch(home)
    await turn(home, made.webhook.id, WebhookState.PAUSED)
    await home.wait(HOUR)
    await home.invite("b@x.org")
    await dispatch(home)
    assert len(receiver.told) == 1
    assert [row["state"] for row in await log_of(home)] == ["SCHEDULED", "SCHEDULED"]
    await turn(home, made.webhook.id, WebhookState.ENABLED)
    await dispatch(home)
    emails = [told.verified(made.secret)["data"]["email"] for told in receiver.told]
    assert (emails[0], sorted(emails[1:])) == ("a@x.org", ["a@x.org", "b@x.org"])
    assert receiver.told[0].id in {told.id for told in receiver.told[1:]}


async def test_one_that_was_gone_is_enabled_again_and_missed_nothing(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    receiver.answer = lambda number: status(410 if number == 1 else 204)
    await home.invite("a@x.org")
    await dispatch(home)
    row = await home.sql.fetchrow("SELECT * FROM webhooks")
    assert row is not None
    assert row["state"] == "DISABLED"
    await home.invite("b@x.org")
    await dispatch(home)
    assert len(receiver.told) == 1
    await turn(home, made.webhook.id, WebhookState.ENABLED)
    await replay_webhook_deliveries(home.owner, made.webhook.id, row["created_at"])
    await dispatch(home)
    assert sorted(told.verified(made.secret)["data"]["email"] for told in receiver.told[1:]) == [
        "a@x.org",
        "b@x.org",
    ]


async def test_what_failed_is_told_again_or_all_that_happened_since(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    start = await home.now()
    await home.invite("a@x.org")
    await dispatch(home)
    await home.wait(HOUR)
    later = await home.now()
    await home.invite("b@x.org c@x.org")
    await dispatch(home)
    await home.sql.execute("UPDATE webhook_deliveries SET state = 'FAILED' WHERE data->>'email' = 'b@x.org'")
    again = [
        await replay_webhook_deliveries(home.owner, made.webhook.id, since, failed_only=failed)
        for since, failed in ((later + HOUR, False), (start, True))
    ]
    await dispatch(home)
    assert (again, len(receiver.told)) == ([0, 1], 4)
    assert receiver.told[3].verified(made.secret)["data"]["email"] == "b@x.org"
    assert await replay_webhook_deliveries(home.owner, made.webhook.id, later, failed_only=False) == 2
    await dispatch(home)
    first = {told.id: told.body for told in receiver.told[:3]}
    assert [first[told.id] == told.body for told in receiver.told[3:]] == [True] * 3
    assert {row["state"] for row in await log_of(home)} == {"DELIVERED"}


async def test_replayed_while_paused_it_waits(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    await home.invite("a@x.org")
    await dispatch(home)
    (row,) = await log_of(home)
    await turn(home, made.webhook.id, WebhookState.PAUSED)
    await replay_webhook_delivery(home.owner, row["id"])
    await dispatch(home)
    assert len(receiver.told) == 1
    await turn(home, made.webhook.id, WebhookState.ENABLED)
    await dispatch(home)
    assert [told.id for told in receiver.told] == [receiver.told[0].id] * 2


async def test_nobody_else_replays_rotates_or_pauses(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    await home.invite("a@x.org")
    await dispatch(home)
    (delivery,) = await log_of(home)
    other, trainer = await make_home(home.sql, "other"), await home.member(Role.TRAINER, "t@x.org")
    await dispatch(home)
    told, before = len(receiver.told), await home.sql.fetch("SELECT * FROM webhooks")
    events = await home.count("audit_events")
    paused = WebhookChanges(state=WebhookState.PAUSED)
    for actor, webhook_id, delivery_id, refusal in (
        (other.owner, made.webhook.id, delivery["id"], NotFound),
        (trainer, made.webhook.id, delivery["id"], Forbidden),
        (home.owner, new_id(), new_id(), NotFound),
    ):
        with pytest.raises(refusal):
            await replay_webhook_delivery(actor, delivery_id)
        with pytest.raises(refusal):
            await replay_webhook_deliveries(actor, webhook_id, await home.now() - HOUR, failed_only=False)
        with pytest.raises(refusal):
            await rotate_webhook_secret(actor, webhook_id)
        with pytest.raises(refusal):
            await update_webhook(actor, webhook_id, paused)
    await dispatch(home)
    assert (len(receiver.told), await home.sql.fetch("SELECT * FROM webhooks")) == (told, before)
    assert await home.count("audit_events") == events
