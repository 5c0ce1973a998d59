"""GraphQL over WebSocket, as graphql-ws's own client speaks it."""

from __future__ import annotations

from tests.conformance.node import run_node
from tests.served import Served

FORBIDDEN = 4403


async def test_its_own_client_is_content(served: Served) -> None:
    told = await run_node("ws_client.mjs", f"{served.url.replace('http', 'ws')}/graphql", served.token)
    assert "Syntax Error" in told["syntaxError"]["why"]
    assert told["unknownField"]["refused"]
    for asked in ("query", "afterMany", "afterEarlyClose"):
        assert told[asked]["heard"]["data"]["viewer"]["member"], asked
    assert told["mutation"]["heard"]["data"]["createGroup"] == {"errors": []}
    assert (told["closedBefore"], told["closedAfterMany"]) == (0, 0)
    assert told["many"] == {"heard": 20, "refusals": []}
    assert told["oneTooMany"] == {"heard": 20, "refusals": ["Subscription limit reached"]}
    assert told["ping"] is True
    assert told["anonymous"] == {"refused": False, "why": FORBIDDEN}
