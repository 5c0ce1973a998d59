"""Two web processes and two workers on one database and one broker: nothing doubles, everybody hears."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect

from tests.faults.caller import people
from tests.faults.form import size
from tests.faults.processes import FrontDoor
from tests.faults.system import System

ROUNDS, AT_ONCE = size(10, 200), 20
CHANGES = "subscription { changes(of: [MEMBER]) { kind } }"


async def test_nothing_doubles_and_everybody_hears(system: System) -> None:
    doors = (FrontDoor(), FrontDoor())
    webs = [await system.web(door) for door in doors]
    await system.workers(2)
    callers = [system.owner.at(door.url) for door in doors]
    async with listening(system, doors[0]) as one, listening(system, doors[1]) as other:
        for number in range(ROUNDS):
            crowd = people(AT_ONCE, f"r{number}-")
            await asyncio.gather(*(caller.invite(crowd) for caller in callers))
        for socket in (one, other):
            await changed(socket)
    same = await asyncio.gather(
        *(caller.invite(people(5, "same-"), key="both", stubborn=True) for caller in callers)
    )
    assert same[0].payload["batch"] == same[1].payload["batch"]
    assert await system.home.count("invitations") == ROUNDS * AT_ONCE + 5
    await system.settled()
    await system.check()
    for web, door in zip(webs, doors, strict=True):
        assert await web.end() == 0
        door.close()


@asynccontextmanager
async def listening(system: System, door: FrontDoor) -> AsyncIterator[ClientConnection]:
    """A socket at this door that is told of changes to members."""
    url = door.url.replace("http", "ws") + "/graphql"
    async with connect(url, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        await socket.send(json.dumps({"type": "connection_init", "payload": credentials(system)}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": CHANGES}}))
        yield socket


def credentials(system: System) -> dict[str, str]:
    """What a socket says first, in place of a header."""
    return {name.lower(): value for name, value in system.owner.authorization.items()}


async def changed(socket: ClientConnection) -> None:
    """Wait until it is told of a change."""
    async with asyncio.timeout(60):
        while json.loads(await socket.recv())["type"] != "next":
            pass
