"""What leaves, once, and what became of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from backend.mail.actions import Due
from tests.mail.mail_server import CUT, script
from tests.mail.post import Post

FUTURE = datetime(2035, 1, 1, tzinfo=UTC)


async def test_what_is_due_leaves_once_to_one_recipient(post: Post) -> None:
    post.start()
    await post.owe("ada", "bob")
    await post.server.arrived(2)
    row = await post.until("ada", "SENT")
    assert row["sent_to"] == "ada@example.org"
    assert row["smtp_code"] == 250
    assert row["attempts"] == 0
    assert row["data_at"] is not None
    assert row["lease_token"] is None
    await post.until("bob", "SENT")
    assert sorted(one.recipients for one in post.server.accepted) == [
        ["ada@example.org"],
        ["bob@example.org"],
    ]
    assert {one.sender for one in post.server.accepted} == {"noreply@learn.example.org"}


async def test_many_mails_share_few_connections(post: Post) -> None:
    keys = [f"m{number}" for number in range(300)]
    await post.owe(*keys)
    post.start(post.courier(connections=4, scale=1))
    await post.server.arrived(300, within=30)
    assert len({one.recipients[0] for one in post.server.accepted}) == 300
    assert post.server.connections <= 4


async def test_nothing_leaves_early(post: Post) -> None:
    await post.owe("later", next_at=FUTURE)
    await post.owe("now")
    courier = post.start()
    await post.server.arrived(1)
    await courier.wake()
    assert (await post.row("later"))["state"] == "SCHEDULED"
    await post.forward(timedelta(days=365 * 10))
    await post.server.arrived(2)
    assert post.server.accepted[1].recipients == ["later@example.org"]


async def test_a_refused_recipient_is_suppressed_after_one_try(post: Post) -> None:
    post.server.on_rcpt = lambda address: "550 5.1.1 No such user" if address.startswith("gone") else None
    post.start()
    await post.owe("gone")
    row = await post.until("gone", "BOUNCED")
    assert (row["smtp_code"], row["smtp_reply"]) == (550, "5.1.1 No such user")
    assert row["reason"] == "ADDRESS_BOUNCED"
    kept = await post.owner.fetchrow("SELECT * FROM suppressions")
    assert kept is not None
    assert (kept["email_key"], kept["reason"], kept["mail_id"]) == (
        *("gone@example.org", "5.1.1 No such user"),
        row["id"],
    )
    await post.owe("again", address="gone@example.org")
    assert (await post.until("again", "CANCELLED"))["reason"] == "ADDRESS_BOUNCED"
    assert post.server.tried == ["gone@example.org"]


async def test_a_passing_refusal_is_tried_again_with_the_same_bytes(post: Post) -> None:
    post.server.on_data, _ = script("451 4.3.0 Try later")
    post.start()
    await post.owe("ada")
    row = await post.until("ada", "SCHEDULED", attempts=1)
    assert (row["smtp_code"], row["reason"], row["data_at"]) == (451, "TRY_AGAIN", None)
    assert timedelta(0) < row["next_at"] - row["first_attempt_at"] < timedelta(seconds=60)
    await post.forward(timedelta(minutes=2))
    await post.until("ada", "SENT")
    first, second = post.server.given
    assert first.data == second.data
    assert first.message["Message-ID"] == row["message_id"]


async def test_a_mail_that_is_never_taken_is_given_up(post: Post) -> None:
    post.server.on_rcpt = lambda _: "451 4.7.1 Greylisted"
    post.start()
    await post.owe("ada")
    await post.until("ada", "SCHEDULED", attempts=1)
    await post.forward(timedelta(hours=73))
    row = await post.until("ada", "FAILED")
    assert (row["reason"], row["smtp_code"]) == ("GAVE_UP", 451)
    assert await post.owner.fetchval("SELECT count(*) FROM suppressions") == 0


async def test_policy_refusals_pause_the_sender_not_the_address(post: Post) -> None:
    post.server.on_rcpt, asked = script("550 5.7.1 Blocked for a while")
    post.start(post.courier(connections=1))
    await post.owe("ada")
    row = await post.until("ada", "SCHEDULED", attempts=1)
    assert row["reason"] == "SENDER_PAUSED"
    await post.owe("bob")
    row = await post.until("bob", "SCHEDULED", reason="SENDER_PAUSED")
    assert row["attempts"] == 0
    assert "bob@example.org" not in asked
    assert await post.owner.fetchval("SELECT count(*) FROM suppressions") == 0


async def test_a_connection_cut_before_the_data_cannot_double(post: Post) -> None:
    post.server.on_rcpt, _ = script(CUT)
    post.start()
    await post.owe("ada")
    row = await post.until("ada", "SCHEDULED", attempts=1)
    assert (row["reason"], row["data_at"]) == ("CONNECTION_CUT", None)
    await post.forward(timedelta(minutes=2))
    await post.until("ada", "SENT")
    assert len(post.server.given) == 1


async def test_a_connection_cut_after_the_final_dot_repeats_the_same_bytes(post: Post) -> None:
    post.server.on_data, _ = script(CUT)
    post.start()
    await post.owe("ada")
    row = await post.until("ada", "SCHEDULED", attempts=1)
    assert row["data_at"] is not None
    await post.forward(timedelta(minutes=2))
    await post.until("ada", "SENT")
    first, second = post.server.given
    assert first.data == second.data


async def test_cancelling_what_may_have_left_says_so(post: Post) -> None:
    post.server.on_data = lambda address: CUT if address.startswith("ada") else None
    post.start()
    await post.owe("ada")
    await post.until("ada", "SCHEDULED", attempts=1)
    answer = await post.cancel("ada")
    assert (answer.cancelled, answer.already_out) == (0, 1)
    assert (await post.owe("ada")).already_out == {"ada"}
    await post.forward(timedelta(minutes=2))
    await post.owe("bob")
    await post.until("bob", "SENT")
    assert (await post.row("ada"))["state"] == "CANCELLED"
    assert [one.recipients[0] for one in post.server.given] == ["ada@example.org", "bob@example.org"]


@pytest.mark.thorough
async def test_a_slow_answer_keeps_nobody_waiting_and_doubles_nothing(post: Post) -> None:
    answers = asyncio.Event()

    async def slow(address: str) -> None:
        if address.startswith("slow"):
            await answers.wait()

    post.server.on_data = slow
    post.start(post.courier(connections=1))
    await post.owe("slow")
    await post.server.was_given(1)
    await post.owe("ada")
    await post.until("ada", "SENT")
    await post.outlives_its_lease("slow")
    assert (await post.row("slow"))["state"] == "SENDING"
    answers.set()
    await post.until("slow", "SENT")
    assert len(post.server.given) == 2


async def test_a_server_that_is_away_burns_no_attempts(post: Post) -> None:
    await post.server.stop()
    post.start()
    await post.owe("ada")
    row = await post.until("ada", "SCHEDULED", reason="RELAY_AWAY")
    assert (row["attempts"], row["first_attempt_at"]) == (0, None)
    await post.server.start()
    await post.until("ada", "SENT")
    assert len(post.server.accepted) == 1


async def test_a_server_that_serves_nobody_is_no_mails_fault(post: Post) -> None:
    post.server.on_mail, _ = script("421 4.3.2 Shutting down", "421 4.3.2 Shutting down")
    post.start()
    await post.owe("ada")
    row = await post.until("ada", "SENT")
    assert row["attempts"] == 0


async def test_a_letter_that_breaks_is_dead_after_five_tries_and_stops_nobody(post: Post) -> None:
    post.book.breaks.add("poison")
    post.start()
    await post.owe("poison", "ada", "bob")
    await post.until("ada", "SENT", within=5)
    await post.until("bob", "SENT", within=5)
    row = await post.until("poison", "FAILED")
    assert (row["attempts"], row["reason"]) == (5, "CANNOT_BE_WRITTEN")
    assert "poison@example.org" not in post.server.tried


async def test_an_address_that_cannot_stand_on_an_envelope_never_reaches_one(post: Post) -> None:
    post.start()
    await post.owe("evil", address="a@example.org>\r\nRCPT TO:<b@example.org")
    await post.owe("ada")
    await post.until("ada", "SENT")
    row = await post.until("evil", "FAILED")
    assert row["reason"] == "CANNOT_BE_WRITTEN"
    assert post.server.tried == ["ada@example.org"]


async def test_a_kind_this_worker_does_not_know_stays_for_another_and_is_seen(post: Post) -> None:
    await post.owe("new", kind="kind_of_tomorrow", due=Due.now(await post.now() - timedelta(minutes=2)))
    courier = post.start(sweeping=False)
    await post.owe("ada")
    await courier.wake()
    await post.until("ada", "SENT")
    await courier.free_waiting()
    row = await post.row("new")
    assert (row["state"], row["attempts"], row["reason"]) == ("SCHEDULED", 0, "UNKNOWN_KIND")
    await post.forward(timedelta(days=1))
    await courier.free_waiting()
    assert (await post.row("new"))["state"] == "FAILED"
    assert post.server.tried == ["ada@example.org"]


async def test_addresses_beyond_ascii(post: Post) -> None:
    post.start()
    await post.owe("domain", address="zoë@bücher.example")
    (delivery,) = await post.server.arrived(1)
    assert delivery.recipients == ["zoë@xn--bcher-kva.example"]
    assert "SMTPUTF8" in delivery.options


PASSING = [
    asyncpg.TooManyConnectionsError,
    asyncpg.DiskFullError,
    asyncpg.DeadlockDetectedError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InvalidCachedStatementError,
]


@pytest.mark.parametrize("trouble", PASSING)
async def test_what_passes_by_itself_burns_no_attempt(post: Post, trouble: type[Exception]) -> None:
    times = 0

    async def fail(_: list[str]) -> None:
        nonlocal times
        times += 1
        if times <= 8:
            raise trouble("not now")

    post.book.on_load = fail
    post.start()
    await post.owe("ada")
    row = await post.until("ada", "SENT")
    assert row["attempts"] == 0
    assert times > 8
