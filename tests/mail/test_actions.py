"""Owing mail and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import pytest

from backend.core.access import system
from backend.core.ids import new_id
from backend.core.work import messenger, unit_of_work
from backend.mail import actions
from backend.mail.actions import CancelResult, Due, MailDraft, OweResult

Owner: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

SOON = datetime(2030, 1, 1, 8, tzinfo=UTC)
LATER = SOON + timedelta(days=1)


def draft(key: str, at: datetime = SOON, **changes: Any) -> MailDraft:
    sample = MailDraft("sample", key, None, None, Due.now(at))
    return replace(sample, **changes)


async def owe(workspace: UUID, *drafts: MailDraft) -> OweResult:
    async with unit_of_work(system(workspace)) as work:
        return await actions.owe(work, workspace, drafts)


async def cancel(workspace: UUID, *keys: str) -> CancelResult:
    async with unit_of_work(system(workspace)) as work:
        return await actions.cancel(work, keys, "TAKEN_BACK")


async def row(owner: Owner, key: str) -> asyncpg.Record:
    found = await owner.fetchrow("SELECT * FROM mails WHERE dedupe_key = $1", key)
    assert found is not None
    return found


async def set_state(owner: Owner, key: str, state: str, data_at: datetime | None = None) -> None:
    await owner.execute(
        "UPDATE mails SET state = $2, data_at = $3, lease_token = gen_random_uuid() WHERE dedupe_key = $1",
        *(key, state, data_at),
    )


async def test_owing_makes_rows_with_a_stable_message_id(owner: Owner, workspace: UUID) -> None:
    result = await owe(workspace, draft("a"), draft("b"))
    assert result.created == {"a", "b"}
    assert result.ids.keys() == {"a", "b"}
    mail = await row(owner, "a")
    assert mail["state"] == "SCHEDULED"
    assert mail["due_at"] == mail["next_at"] == SOON
    assert mail["message_id"].endswith("@learn.example.org>")
    assert mail["message_id"].startswith("<mai_")


async def test_owing_twice_owes_once(owner: Owner, workspace: UUID) -> None:
    first = await owe(workspace, draft("a"))
    before = await row(owner, "a")
    second = await owe(workspace, draft("a"))
    assert second == OweResult(first.ids)
    assert await row(owner, "a") == before


async def test_two_drafts_of_one_key_are_a_mistake(owner: Owner, workspace: UUID) -> None:
    with pytest.raises(ValueError, match="share"):
        await owe(workspace, draft("a"), draft("a", LATER))
    assert await owner.fetchval("SELECT count(*) FROM mails") == 0


async def test_another_date_moves_what_has_not_left(owner: Owner, workspace: UUID) -> None:
    await owe(workspace, draft("a"), draft("claimed"), draft("leaving"), draft("sent"))
    await set_state(owner, "claimed", "QUEUED")
    await set_state(owner, "leaving", "SENDING", SOON)
    await set_state(owner, "sent", "SENT", SOON)
    keys = ("a", "claimed", "leaving", "sent")
    result = await owe(workspace, *(draft(key, LATER) for key in keys))
    assert result.moved == {"a", "claimed"}
    assert result.already_out == {"leaving", "sent"}
    for key in ("a", "claimed"):
        mail = await row(owner, key)
        assert (mail["state"], mail["next_at"], mail["version"]) == ("SCHEDULED", LATER, 2)
        assert mail["lease_token"] is None
    for key in ("leaving", "sent"):
        mail = await row(owner, key)
        assert (mail["due_at"], mail["version"]) == (SOON, 1)


async def test_a_cancelled_mail_that_never_left_is_revived(owner: Owner, workspace: UUID) -> None:
    made = await owe(workspace, draft("a"), draft("gone"))
    await cancel(workspace, "a")
    await set_state(owner, "gone", "CANCELLED", SOON)
    result = await owe(workspace, draft("a", LATER), draft("gone", LATER))
    assert result.revived == {"a"}
    assert result.already_out == {"gone"}
    assert result.ids == made.ids
    mail = await row(owner, "a")
    assert (mail["state"], mail["reason"], mail["next_at"]) == ("SCHEDULED", None, LATER)


async def test_cancelling_tells_the_truth(owner: Owner, workspace: UUID) -> None:
    await owe(workspace, *(draft(key) for key in ("a", "claimed", "leaving", "sent", "unsure", "failed")))
    await set_state(owner, "claimed", "QUEUED")
    await set_state(owner, "leaving", "SENDING", SOON)
    await set_state(owner, "sent", "SENT", SOON)
    await set_state(owner, "unsure", "SCHEDULED", SOON)
    await set_state(owner, "failed", "FAILED")
    result = await cancel(workspace, "a", "claimed", "leaving", "sent", "unsure", "failed", "unknown")
    assert result == CancelResult(cancelled=2, already_out=3)
    mails = await owner.fetch("SELECT dedupe_key, state FROM mails")
    assert {mail["dedupe_key"]: mail["state"] for mail in mails} == {
        "a": "CANCELLED",
        "claimed": "CANCELLED",
        "leaving": "SENDING",
        "sent": "SENT",
        "unsure": "CANCELLED",
        "failed": "FAILED",
    }
    assert await cancel(workspace, "a") == CancelResult(0, 0)


async def test_cancelling_by_member_and_batch(owner: Owner, workspace: UUID) -> None:
    one, two, batch = new_id(), new_id(), new_id()
    await owe(workspace, draft("a", member_id=one), draft("b", member_id=two), draft("c", batch_id=batch))
    await set_state(owner, "b", "SENT", SOON)
    async with unit_of_work(system(workspace)) as work:
        assert await actions.cancel_of_members(work, [one], "X", ["other"]) == CancelResult(0, 0)
        assert await actions.cancel_of_members(work, [one, two], "X") == CancelResult(1, 0)
        assert await actions.cancel_of_batch(work, batch, "X") == CancelResult(1, 0)
    assert (await row(owner, "a"))["reason"] == "X"


async def test_waiting_for_another_mail(owner: Owner, workspace: UUID) -> None:
    first = await owe(workspace, draft("invitation"), draft("sent"))
    await set_state(owner, "sent", "SENT", SOON)
    await owe(
        workspace,
        draft("program", waits_for=first.ids["invitation"]),
        draft("late", waits_for=first.ids["sent"]),
    )
    assert (await row(owner, "program"))["waits_for"] == first.ids["invitation"]
    assert (await row(owner, "late"))["waits_for"] is None
    await cancel(workspace, "invitation")
    program = await row(owner, "program")
    assert (program["state"], program["waits_for"]) == ("SCHEDULED", None)


async def test_what_is_due_pokes_the_worker_after_the_commit(owner: Owner, workspace: UUID) -> None:
    pokes: list[Sequence[str]] = []

    async def note(jobs: list[str]) -> None:
        pokes.append(tuple(jobs))

    messenger.poke = note
    try:
        await owe(workspace, draft("later"))
        assert pokes == []
        await owe(workspace, draft("now", datetime(2020, 1, 1, tzinfo=UTC)))
        assert pokes == [("deliver_mails",)]
    finally:
        messenger.poke = None


async def test_ten_thousand_mails_are_one_statement(owner: Owner, workspace: UUID) -> None:
    result = await owe(workspace, *(draft(f"k{number}") for number in range(10_000)))
    assert len(result.created) == 10_000
