"""Workspaces know nothing of each other: a matrix of all that can be asked, made from the schema."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from backend.core.ids import Kind, encode, new_id
from tests.api.conftest import Client
from tests.api.test_live import address, hear, socket_of, subscribe, token_of
from tests.house_of import Home
from tests.security.surface import Operation, Path, operations
from tests.security.world import CALLERS, CANARY, World, caller, elsewhere, furnish

pytestmark = pytest.mark.thorough

__all__ = ["address"]
ASKED = [one for one in operations() if one.verb != "subscription"]
# The one would end what the walk goes on with, the other makes no sense without an id.
LEFT_OUT = {"signOut", "refreshToken", "node"}
FAULTS = ("BAD_REQUEST", "INTERNAL", "TOO_COMPLEX", "TIMED_OUT")
CHANGING = re.compile(rf"(?:{'|'.join(Kind)})_[0-9a-z]{{26}}|\b[0-9a-f]{{32,64}}\b|\d{{4}}-\d\d-\d\dT[^\"]+")
FILES = ("groups", "members", "invitations", "registrations")


def alike(answer: Any) -> str:
    """An answer without what differs from call to call, and without the order of what came at once."""
    if isinstance(answer, list):
        return str(sorted(alike(one) for one in answer))
    if isinstance(answer, dict):
        return str([(key, alike(answer[key])) for key in sorted(answer)])
    return CHANGING.sub("#", json.dumps(answer))


def matrix() -> Iterator[tuple[Operation, Path, Kind]]:
    """Every place where an id stands."""
    for operation in ASKED:
        for path, kind in operation.places():
            yield operation, path, kind


async def ask(who: Client, operation: Operation, own: World, ids: dict[Path, str], kind: Kind) -> Any:
    document = operation.document(kind if operation.name == "node" else None)
    return await who.ask(document, **operation.variables(ids, own.ids))


@pytest.mark.parametrize("name", CALLERS)
async def test_nobody_from_elsewhere_sees_or_changes_anything(
    http: httpx.AsyncClient, home: Home, name: str
) -> None:
    own, other = await furnish(home, "mine"), await elsewhere(home)
    who, before = await caller(http, home, name), await other.picture()
    for operation, path, kind in matrix():
        await an_id_from_elsewhere_is_an_id_of_nothing(who, operation, path, kind, own, other)
    for operation in ASKED:
        if operation.name not in LEFT_OUT:
            await what_is_asked_without_an_id_stays_at_home(who, operation, own)
    for file in FILES:
        await a_download_stays_at_home(who, file, other)
    await what_an_import_left_stays_at_home(who, other)
    assert await other.picture() == before


async def an_id_from_elsewhere_is_an_id_of_nothing(
    who: Client, operation: Operation, path: Path, kind: Kind, own: World, other: World
) -> None:
    where = f"{operation.name} {'.'.join(path)} {kind}"
    foreign = await ask(who, operation, own, {path: other.ids[kind]}, kind)
    nothing = await ask(who, operation, own, {path: encode(kind, new_id())}, kind)
    assert alike(foreign) == alike(nothing), where
    for word in (CANARY, "WRONG_ID", *FAULTS):
        assert word not in json.dumps(foreign), where


async def what_is_asked_without_an_id_stays_at_home(who: Client, operation: Operation, own: World) -> None:
    answer = json.dumps(await who.ask(operation.document(), **operation.variables({}, own.ids)))
    for word in (CANARY, *FAULTS):
        assert word not in answer, operation.name


async def a_download_stays_at_home(who: Client, file: str, other: World) -> None:
    assert CANARY.encode() not in (await get(who, f"/downloads/{file}.ndjson")).content
    for filtered, kind in (("group", Kind.GROUP), ("session", Kind.SESSION), ("program", Kind.PROGRAM)):
        both = (other.ids[kind], encode(kind, new_id()))
        foreign, nothing = [await get(who, f"/downloads/{file}.csv?{filtered}={one}") for one in both]
        assert (foreign.status_code, foreign.content) == (nothing.status_code, nothing.content)
        assert CANARY.encode() not in foreign.content


async def what_an_import_left_stays_at_home(who: Client, other: World) -> None:
    both = (other.ids[Kind.IMPORT], encode(Kind.IMPORT, new_id()))
    for method, last in (("GET", "failed.csv"), ("GET", "report.csv"), ("POST", "credentials")):
        paths = [f"/downloads/imports/{one}/{last}" for one in both]
        foreign, nothing = [await who.http.request(method, path, headers=who.headers) for path in paths]
        assert (foreign.status_code, foreign.content) == (nothing.status_code, nothing.content)
        assert foreign.status_code in {403, 404}


async def test_the_walk_sees_what_is_there(http: httpx.AsyncClient, home: Home) -> None:
    """The same questions, asked by somebody of that workspace, find every canary: so they could leak."""
    await furnish(home, "mine")
    other = await elsewhere(home)
    who = await caller(http, other.home, "OWNER")
    node = next(one for one in ASKED if one.name == "node")
    found = Counter[str]()
    for path, kind in node.places():
        answer = await ask(who, node, other, {path: other.ids[kind]}, kind)
        found[kind] += CANARY in json.dumps(answer)
    seen = {kind for kind in found if found[kind]}
    assert seen >= {Kind.MEMBER, Kind.GROUP, Kind.PROGRAM, Kind.SESSION, Kind.INVITATION, Kind.REGISTRATION}
    for name in ("members", "groups", "programs", "sessions", "invitations", "groupStatistics", "apiKeys"):
        operation = next(one for one in ASKED if one.name == name)
        assert CANARY in json.dumps(await who.ask(operation.document())), name
    assert len(list(matrix())) > 60


async def get(who: Client, path: str) -> httpx.Response:
    return await who.http.get(path, headers=who.headers)


async def test_subscriptions_stay_at_home(http: httpx.AsyncClient, home: Home, address: str) -> None:
    await furnish(home, "mine")
    other = await elsewhere(home)
    who = await caller(http, home, "OWNER")
    imported = next(one for one in operations() if one.name == "accountImport")
    async with socket_of(address, token_of(who)) as socket:
        assert (await hear(socket))["type"] == "connection_ack"
        answers = []
        for number, one in enumerate((other.ids[Kind.IMPORT], encode(Kind.IMPORT, new_id()))):
            document = (
                imported.document()
                .replace("$id: ID!", "")
                .replace("Walk()", "Walk")
                .replace("$id", f'"{one}"')
            )
            await subscribe(socket, document, str(number))
            answers.append(await hear(socket))
            assert (await hear(socket))["type"] == "complete"
        assert alike(answers[0]["payload"]) == alike(answers[1]["payload"])
        assert CANARY not in json.dumps(answers)
        kinds = "[MEMBER, GROUP, INVITATION, MAIL, SESSION, PROGRAM, IMPORT, WORKSPACE, WEBHOOK]"
        await subscribe(socket, f"subscription {{ changes(of: {kinds}) {{ kind id }} }}", "all")
        heard = await first_of_ours(home, other.home, socket)
        assert {answer["id"] for answer in heard} == {"all"}
        changed = {answer["payload"]["data"]["changes"]["id"] for answer in heard} - {None}
        theirs = await home.sql.fetch(
            "SELECT id FROM members WHERE workspace_id = $1", other.home.owner.workspace_id
        )
        assert not changed & {encode(Kind.MEMBER, row["id"]) for row in theirs}


async def first_of_ours(home: Home, other: Home, socket: Any) -> list[dict[str, Any]]:
    """Things happen there and then here, until what happened here has been heard."""
    for number in range(50):
        await other.invite(f"there{number}@{CANARY}.example")
        await home.invite(f"here{number}@x.org")
        try:
            heard = [await hear(socket, within=0.3)]
        except TimeoutError:
            continue
        await home.group(f"last {number}")
        while heard[-1]["payload"]["data"]["changes"]["kind"] != "GROUP":
            heard.append(await hear(socket))
        return heard
    raise AssertionError("nothing was heard")
