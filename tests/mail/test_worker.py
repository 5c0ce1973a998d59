"""The worker as a process: pokes, sweeps, a broker that goes away, and how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.api.broker import Broker
from backend.core.work import messenger
from backend.local.valkey import Valkey
from backend.mail.invariants import reconcile
from backend.worker import INVARIANTS
from tests.house_of import Home, make_home
from tests.mail.conftest import ENVIRONMENT
from tests.mail.mail_server import MailServer
from tests.mail.post import Owner, Post
from tests.parts import EMPTY, Database

pytestmark = pytest.mark.system


class Process:
    """One `usher worker`, and what it said."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self.child = child
        self.said = ""

    async def says(self, words: str, *, within: float = 20.0) -> None:
        """Wait until it has logged these words."""
        assert self.child.stderr is not None
        async with asyncio.timeout(within):
            while words not in self.said:
                line = await self.child.stderr.readline()
                assert line, f"it ended; it said:\n{self.said}"
                self.said += line.decode()

    async def end(self, signum: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        if self.child.returncode is None:
            self.child.send_signal(signum)
        _, rest = await asyncio.wait_for(self.child.communicate(), 40)
        self.said += rest.decode()
        return self.child.returncode or 0


@pytest.fixture
async def home(post: Post, owner: Owner) -> Home:
    """A workspace."""
    await owner.execute(EMPTY)
    return await make_home(owner)


@pytest.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[Valkey]:
    """A broker of this test's own, to take away."""
    made = Valkey(tmp_path / "valkey")
    await asyncio.to_thread(made.start)
    yield made
    await asyncio.to_thread(made.stop)


async def start(database: Database, server: MailServer, redis_url: str) -> Process:
    environment = ENVIRONMENT | {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database.url,
        "REDIS_URL": redis_url,
        "SMTP_URL": server.url,
        "USHER_TIME_SCALE": "1",
    }
    process = Process(
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "backend.cli", "worker"),
            env=environment,
            stderr=asyncio.subprocess.PIPE,
        )
    )
    await process.says("worker is ready")
    return process


async def test_a_poke_reaches_the_mail_server_at_once(
    outbox_database: Database, home: Home, post: Post, redis_url: str
) -> None:
    process = await start(outbox_database, post.server, redis_url)
    await process.says("hears pokes")
    broker = Broker(redis_url)
    messenger.poke = broker.poke
    try:
        await home.invite("warm@x.org")
        await post.server.arrived(1)
        waits = []
        for number in range(20):
            await home.invite(f"p{number}@x.org")
            committed = time.monotonic()
            await post.server.arrived(number + 2)
            waits.append(time.monotonic() - committed)
        assert sum(waits) < 10, waits  # the sweep alone would take a second for each on average
    finally:
        messenger.poke = None
        await broker.close()
        assert await process.end() == 0


async def test_without_redis_the_sweep_delivers_and_the_worker_hears_again_later(
    outbox_database: Database, home: Home, post: Post, valkey: Valkey
) -> None:
    process = await start(outbox_database, post.server, valkey.url())
    await process.says("hears pokes")
    await asyncio.to_thread(valkey.kill)
    await process.says("Redis is away")
    await home.invite("a@x.org")
    await post.server.arrived(1, within=10)
    await asyncio.to_thread(valkey.start)
    process.said = ""
    await process.says("hears pokes")
    assert await process.end() == 0


async def test_it_starts_without_redis_and_without_a_mail_server(
    outbox_database: Database, home: Home, post: Post
) -> None:
    await post.server.stop()
    await home.invite("a@x.org")
    process = await start(outbox_database, post.server, "redis://127.0.0.1:1/0")
    await process.says("mail server 127.0.0.1")
    assert "is away" in process.said
    assert (await home.mails("workspace_invitation"))[0]["attempts"] == 0
    await post.server.start()
    await post.server.arrived(1, within=20)
    assert await process.end(signal.SIGINT) == 0
    assert "a@x.org" not in process.said


async def test_asked_to_end_it_finishes_what_is_on_its_way(
    outbox_database: Database, home: Home, post: Post, redis_url: str
) -> None:
    hold = asyncio.Event()

    async def slow(_: str) -> None:
        await hold.wait()

    post.server.on_data = slow
    await home.invite(" ".join(f"p{number}@x.org" for number in range(50)))
    process = await start(outbox_database, post.server, redis_url)
    await post.server.was_given(1)
    process.child.send_signal(signal.SIGTERM)
    await process.says("asked to end")
    hold.set()
    assert await process.end() == 0
    states = [mail["state"] for mail in await home.mails("workspace_invitation")]
    assert set(states) == {"SENT", "SCHEDULED"}
    assert states.count("SENT") == len(post.server.accepted) == len(post.server.given)
    assert await reconcile(INVARIANTS) == {invariant.name: 0 for invariant in INVARIANTS}


async def test_killed_workers_lose_nothing(
    outbox_database: Database, home: Home, post: Post, redis_url: str
) -> None:
    async def unhurried(_: str) -> None:
        await asyncio.sleep(0.05)

    post.server.on_data = unhurried
    await home.invite(" ".join(f"p{number}@x.org" for number in range(150)))
    process = await start(outbox_database, post.server, redis_url)
    await post.server.was_given(20)
    await process.end(signal.SIGKILL)
    in_flight = len(post.server.given)
    # The dead worker's leases would run out by themselves; the test does not wait for that.
    await home.sql.execute("UPDATE mails SET lease_until = clock_timestamp() WHERE lease_until IS NOT NULL")
    process = await start(outbox_database, post.server, redis_url)
    await post.until_all("workspace_invitation", "SENT", within=40)
    assert await process.end() == 0
    assert {one.recipients[0] for one in post.server.given} == {f"p{number}@x.org" for number in range(150)}
    assert in_flight < 150 <= len(post.server.given) <= 150 + 40
