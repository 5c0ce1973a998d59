"""Everything through PgBouncer in transaction mode: few connections, every wall, no statement left behind."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import httpx
import pytest

from backend.core.db import close_database, reading
from backend.core.dsn import driver_arguments
from backend.exports.files import stream
from backend.exports.shapes import Format, Wanted
from backend.exports.tables import members_export
from backend.local.postgres import DATABASE, OWNER
from tests.faults.caller import Caller, people, sign_in
from tests.faults.running import emptied, running
from tests.faults.system import System
from tests.house_of import make_home
from tests.parts import Database
from tests.topology.cluster import Server, pair
from tests.topology.pooler import PROGRAM, Pooler

pytestmark = [
    pytest.mark.system,
    pytest.mark.xdist_group("faults"),
    pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed (apt-get install pgbouncer)"),
]
CONNECTIONS, ROUNDS = 4, 12


@pytest.fixture
async def pooled(tmp_path: Path) -> AsyncIterator[tuple[System, Server]]:
    """Two web processes and two workers, none of which reaches PostgreSQL but through the pooler."""
    await close_database()
    folder = Path(tempfile.mkdtemp(prefix="usher-tests-", dir="/tmp"))
    await asyncio.to_thread(folder.chmod, 0o711)
    async with pair() as (primary, _):
        pooler = Pooler(folder / "pooler", primary, CONNECTIONS)
        await asyncio.to_thread(pooler.start)
        try:
            url = f"{pooler.url()}?statement_cache_size=0"
            database = Database(url, primary.url(OWNER), DATABASE)
            async with running(database, tmp_path) as parts, emptied(parts) as system:
                await system.web(parts.door)
                await system.workers(2)
                yield system, primary
        finally:
            await asyncio.to_thread(pooler.stop)
            shutil.rmtree(folder, ignore_errors=True)


async def download(caller: Caller, url: str) -> int:
    """How many people a download of the members names."""
    async with httpx.AsyncClient(base_url=url, headers=caller.authorization, timeout=60) as http:
        answer = await http.get("/downloads/members.csv")
    assert answer.status_code == 200, answer.text
    return answer.content.count(b"\r\n") - 1


async def left_behind(url: str) -> list[str]:
    """The prepared statements that stay on the connections behind the pooler, all of which are looked at."""
    found: list[str] = []
    dsn, beside = driver_arguments(url)
    async with AsyncExitStack() as stack:
        for _ in range(CONNECTIONS):  # each holds one of its own for as long as its transaction lasts
            connection = await asyncpg.connect(dsn, **beside)
            stack.push_async_callback(connection.close)
            await connection.execute("BEGIN")
            rows = await connection.fetch("SELECT name FROM pg_prepared_statements WHERE name <> ''")
            found += [row["name"] for row in rows]
    return found


async def test_a_journey_through_the_pooler(pooled: tuple[System, Server]) -> None:
    system, primary = pooled
    await make_home(system.home.sql, "other")
    url = system.parts.door.url
    token = await sign_in(url, "owner@other.example.org")
    assert token
    stranger = Caller(url, token, system.history)
    turn = asyncio.Semaphore(2)  # more downloads at once are refused

    async def come_and_go(number: int) -> None:
        await system.owner.invite(people(5, f"r{number}-"), key=f"r{number}")
        async with turn:
            assert await download(system.owner, url) >= 6
            assert await download(stranger, url) == 1, "the other workspace sees its owner alone"

    await asyncio.gather(*(come_and_go(number) for number in range(ROUNDS)))
    assert await download(system.owner, url) == 5 * ROUNDS + 1
    await system.smtp.kept(5 * ROUNDS)
    await system.settled()
    assert "prepared statement" not in "".join(process.said for process in system.processes)
    async with reading(system.home.owner.workspace_id) as sql:
        assert await sql.fetchval("SELECT count(*) FROM members") == 5 * ROUNDS + 1
    taken = await primary.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'usher'")
    assert isinstance(taken, int)
    assert 0 < taken <= CONNECTIONS
    pieces = stream(system.home.owner, members_export(system.home.owner, Wanted()), Format.CSV)
    assert b"".join([piece async for piece in pieces]).count(b"\r\n") == 5 * ROUNDS + 2
    assert await left_behind(system.parts.database.url) == []


async def test_outside_a_transaction_nothing_is_seen(pooled: tuple[System, Server]) -> None:
    system, _ = pooled
    bare = await asyncpg.connect(system.parts.database.url.partition("?")[0], statement_cache_size=0)
    for _ in range(2 * CONNECTIONS):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await bare.fetchval("SELECT count(*) FROM members")
    await bare.close()
