"""The gate before the outbox: what is behind it stays owed, and a copy of a database opens none by itself."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from backend.core.db import close_database, open_database
from backend.local.owner import unprivileged
from backend.local.postgres import _programs
from backend.mail import outbox
from backend.mail.actions import Due
from backend.mail.courier import LEASE
from backend.mail.gate import gate_status, hold, release, watch_gate
from backend.mail.invariants import OUTBOX, reconcile
from backend.models import tortoise_config
from tests.mail.post import KIND, PAST, Owner, Post
from tests.parts import Database

LOST = PAST + timedelta(days=30)  # when the database that was backed up was lost
AS_NEW = "UPDATE outbox_gate SET held_at = NULL, home = NULL"
REASONS = "SELECT dedupe_key, state, reason FROM mails ORDER BY dedupe_key"


@pytest.fixture(autouse=True)
async def open_gate(owner: Owner) -> AsyncIterator[None]:
    """It stands open, as in a database that no worker has worked on, before and after."""
    await owner.execute(AS_NEW)
    yield
    await owner.execute(AS_NEW)


async def test_behind_a_shut_gate_everything_stays_owed(post: Post) -> None:
    await post.owe("ada", "bob")
    status = await hold()
    assert (status.open, status.held, status.due) == (False, True, 2)
    assert await outbox.claim([KIND], 10, LEASE) == []

    assert await release() == 0
    post.start()
    await post.until_all(KIND, "SENT")
    assert sorted(post.server.tried) == ["ada@example.org", "bob@example.org"]


async def test_what_was_under_way_when_it_was_shut_goes_no_further(post: Post) -> None:
    await post.owe("ada")

    async def shut(_keys: list[str]) -> None:
        await hold()

    post.book.on_load = shut
    courier = post.start(sweeping=False)
    await courier.wake()
    assert await post.server.was_tried(1) == ["ada@example.org"]
    await post.until("ada", "SCHEDULED", data_at=None, lease_token=None)
    assert post.server.given == []
    assert await outbox.claim([KIND], 10, LEASE) == []


async def test_it_says_so_while_it_is_shut(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    await watch_gate()
    assert caplog.text == ""
    await hold()
    await post.owe("ada")
    await watch_gate()
    assert "mail is held by hand; 1 are due" in caplog.text


@pytest.fixture
async def copy(
    post: Post,
    outbox_database: Database,
    new_database: Callable[[], Awaitable[Database]],
    tmp_path: Path,
) -> AsyncIterator[Owner]:
    """A backup of an outbox that was at work, restored into another database, which is this process's now."""
    await watch_gate()
    ids = (await post.owe("left")).ids
    await post.owe("left next", waits_for=ids["left"])
    await post.owe("since", due=Due.now(LOST))
    await post.owe("later", due=Due.now(await post.now() + timedelta(days=1)))
    restored = await new_database()
    _run("pg_dump", "--format=custom", f"--file={tmp_path / 'backup'}", outbox_database.owner_url)
    _run("pg_restore", "--clean", "--if-exists", f"--dbname={restored.owner_url}", str(tmp_path / "backup"))
    sql = await asyncpg.connect(restored.owner_url)
    await close_database()
    await open_database(tortoise_config(restored.url))
    yield sql
    await close_database()
    await open_database(tortoise_config(outbox_database.url))
    await sql.close()


async def test_a_restored_database_writes_to_nobody_by_itself(post: Post, copy: Owner) -> None:
    await watch_gate()
    status = await gate_status()
    assert (status.open, status.held, status.due) == (False, False, 2)
    assert await outbox.claim([KIND], 10, LEASE) == []

    assert await release(sent_until=LOST - timedelta(seconds=1)) == 2
    assert (await gate_status()).open
    assert [tuple(row) for row in await copy.fetch(REASONS)] == [
        ("later", "SCHEDULED", None),
        ("left", "SENT", "BEFORE_RESTORE"),
        ("left next", "SENT", "BEFORE_RESTORE"),
        ("since", "SCHEDULED", None),
    ]
    post.start()
    await post.server.arrived(1)
    assert post.server.tried == ["since@example.org"]
    assert {name: found for name, found in (await reconcile(OUTBOX)).items() if found} == {}


async def test_where_it_was_made_the_outbox_stays_open(post: Post) -> None:
    await watch_gate()
    await watch_gate()
    assert (await gate_status()).open


def _run(program: str, *arguments: str) -> None:
    subprocess.run([str(_programs(unprivileged()) / program), *arguments], check=True, timeout=120)
