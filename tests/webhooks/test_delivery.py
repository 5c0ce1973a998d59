"""What happens is told: signed, in order, at least once, whatever the receiver does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from standardwebhooks import WebhookVerificationError

from backend.core.ids import Kind, encode
from backend.webhooks.actions.create_webhook import SecretWebhook, create_webhook
from backend.webhooks.actions.replay_webhook_delivery import (
    replay_webhook_deliveries,
    replay_webhook_delivery,
)
from backend.webhooks.actions.rotate_webhook_secret import rotate_webhook_secret
from backend.webhooks.actions.send_webhook_test import send_webhook_test
from backend.webhooks.actions.update_webhook import WebhookChanges, update_webhook
from backend.webhooks.events import WebhookEvent
from backend.webhooks.rules import WebhookState
from tests.house_of import Home
from tests.webhooks.dispatching import SCALE, dispatch, dispatching, log_of
from tests.webhooks.receiver import Receiver, status

DAY = timedelta(days=1)


async def hook(home: Home, receiver: Receiver, *events: WebhookEvent) -> SecretWebhook:
    """The receiver is told of these events."""
    return await create_webhook(home.owner, receiver.url, events or (WebhookEvent.MEMBER_CREATED,))


async def people(home: Home, number: int) -> None:
    await home.invite(" ".join(f"p{one}@x.org" for one in range(number)))


async def state_of(home: Home) -> str:
    found: str = await home.sql.fetchval("SELECT state FROM webhooks")
    return found


async def test_an_event_is_told_signed_and_once(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    await people(home, 1)
    await dispatch(home)
    (told,) = receiver.told
    body = told.verified(made.secret)
    assert body["type"] == "member.created"
    member = await home.sql.fetchval("SELECT id FROM members WHERE email_key = 'p0@x.org'")
    assert body["data"]["memberId"] == encode(Kind.MEMBER, member)
    assert body["data"]["email"] == "p0@x.org"
    assert body["timestamp"].endswith("Z")
    assert told.headers["content-type"] == "application/json"
    (row,) = await log_of(home)
    assert (row["state"], row["response_status"], row["attempts"]) == ("DELIVERED", 204, 1)
    with pytest.raises(WebhookVerificationError):
        told.verified("whsec_" + "A" * 43 + "=")


async def test_who_lies_is_told_again_with_the_same_id_and_body(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    receiver.answer = lambda number: status(500 if number < 3 else 200)
    await people(home, 1)
    await dispatch(home)
    (row,) = await log_of(home)
    assert (row["state"], row["reason"], row["response_status"]) == ("SCHEDULED", "ANSWERED", 500)
    await home.wait(timedelta(seconds=5))
    await dispatch(home)
    await home.wait(timedelta(seconds=30))
    await dispatch(home)
    first, second, third = receiver.told
    assert first.id == second.id == third.id
    assert first.body == second.body == third.body
    assert third.verified(made.secret)["type"] == "member.created"
    assert (await log_of(home))[0]["state"] == "DELIVERED"


async def test_a_receiver_that_hangs_holds_up_no_other(home: Home, receiver: Receiver) -> None:
    slow = Receiver()
    await slow.start()
    slow.answer = lambda _number: None
    await hook(home, slow)
    await hook(home, receiver)
    await people(home, 3)
    async with dispatching(home, scale=SCALE):
        await receiver.arrived(3)
    reasons = {row["reason"] for row in await log_of(home) if row["state"] == "SCHEDULED"}
    assert reasons == {"TIMED_OUT"}
    await slow.stop()


async def test_a_redirect_is_not_followed(home: Home, receiver: Receiver) -> None:
    elsewhere = Receiver()
    await elsewhere.start()
    receiver.answer = lambda _number: status(307, f"location: {elsewhere.url}")
    await hook(home, receiver)
    await people(home, 1)
    await dispatch(home)
    assert (elsewhere.connections, elsewhere.told) == (0, [])
    (row,) = await log_of(home)
    assert (row["state"], row["reason"], row["response_status"]) == ("SCHEDULED", "REDIRECTED", 307)
    await elsewhere.stop()


async def test_an_answer_without_end_is_not_read_to_its_end(home: Home, receiver: Receiver) -> None:
    endless = "HTTP/1.1 200 X\r\ncontent-length: 999999999999\r\n\r\n" + "x" * 300_000
    receiver.answer = lambda _number: endless
    await hook(home, receiver)
    await people(home, 1)
    await dispatch(home)
    assert (await log_of(home))[0]["state"] == "DELIVERED"


async def test_private_addresses_are_never_connected_to(home: Home, receiver: Receiver) -> None:
    await hook(home, receiver)
    await people(home, 1)
    await dispatch(home, loopback=False)
    assert receiver.connections == 0
    (row,) = await log_of(home)
    assert (row["state"], row["reason"]) == ("SCHEDULED", "PRIVATE_ADDRESS")


async def test_events_of_one_person_keep_their_order(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver, WebhookEvent.MEMBER_CREATED, WebhookEvent.MEMBER_UPDATED)
    refused: set[str] = set()

    def first_time_fails(number: int) -> str:
        told = receiver.told[number - 1]
        fails = "p0@x.org" in told.body and told.id not in refused
        refused.add(told.id)
        return status(503 if fails else 200)

    receiver.answer = first_time_fails
    await people(home, 2)
    await home.sql.execute("UPDATE members SET first_name = 'Ann'")
    await home.sql.execute("UPDATE members SET last_name = 'Bee'")
    for _ in range(4):
        await dispatch(home)
        await home.wait(timedelta(minutes=1))
    bodies = [told.verified(made.secret) for told in receiver.told]
    mine = [
        (body["type"], body["data"]["firstName"], body["data"]["lastName"])
        for body in bodies
        if body["data"]["email"] == "p0@x.org"
    ]
    steps = [
        ("member.created", None, None),
        ("member.updated", "Ann", None),
        ("member.updated", "Ann", "Bee"),
    ]
    assert mine == [step for step in steps for _ in range(2)]
    changed = [body["data"].get("changed") for body in bodies if body["data"]["email"] == "p1@x.org"]
    assert changed == [None, ["firstName"], ["lastName"]]


async def test_two_workers_tell_each_event_once(home: Home, receiver: Receiver) -> None:
    await hook(home, receiver)
    await people(home, 60)
    async with dispatching(home, workers=2):
        await receiver.arrived(60)
    assert len({told.id for told in receiver.told}) == len(receiver.told) == 60


async def test_after_three_days_it_is_given_up_and_the_webhook_disabled(
    home: Home, receiver: Receiver
) -> None:
    made = await hook(home, receiver)
    receiver.answer = lambda _number: status(500)
    await people(home, 1)
    for _ in range(26):
        await dispatch(home)
        await home.wait(timedelta(hours=4))
    (row,) = await log_of(home)
    assert (row["state"], await state_of(home)) == ("FAILED", "DISABLED")
    assert 12 < row["attempts"] == len(receiver.told) < 26
    assert await home.count("audit_events", "action = 'webhook.disabled'") == 1
    await home.invite("later@x.org")  # waits while it is disabled
    await dispatch(home)
    assert [one["state"] for one in await log_of(home)] == ["FAILED", "SCHEDULED"]
    receiver.answer = lambda _number: status(204)
    await update_webhook(home.owner, made.webhook.id, WebhookChanges(state=WebhookState.ENABLED))
    assert await replay_webhook_deliveries(home.owner, made.webhook.id, await home.now() - 30 * DAY) == 1
    await dispatch(home)
    assert [one["state"] for one in await log_of(home)] == ["DELIVERED", "DELIVERED"]


async def test_a_receiver_that_is_gone_ends_it_at_once(home: Home, receiver: Receiver) -> None:
    await hook(home, receiver)
    receiver.answer = lambda _number: status(410)
    await people(home, 1)
    await dispatch(home)
    assert (await log_of(home))[0]["reason"] == "GONE"
    assert await state_of(home) == "DISABLED"


async def test_a_failing_receiver_is_asked_by_one_delivery_at_a_time(home: Home, receiver: Receiver) -> None:
    await hook(home, receiver)
    receiver.answer = lambda _number: status(500)
    await people(home, 100)
    await dispatch(home)
    before = len(receiver.told)
    assert before <= 20
    await home.wait(timedelta(minutes=11))
    await dispatch(home)
    assert len(receiver.told) == before + 1
    receiver.answer = lambda _number: status(204)
    await home.wait(timedelta(minutes=11))
    await dispatch(home)
    await home.wait(timedelta(minutes=11))
    await dispatch(home)
    assert {row["state"] for row in await log_of(home)} == {"DELIVERED"}


async def test_a_new_secret_overlaps_the_former(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    renewed = await rotate_webhook_secret(home.owner, made.webhook.id, overlap_hours=24)
    await send_webhook_test(home.owner, made.webhook.id)
    await dispatch(home)
    for secret in (made.secret, renewed.secret):
        assert receiver.told[0].verified(secret)["type"] == "webhook.test"
    await home.wait(timedelta(hours=25))
    await send_webhook_test(home.owner, made.webhook.id)
    await dispatch(home)
    assert receiver.told[1].verified(renewed.secret)
    with pytest.raises(WebhookVerificationError):
        receiver.told[1].verified(made.secret)
    kept = await home.sql.fetchrow("SELECT * FROM webhooks")
    assert made.secret not in str(kept)
    assert renewed.secret not in str(kept)


async def test_a_delivery_is_replayed_with_its_id(home: Home, receiver: Receiver) -> None:
    await hook(home, receiver)
    await people(home, 2)
    await dispatch(home)
    (first, _) = await log_of(home)
    await replay_webhook_delivery(home.owner, first["id"])
    await dispatch(home)
    assert [told.id for told in receiver.told].count(encode(Kind.WEBHOOK_DELIVERY, first["id"])) == 2
    assert len(receiver.told) == 3


async def test_paused_it_is_told_nothing_and_misses_nothing(home: Home, receiver: Receiver) -> None:
    made = await hook(home, receiver)
    await update_webhook(home.owner, made.webhook.id, WebhookChanges(state=WebhookState.PAUSED))
    await people(home, 2)
    await dispatch(home)
    assert receiver.told == []
    await update_webhook(home.owner, made.webhook.id, WebhookChanges(state=WebhookState.ENABLED))
    await dispatch(home)
    assert len(receiver.told) == 2


async def test_what_is_taken_back_is_not_told(home: Home, receiver: Receiver) -> None:
    await hook(home, receiver)
    async with home.sql.transaction():
        await home.sql.execute("SAVEPOINT one")
        await home.sql.execute("UPDATE members SET first_name = 'Ann'")
        await home.sql.execute("ROLLBACK TO SAVEPOINT one")
    assert await log_of(home) == []
