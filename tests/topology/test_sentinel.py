"""The broker is killed and Sentinel lets its replica take over: no mail is lost, pokes and news go on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from backend.api.broker import Broker
from backend.core.brokers import Watched, redis_at, watched
from backend.core.db import close_database
from backend.core.settings import SettingsError, load_settings
from backend.health import worker_is_alive
from tests.faults.caller import people
from tests.faults.running import emptied, running
from tests.faults.system import System
from tests.parts import Database
from tests.topology.sentinels import WatchedValkey

NAMED = "redis+sentinel://me:s%40cret@one:26380,two/usher/3"


def test_an_address_of_sentinels_is_read() -> None:
    assert watched(NAMED) == Watched((("one", 26380), ("two", 26379)), "usher", 3, "me", "s@cret")
    assert watched("redis://one/3") is None
    assert load_settings({"REDIS_URL": NAMED}).redis_url == NAMED


@pytest.mark.parametrize(
    "broken", ["redis+sentinel://one:26379", "redis+sentinel://one:26379,/usher", NAMED.replace("/3", "/x")]
)
def test_a_broken_address_of_sentinels_is_refused(broken: str) -> None:
    with pytest.raises(SettingsError, match="REDIS_URL"):
        load_settings({"REDIS_URL": broken})


@pytest.fixture
async def watched_system(
    new_database: Callable[[], Awaitable[Database]], tmp_path: Path
) -> AsyncIterator[tuple[System, WatchedValkey]]:
    """Two web processes and two workers that know the sentinels alone."""
    await close_database()
    valkey = WatchedValkey(tmp_path)
    async with running(await new_database(), tmp_path, broker=valkey) as parts, emptied(parts) as system:
        await system.web(parts.door)
        for worker in await system.workers(2):
            await worker.says("worker hears pokes")
        yield system, valkey


@pytest.mark.system
@pytest.mark.xdist_group("faults")
async def test_the_follower_takes_over(watched_system: tuple[System, WatchedValkey]) -> None:
    system, valkey = watched_system
    workers = [process for process in system.processes if "worker is ready" in process.said]
    await system.owner.invite(people(10, "before-"))
    await system.smtp.kept(10)
    await asyncio.to_thread(valkey.kill)
    for number in range(5):
        await system.owner.invite(people(10, f"during{number}-"))
    for worker in workers:
        await worker.says("worker hears pokes", times=2)
    await listening(valkey.url(), 2)
    assert await worker_is_alive(valkey.url())
    broker = Broker(valkey.url())
    await broker.ping()
    await broker.close()
    await system.owner.invite(people(10, "after-"))
    await system.smtp.kept(70)
    await system.settled()
    await system.check()


async def listening(url: str, processes: int) -> None:
    """Wait until so many web processes hear of changes at whoever leads now."""
    async with redis_at(url) as redis, asyncio.timeout(60):
        while True:
            clients = await redis.client_list(_type="pubsub")
            if sum(client["psub"] == "1" for client in clients) == processes:  # sentinels listen otherwise
                return
            await asyncio.sleep(0.1)
