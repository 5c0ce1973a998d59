"""WebSocket: who may connect, how, and for how long."""

from __future__ import annotations

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from backend.api.sockets import ASK_AGAIN, HELLO_WITHIN, MOST_SUBSCRIPTIONS
from backend.web import LARGEST_MESSAGE
from tests.api.conftest import Client
from tests.api.test_live import address, hear, socket_of, subscribe, token_of
from tests.house_of import Home

__all__ = ["address"]
FORBIDDEN, TOO_LATE, NO_PROTOCOL = 4403, 4408, 4406


async def test_the_legacy_protocol_is_off(home: Home, owner: Client, address: str) -> None:
    async with connect(f"ws://{address}/graphql", subprotocols=["graphql-ws"]) as socket:  # type: ignore[list-item]
        assert socket.subprotocol is None
        assert await closed_with(socket.recv()) == NO_PROTOCOL


@pytest.mark.thorough
async def test_who_says_nothing_is_shown_out(home: Home, owner: Client, address: str) -> None:
    async with connect(f"ws://{address}/graphql", subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        assert await closed_with(socket.recv()) == TOO_LATE


@pytest.mark.parametrize("change", ["deactivated_at = usher_now()", "deactivates_at = usher_now()"])
async def test_a_connection_ends_soon_after_the_access(
    home: Home, owner: Client, address: str, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr("backend.api.sockets.ASK_AGAIN", 0.2)
    async with socket_of(address, token_of(owner)) as socket:
        assert (await hear(socket))["type"] == "connection_ack"
        await socket.send(json.dumps({"type": "ping"}))
        assert (await hear(socket))["type"] == "pong"
        await home.sql.execute(f"UPDATE members SET {change}")
        assert await closed_with(socket.recv()) == FORBIDDEN


async def test_so_many_subscriptions_and_no_more(home: Home, owner: Client, address: str) -> None:
    async with socket_of(address, token_of(owner)) as socket:
        assert (await hear(socket))["type"] == "connection_ack"
        for number in range(MOST_SUBSCRIPTIONS):
            await subscribe(socket, name=str(number))
        await socket.send(json.dumps({"type": "ping"}))
        assert (await hear(socket))["type"] == "pong"
        await subscribe(socket, name="one more")
        refused = await hear(socket)
        assert (refused["type"], refused["id"]) == ("error", "one more")
        assert "limit" in refused["payload"][0]["message"]
        await socket.send(json.dumps({"type": "ping"}))
        assert (await hear(socket))["type"] == "pong"  # the others go on


def test_access_is_asked_again_within_a_minute() -> None:
    assert ASK_AGAIN <= 55
    assert HELLO_WITHIN.total_seconds() <= 5
    assert (MOST_SUBSCRIPTIONS, LARGEST_MESSAGE) == (20, 64 * 1024)


async def closed_with(receiving: object) -> int:
    """The code with which the other side hangs up."""
    with pytest.raises(ConnectionClosed) as closed:
        async with asyncio.timeout(30):
            await receiving  # type: ignore[misc]  # a coroutine of the socket's
    assert closed.value.rcvd
    return closed.value.rcvd.code
