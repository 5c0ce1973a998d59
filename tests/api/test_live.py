"""Changes reach whoever looks, over graphql-transport-ws, through a real server and a real broker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from backend.core.sockets import listen
from tests.api.conftest import Client
from tests.house_of import Home

WATCH = "subscription { changes(of: [MEMBER, GROUP, INVITATION]) { kind id } }"


@pytest.fixture(scope="package")
async def address(http: httpx.AsyncClient) -> AsyncIterator[str]:
    """Where the same application listens for real."""
    transport: Any = http._transport
    socket = listen("127.0.0.1", 0)
    config = uvicorn.Config(transport.app, lifespan="off", ws="websockets-sansio", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[socket]))
    yield f"127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    await serving
    socket.close()


@asynccontextmanager
async def socket_of(
    address: str, token: str | None = None, **options: Any
) -> AsyncIterator[ClientConnection]:
    url = f"ws://{address}/graphql"
    async with connect(url, subprotocols=["graphql-transport-ws"], **options) as socket:  # type: ignore[list-item]
        payload = {"authorization": f"Bearer {token}"} if token else {}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        yield socket


async def hear(socket: ClientConnection, within: float = 10) -> dict[str, Any]:
    async with asyncio.timeout(within):
        found: dict[str, Any] = json.loads(await socket.recv())
        return found


async def subscribe(socket: ClientConnection, query: str = WATCH, name: str = "1") -> None:
    await socket.send(json.dumps({"id": name, "type": "subscribe", "payload": {"query": query}}))


def token_of(client: Client) -> str:
    return client.headers["Authorization"].removeprefix("Bearer ")


async def until_heard(home: Home, socket: ClientConnection) -> dict[str, Any]:
    """Invite somebody anew until the ear stands, then the first change that was heard."""
    for number in range(50):
        await home.invite(f"someone{number}@x.org")
        try:
            async with asyncio.timeout(0.2):
                found: dict[str, Any] = json.loads(await socket.recv())
                return found
        except TimeoutError:
            continue
    raise AssertionError("nothing was heard")


async def test_what_one_does_another_hears(home: Home, owner: Client, address: str) -> None:
    async with socket_of(address, token_of(owner)) as socket:
        assert (await hear(socket))["type"] == "connection_ack"
        await subscribe(socket)
        heard = await until_heard(home, socket)
        assert heard["type"] == "next"
        assert heard["payload"]["data"]["changes"]["kind"] == "MEMBER"
        assert heard["payload"]["data"]["changes"]["id"].startswith("mem_")


async def test_the_anonymous_and_other_sites_are_turned_away(home: Home, owner: Client, address: str) -> None:
    async with socket_of(address) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await hear(socket)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 4403
    with pytest.raises(InvalidStatus):
        async with socket_of(address, token_of(owner), origin="https://evil.example.org"):
            pass


async def test_a_syntax_error_leaves_the_socket_open(home: Home, owner: Client, address: str) -> None:
    async with socket_of(address, token_of(owner)) as socket:
        await hear(socket)
        await subscribe(socket, "subscription {", "broken")
        answer = await hear(socket)
        assert (answer["type"], answer["id"]) == ("error", "broken")
        await socket.send(json.dumps({"type": "ping"}))
        assert (await hear(socket))["type"] == "pong"


async def test_kinds_that_may_not_be_seen_are_refused(home: Home, owner: Client, address: str) -> None:
    made = await owner('mutation { createApiKey(input: {name: "HR", scopes: [INVITE]}) { secret } }')
    async with socket_of(address, made["createApiKey"]["secret"]) as socket:
        await hear(socket)
        await subscribe(socket)
        answer = await hear(socket)
        assert answer["type"] in {"error", "next"}
        assert "May" not in json.dumps(answer.get("payload", {}).get("data"))
        assert answer["payload"]["errors"][0]["extensions"]["code"] == "FORBIDDEN"


INVITE = """mutation { inviteByEmail(input: { emails: ["new@x.org"], role: ADMIN }) {
    batch { id } errors { code } } }"""
LOWERED = "UPDATE members SET role = 'TRAINEE' WHERE id = $1"
ENDED = "UPDATE members SET deactivated_at = usher_now() WHERE id = $1"


@pytest.mark.parametrize(("change", "code"), [(LOWERED, "FORBIDDEN"), (ENDED, "UNAUTHENTICATED")])
async def test_a_socket_opened_before_gives_no_right_that_was_taken_since(
    home: Home, owner: Client, address: str, change: str, code: str
) -> None:
    async with socket_of(address, token_of(owner)) as socket:
        assert (await hear(socket))["type"] == "connection_ack"
        await subscribe(socket, "{ viewer { member { role } } }", "before")
        assert (await hear(socket))["payload"]["data"]["viewer"]["member"]["role"] == "OWNER"
        assert (await hear(socket))["type"] == "complete"
        await home.sql.execute(change, home.owner_id)
        before = await home.everything()
        await subscribe(socket, INVITE, "after")
        (error,) = (await hear(socket))["payload"]["errors"]
        assert error["extensions"]["code"] == code
        assert await home.everything() == before
