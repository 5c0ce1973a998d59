"""Who holds a mail: claims, leases that run out, the fence, and what belongs together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from backend.core.db import Connection
from backend.mail import outbox
from backend.mail.actions import Due
from backend.mail.letters import Handler, Letter, registry
from backend.mail.models import MailState
from backend.mail.outbox import Held, Message, Settlement
from backend.mail.rules import Outcome, Reply, Stage, put_down
from backend.mail.writing import write_message
from tests.mail.mail_server import CUT, script
from tests.mail.post import KIND, PAST, Post

LEASE = timedelta(seconds=20)
SENT = Outcome(MailState.SENT, None, Reply(Stage.MESSAGE, 250, "OK"))


async def claim(limit: int = 100) -> list[Held]:
    return sorted(await outbox.claim([KIND], limit, LEASE), key=lambda mail: mail.id)


async def message(post: Post, *mails: Held) -> Message:
    loaded = await outbox.read_letters(mails, registry(Handler(KIND, post.book.load)))
    letters = {mail_id: letter for mail_id, letter in loaded.items() if isinstance(letter, Letter)}
    return write_message(mails, letters)


async def fence(post: Post, *messages: Message) -> list[bool | None]:
    return await outbox.fence(messages, registry(Handler(KIND, post.book.load)), LEASE)


async def settle(mail: Held, outcome: Outcome = SENT) -> bool:
    (told,), _ = await outbox.settle([Settlement((mail,), outcome)], {}, 1)
    return told


async def expire_leases(post: Post) -> None:
    await post.owner.execute("UPDATE mails SET lease_until = clock_timestamp() - interval '1 second'")


async def test_two_claims_never_take_the_same_mail(post: Post) -> None:
    await post.owe(*(f"m{number}" for number in range(200)))
    claims = await asyncio.gather(*(outbox.claim([KIND], 50, LEASE) for _ in range(8)))
    ids = [mail.id for held in claims for mail in held]
    assert len(ids) == len(set(ids))
    assert len(ids) <= 200
    assert len({held[0].token for held in claims if held}) == len([held for held in claims if held])


async def test_a_lease_that_ran_out_is_taken_over_and_the_late_holder_changes_nothing(post: Post) -> None:
    await post.owe("ada")
    (first,) = await claim()
    assert await claim() == []
    await expire_leases(post)
    assert await outbox.reclaim([]) == 1
    (second,) = await claim()
    assert second.token != first.token
    assert await fence(post, await message(post, first)) == [False]
    assert await fence(post, await message(post, second)) == [True]
    assert await settle(second)
    sent = await post.row("ada")
    assert await settle(first, put_down())
    assert await post.row("ada") == sent
    assert sent["state"] == "SENT"


async def test_what_had_passed_the_fence_goes_again_as_the_same_bytes(post: Post) -> None:
    await post.owe("ada")
    (first,) = await claim()
    written = await message(post, first)
    assert await fence(post, written) == [True]
    await expire_leases(post)
    await outbox.reclaim([])
    await post.forward(timedelta(hours=1))
    (second,) = await claim()
    assert second.maybe_out
    assert (await message(post, second)).data == written.data


async def test_leases_in_hand_are_not_reclaimed_but_renewed(post: Post) -> None:
    await post.owe("ada")
    (held,) = await claim()
    await expire_leases(post)
    assert await outbox.reclaim([held.token]) == 0
    await outbox.heartbeat([held], LEASE)
    assert await outbox.reclaim([]) == 0
    assert (await post.row("ada"))["state"] == "QUEUED"


async def test_the_fence_refuses_what_was_cancelled_moved_or_is_no_longer_owed(post: Post) -> None:
    await post.owe("cancelled", "moved", "refused", "changed", "fine")
    held = {(await post_key(post, mail.id)): mail for mail in await claim()}
    messages = {key: await message(post, mail) for key, mail in held.items()}
    await post.cancel("cancelled")
    await post.owe("moved", due=Due.now(PAST + timedelta(days=1)))
    post.book.refused["refused"] = "LEFT_SESSION"
    post.book.changed["changed"] = "elsewhere"
    keys = list(messages)
    passed = dict(zip(keys, await fence(post, *messages.values()), strict=True))
    assert passed == {key: key == "fine" for key in keys}
    for key in keys:
        row = await post.row(key)
        assert (row["data_at"] is not None) == (key == "fine")


async def test_the_fence_asks_for_patience_while_a_change_has_every_row_locked(post: Post) -> None:
    await post.owe("ada")
    (held,) = await claim()
    written = await message(post, held)
    async with post.owner.transaction():
        await post.owner.execute("SELECT FROM mails FOR UPDATE")
        assert await fence(post, written) == [None]
    assert (await post.row("ada"))["state"] == "QUEUED"
    assert await fence(post, written) == [True]


async def test_a_mail_cancelled_between_envelope_and_fence_stays_in(post: Post) -> None:
    async def cancel_at_the_envelope(address: str) -> None:
        if address.startswith("ada"):
            await post.cancel("ada")

    post.server.on_rcpt = cancel_at_the_envelope
    post.start()
    await post.owe("ada")
    await post.until("ada", "CANCELLED")
    await post.owe("bob")
    await post.until("bob", "SENT")
    assert [one.recipients for one in post.server.given] == [["bob@example.org"]]


async def test_a_cancel_after_the_fence_tells_that_it_was_late(post: Post) -> None:
    await post.owe("ada")
    (held,) = await claim()
    assert await fence(post, await message(post, held)) == [True]
    answer = await post.cancel("ada")
    assert (answer.cancelled, answer.already_out) == (0, 1)


async def test_mails_of_a_bundle_leave_as_one(post: Post) -> None:
    batch = {"bundle_key": "ada:1", "address": "ada@example.org"}
    await post.owe("first", "second", "third", **batch)
    await post.owe("alone")
    post.start()
    await post.server.arrived(2)
    rows = [await post.until(key, "SENT") for key in ("first", "second", "third")]
    leader = rows[0]["id"]
    assert [row["bundled_into"] for row in rows] == [None, leader, leader]
    (letter,) = (one for one in post.server.accepted if one.recipients == ["ada@example.org"])
    text = letter.message.get_body(("plain",))
    assert text is not None
    assert [key for key in ("first", "second", "third") if key in text.get_content()] == [
        "first",
        "second",
        "third",
    ]


async def test_a_bundle_goes_on_without_what_was_taken_from_it(post: Post) -> None:
    await post.owe("first", "second", "third", bundle_key="ada:1", address="ada@example.org")
    post.book.refused["first"] = "LEFT_SESSION"
    post.start()
    await post.until("second", "SENT")
    await post.until("third", "SENT")
    assert (await post.row("first"))["state"] == "CANCELLED"
    assert len(post.server.given) == 1


async def test_a_bundle_that_may_have_left_repeats_whole(post: Post) -> None:
    post.server.on_data, _ = script(CUT)
    await post.owe("first", "second", bundle_key="ada:1", address="ada@example.org")
    post.start()
    await post.until("second", "SCHEDULED", attempts=1)
    await post.owe(
        "third", bundle_key="ada:1", address="ada@example.org", next_at=PAST + timedelta(days=9999)
    )
    await post.forward(timedelta(minutes=2))
    await post.until("second", "SENT")
    one, other = post.server.given
    assert one.data == other.data


async def test_a_follower_shares_its_leaders_recorded_fate(post: Post) -> None:
    await post.owe("first", "second", bundle_key="ada:1", address="ada@example.org")
    first, second = await claim()
    assert await fence(post, await message(post, first, second)) == [True]
    await settle(first)
    await expire_leases(post)
    assert await outbox.reclaim([]) == 1
    assert (await post.row("second"))["state"] == "SENT"
    assert await claim() == []


async def test_waiting_for_a_mail_that_was_accepted(post: Post) -> None:
    first = await post.owe("invitation")
    await post.owe("program", waits_for=first.ids["invitation"])
    post.start()
    await post.until("program", "SENT")
    assert [one.recipients[0] for one in post.server.accepted] == [
        "invitation@example.org",
        "program@example.org",
    ]


async def test_waiting_in_vain(post: Post) -> None:
    first = await post.owe("gone", next_at=None)
    await post.owe("program", waits_for=first.ids["gone"])
    post.server.on_rcpt = lambda address: "550 5.1.1 No" if address.startswith("gone") else None
    post.start()
    row = await post.until("program", "CANCELLED")
    assert row["reason"] == "INVITATION_NOT_DELIVERED"
    assert post.server.tried == ["gone@example.org"]


async def test_waiting_is_ended_by_the_sweep_after_a_crash(post: Post) -> None:
    first = await post.owe("invitation")
    await post.owe("program", waits_for=first.ids["invitation"])
    await post.owner.execute("UPDATE mails SET state = 'SENT' WHERE dedupe_key = 'invitation'")
    assert await outbox.hand_on() == 1
    assert (await post.row("program"))["waits_for"] is None


async def test_a_row_locked_by_a_change_is_told_again(post: Post) -> None:
    await post.owe("ada")
    (held,) = await claim()
    assert await fence(post, await message(post, held)) == [True]
    transaction = post.owner.transaction()
    await transaction.start()
    await post.owner.execute("SELECT FROM mails FOR UPDATE")
    try:
        assert not await settle(held)
    finally:
        await transaction.rollback()
    assert await settle(held)
    assert (await post.row("ada"))["state"] == "SENT"


async def test_a_process_that_is_asked_to_end_finishes_what_is_on_its_way(post: Post) -> None:
    answers = asyncio.Event()

    async def slow(_: str) -> None:
        await answers.wait()

    post.server.on_data = slow
    courier = post.start(post.courier(connections=1, scale=1))
    await post.owe(*(f"m{number}" for number in range(20)))
    await post.server.was_given(1)
    stopping = asyncio.create_task(courier.stop(20))
    await post.owe("later")
    answers.set()
    await stopping
    states = await post.owner.fetch("SELECT state, count(*) FROM mails GROUP BY state")
    counts = {row["state"]: row["count"] for row in states}
    assert counts == {"SENT": 1, "SCHEDULED": 20}
    assert len(post.server.accepted) == 1


@pytest.mark.thorough
async def test_five_couriers_on_one_outbox(post: Post) -> None:
    keys = [f"m{number}" for number in range(500)]
    await post.owe(*keys)
    for _ in range(5):
        post.start(post.courier(scale=1))
    await post.server.arrived(500, within=30)
    for key in keys[::50]:
        await post.until(key, "SENT")
    assert len({one.recipients[0] for one in post.server.given}) == len(post.server.given) == 500


async def post_key(post: Post, mail_id: UUID) -> str:
    key: str = await post.owner.fetchval("SELECT dedupe_key FROM mails WHERE id = $1", mail_id)
    return key


async def test_a_room_that_fails_to_take_note_does_not_make_the_mail_leave_again(post: Post) -> None:
    async def fail(connection: Connection, mail_ids: Sequence[UUID]) -> None:
        await connection.execute("SELECT 1 / 0")

    await post.owe("ada")
    (held,) = await claim()
    assert await fence(post, await message(post, held)) == [True]
    rooms = registry(Handler(KIND, post.book.load, on_sent=fail))
    assert await outbox.settle([Settlement((held,), SENT)], rooms, 1) == ([True], False)
    assert (await post.row("ada"))["state"] == "SENT"
