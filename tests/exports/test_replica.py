"""Large reads come from the replica, and from the primary while there is none that answers or keeps up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest
from prometheus_client import REGISTRY

from backend.core import replica, settings
from backend.core.db import close_database, open_database
from backend.core.replica import close_replica, open_replica, reading_afar
from backend.core.settings import load_settings
from backend.exports.files import stream
from backend.exports.shapes import Format, Wanted
from backend.exports.statistics import numbers_of
from backend.exports.tables import members_export
from backend.local.postgres import OWNER
from backend.models import tortoise_config
from tests.house_of import Home, make_home
from tests.parts import Database
from tests.topology.cluster import Server, Standby, pair

pytestmark = [pytest.mark.system, pytest.mark.xdist_group("faults")]
SECRET = "a secret that only tests know, 32+"
COUNT = "SELECT count(*) FROM members"


@pytest.fixture(scope="module")
async def servers_here() -> AsyncIterator[tuple[Server, Standby]]:
    async with pair() as both:
        yield both


@pytest.fixture
async def home_here(servers_here: tuple[Server, Standby]) -> AsyncIterator[Home]:
    """A workspace with an owner, beside a replica that follows."""
    primary, standby = servers_here
    settings.configure(load_settings({"DATABASE_URL": primary.url(), "USHER_SECRET": SECRET}))
    await open_database(tortoise_config(primary.url()))
    await open_replica(standby.url())
    sql = await asyncpg.connect(primary.url(OWNER))
    await sql.execute("TRUNCATE workspaces CASCADE")
    yield await make_home(sql)
    if await standby.ask("SELECT pg_is_wal_replay_paused()"):
        await standby.ask("SELECT pg_wal_replay_resume()")
    await sql.close()
    await close_replica()
    await close_database()


async def follows(both: tuple[Server, Standby]) -> None:
    """Wait until the replica has all that was committed."""
    written = await both[0].ask("SELECT pg_current_wal_lsn()::text")
    await both[1].until(f"pg_last_wal_replay_lsn() >= '{written}'")


async def lines(home: Home) -> int:
    pieces = [one async for one in stream(home.owner, members_export(home.owner, Wanted()), Format.CSV)]
    return b"".join(pieces).count(b"\r\n")


async def read_at_replica(workspace_id: UUID) -> bool:
    async with reading_afar(workspace_id) as sql:
        found: bool = await sql.fetchval("SELECT pg_is_in_recovery()")
        return found


def answered_instead(why: str) -> float:
    return REGISTRY.get_sample_value("usher_replica_reads_by_primary_total", {"why": why}) or 0.0


async def test_downloads_and_statistics_are_read_from_the_replica(
    home_here: Home, servers_here: tuple[Server, Standby]
) -> None:
    group = await home_here.group()
    await home_here.invite("ada@x.org", group_ids=[group])
    await follows(servers_here)
    assert await read_at_replica(home_here.owner.workspace_id)
    await servers_here[1].ask("SELECT pg_wal_replay_pause()")
    await servers_here[1].until("pg_get_wal_replay_pause_state() = 'paused'")
    await home_here.invite("bea@x.org", group_ids=[group])
    assert await lines(home_here) == 3, "the replica has not heard of her"
    assert (await numbers_of(home_here.owner, [group]))[group].members == 1
    await servers_here[1].ask("SELECT pg_wal_replay_resume()")
    await follows(servers_here)
    assert await lines(home_here) == 4
    assert (await numbers_of(home_here.owner, [group]))[group].members == 2


async def test_the_walls_stand_at_the_replica(home_here: Home, servers_here: tuple[Server, Standby]) -> None:
    other = await make_home(home_here.sql, "other")
    await other.invite("eve@x.org", "mallory@x.org")
    await follows(servers_here)
    async with reading_afar(home_here.owner.workspace_id) as sql:
        assert await sql.fetchval("SELECT pg_is_in_recovery()")
        assert await sql.fetchval(COUNT) == 1
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await sql.execute("UPDATE members SET first_name = 'x'")
    async with reading_afar(other.owner.workspace_id) as sql:
        assert await sql.fetchval(COUNT) == 3
    bare = await asyncpg.connect(servers_here[1].url())
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await bare.fetchval(COUNT)
    await bare.close()


async def test_the_primary_answers_for_a_replica_that_lags_far(
    home_here: Home, servers_here: tuple[Server, Standby], monkeypatch: pytest.MonkeyPatch
) -> None:
    await follows(servers_here)
    await servers_here[1].ask("SELECT pg_wal_replay_pause()")
    await servers_here[1].until("pg_get_wal_replay_pause_state() = 'paused'")
    monkeypatch.setattr(replica, "FARTHEST", 0.0)
    monkeypatch.setattr(replica, "PAUSE", 0.0)
    before = answered_instead("behind")
    await home_here.invite("ada@x.org")
    assert await lines(home_here) == 3, "the primary has her"
    assert answered_instead("behind") == before + 1
    await servers_here[1].ask("SELECT pg_wal_replay_resume()")
    await follows(servers_here)
    assert await read_at_replica(home_here.owner.workspace_id), "it has caught up"


async def test_the_primary_answers_while_the_replica_is_away(
    home_here: Home,
    servers_here: tuple[Server, Standby],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(replica, "PAUSE", 0.0)
    await follows(servers_here)
    assert await read_at_replica(home_here.owner.workspace_id)
    before = answered_instead("away")
    servers_here[1].die()
    assert [await lines(home_here), await lines(home_here)] == [2, 2]
    assert answered_instead("away") == before + 2
    assert caplog.text.count("the replica is away") == 1, "said once"
    servers_here[1].start()
    await follows(servers_here)
    assert await read_at_replica(home_here.owner.workspace_id)


async def test_a_server_that_follows_nobody_is_not_read_from(
    home_here: Home, new_database: Callable[[], Awaitable[Database]]
) -> None:
    await close_replica()
    await open_replica((await new_database()).url)
    before = answered_instead("behind")
    assert await lines(home_here) == 2
    assert answered_instead("behind") == before + 1
