"""Downloads that go wrong: refused before the first byte, or seen to be cut; nothing is held after."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from backend.api.downloads import MOST_AT_ONCE
from tests.api.conftest import Client, application, code_of
from tests.house_of import Home
from tests.parts import Database

PATH = "/downloads/members.csv"
MANY = """
    INSERT INTO members (id, workspace_id, email, email_key, sort_name, role, labels, additional_information,
        created_at, updated_at)
    SELECT usher_uuid7(), $1, n || '@x.org', n || '@x.org', n::text, 'TRAINEE', '{}',
        ARRAY[repeat('x', 4000)], now(), now() FROM generate_series(1, 6000) AS n
"""
END = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"""


async def test_a_cut_is_noticed_and_leaves_nothing_behind(
    home: Home, owner: Client, address: str, api_database: Database
) -> None:
    await home.sql.execute(MANY, home.owner.workspace_id)
    async with httpx.AsyncClient(base_url=address, headers=owner.headers, timeout=60) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await cut(client, api_database.url)
        whole = await client.get(PATH)
    assert whole.content.count(b"@x.org") == 6000


async def cut(client: httpx.AsyncClient, database: str) -> None:
    """Take some of a download, end its database connection, take the rest."""
    async with client.stream("GET", PATH) as response:
        assert response.status_code == 200
        pieces = response.aiter_raw()
        await anext(pieces)
        same_role = await asyncpg.connect(database)
        assert len(await same_role.fetch(END)) == 1
        await same_role.close()
        async for _piece in pieces:
            pass


async def test_a_fault_before_the_first_byte_is_an_answer(home: Home, owner: Client) -> None:
    await home.sql.execute("REVOKE SELECT ON invitations FROM usher_app")
    try:
        answer = await owner.http.get("/downloads/invitations.csv", headers=owner.headers)
    finally:
        await home.sql.execute("GRANT SELECT ON invitations TO usher_app")
    assert (answer.status_code, code_of(answer)) == (500, "INTERNAL")
    assert (await owner.http.get("/downloads/invitations.csv", headers=owner.headers)).status_code == 200


async def test_slow_readers_leave_room_for_others(home: Home, owner: Client) -> None:
    app, go_on = application(owner.http), asyncio.Event()
    began = asyncio.Semaphore(0)
    readers = [asyncio.create_task(read(app, owner, began, go_on)) for _ in range(MOST_AT_ONCE)]
    for _ in readers:
        await asyncio.wait_for(began.acquire(), 30)
    refused = await owner.http.get(PATH, headers=owner.headers)
    assert (refused.status_code, code_of(refused)) == (429, "RATE_LIMITED")
    assert refused.headers["retry-after"] == "5"
    go_on.set()
    assert all(b"owner@home.example.org" in body for body in await asyncio.gather(*readers))
    assert (await owner.http.get(PATH, headers=owner.headers)).status_code == 200


async def read(app: Any, owner: Client, began: asyncio.Semaphore, go_on: asyncio.Event) -> bytes:
    """Take a download, and wait with its first piece in hand."""
    headers = [(name.lower().encode(), value.encode()) for name, value in owner.headers.items()]
    scope = {"type": "http", "method": "GET", "path": PATH, "query_string": b"", "headers": headers}
    taken: list[bytes] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        taken.append(message.get("body", b""))
        if message.get("body"):
            began.release()
            await go_on.wait()

    await app(scope | {"raw_path": PATH.encode(), "root_path": "", "scheme": "http"}, receive, send)
    return b"".join(taken)
