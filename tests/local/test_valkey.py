"""The embedded Valkey: a password, data on disk, nothing evicted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError

from backend.local.valkey import Valkey

pytestmark = pytest.mark.system


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Valkey]:
    made = Valkey(tmp_path / "valkey")
    made.start()
    yield made
    made.stop()


async def test_data_survive_a_stop_at_the_same_address(server: Valkey) -> None:
    client = Redis.from_url(server.url(), decode_responses=True)
    await client.set("kept", "yes")
    await client.aclose()

    server.stop()
    assert not server.alive()
    server.start()

    client = Redis.from_url(server.url(), decode_responses=True)
    assert await client.get("kept") == "yes"
    assert (await client.config_get("appendonly"))["appendonly"] == "yes"
    await client.aclose()


async def test_strangers_are_refused(server: Valkey, tmp_path: Path) -> None:
    stranger = Redis(host="127.0.0.1", port=server.port)
    with pytest.raises(AuthenticationError):
        await stranger.ping()
    await stranger.aclose()
    assert (tmp_path / "valkey" / "valkey.conf").stat().st_mode & 0o777 == 0o600
