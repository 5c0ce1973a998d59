"""Trusted documents: asked by hash, and nothing else taken where the settings say so."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

import httpx
import pytest
from graphql import parse, validate

from backend.api.documents import FOR_PHONES, canonical, documents
from backend.api.schema import schema
from backend.core import settings
from backend.core.ids import new_id
from backend.core.settings import Trust
from tests.api.conftest import PASSWORD, Client
from tests.api.test_commands import KEY
from tests.api.test_live import hear, socket_of, subscribe, token_of
from tests.house.source import ROOT
from tests.house_of import Home

TEXTS = {path.stem: path.read_text() for path in sorted(FOR_PHONES.glob("*.graphql"))}
HASHES = {name: sha256(text.encode()).hexdigest() for name, text in TEXTS.items()}
OTHER = "{ viewer { member { id email } } }"


@pytest.fixture
def trust(http: httpx.AsyncClient) -> Iterator[Any]:
    """Says whose documents must be known."""
    usual = settings.current()
    yield lambda chosen: settings.configure(replace(usual, trusted_documents=chosen))
    settings.configure(usual)


async def post(client: Client, **body: Any) -> httpx.Response:
    return await client.http.post("/graphql", json=body, headers=client.headers)


def code(response: httpx.Response) -> str:
    found: str = response.json()["errors"][0]["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    "by_hash",
    [
        {"documentId": f"sha256:{HASHES['viewer']}"},
        {"documentId": HASHES["viewer"].upper()},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": HASHES["viewer"]}}},
        {"query": TEXTS["viewer"], "documentId": HASHES["viewer"]},
    ],
)
async def test_a_document_is_asked_by_its_hash(home: Home, owner: Client, by_hash: dict[str, Any]) -> None:
    response = await post(owner, **by_hash)
    assert response.json()["data"]["viewer"]["workspace"]["name"] == "Home"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"documentId": f"sha256:{'0' * 64}"}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"documentId": "../../etc/passwd"}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"documentId": 5}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"documentId": HASHES["viewer"], "query": OTHER}, "PERSISTED_QUERY_MISMATCH"),
        ({"extensions": {"persistedQuery": {"sha256Hash": None}}}, "BAD_REQUEST"),
        ({"extensions": {"persistedQuery": "x"}}, "BAD_REQUEST"),
    ],
)
async def test_what_is_no_known_hash_is_told(
    home: Home, owner: Client, body: dict[str, Any], refusal: str
) -> None:
    response = await post(owner, **body)
    assert (response.status_code, code(response)) == (400, refusal)


async def test_others_are_refused_where_the_settings_say_so(home: Home, owner: Client, trust: Any) -> None:
    made = await owner(KEY, input={"name": "HR", "scopes": ["SEE_MEMBERS"]})
    key = Client(owner.http, made["createApiKey"]["secret"])
    trust(Trust.APP)
    assert (await post(owner, query=OTHER)).status_code == 200
    trust(Trust.PEOPLE)
    refused = await post(owner, query=OTHER)
    assert (refused.status_code, code(refused)) == (403, "UNTRUSTED_DOCUMENT")
    assert "data" not in refused.json()
    assert (await post(owner, query="{ not graphql")).status_code == 403
    nobody = await owner.http.post("/graphql", json={"query": OTHER})
    assert code(nobody) == "UNTRUSTED_DOCUMENT"
    assert (await post(owner, documentId=HASHES["viewer"])).status_code == 200
    # As a cache sends it: with typenames, in other words.
    text = TEXTS["members"].replace("nodes {", "__typename nodes { __typename\n")
    assert (await post(owner, query=text, variables={})).status_code == 200
    assert "errors" not in (await post(key, query="{ members { nodes { id } } }")).json()


async def test_a_socket_takes_no_others_either(home: Home, owner: Client, address: str, trust: Any) -> None:
    (changes,) = (text for text in documents().values() if "subscription Changes" in text)
    trust(Trust.PEOPLE)
    async with socket_of(address.removeprefix("http://"), token_of(owner)) as socket:
        assert (await hear(socket))["type"] == "connection_ack"
        for name, query in (("other", OTHER), ("watch", "subscription { changes(of: [MEMBER]) { id } }")):
            await subscribe(socket, query, name)
            refused = await hear(socket)
            assert (refused["type"], refused["id"]) == ("error", name)
            assert refused["payload"][0]["extensions"]["code"] == "UNTRUSTED_DOCUMENT"
        asked = {"query": changes, "variables": {"of": ["MEMBER"]}}
        await socket.send(json.dumps({"id": "ours", "type": "subscribe", "payload": asked}))
        heard = asyncio.create_task(hear(socket))
        while not heard.done():
            await home.invite(f"{new_id()}@x.org")
            await asyncio.wait([heard], timeout=0.2)
        assert ((await heard)["type"], (await heard)["id"]) == ("next", "ours")


async def test_the_apps_cookie_is_held_to_known_documents(
    home: Home, http: httpx.AsyncClient, trust: Any
) -> None:
    who = {"login": "owner@home.example.org", "password": PASSWORD}
    body = {"documentId": HASHES["sign-in"], "variables": {"input": who}}
    assert (await http.post("/graphql", json=body)).json()["data"]["signIn"]["token"]
    trust(Trust.APP)
    assert code(await http.post("/graphql", json={"query": OTHER})) == "UNTRUSTED_DOCUMENT"
    assert (await http.post("/graphql", json={"documentId": HASHES["viewer"]})).status_code == 200
    http.cookies.clear()


def test_the_documents_for_phones_fit_and_are_told_of() -> None:
    page = (ROOT / "docs/mobile.md").read_text()
    for name, text in TEXTS.items():
        assert validate(schema._schema, parse(text)) == [], name
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` | `{HASHES[name]}` |")]
        assert row.endswith(f"| {len(json.dumps({'query': text}))} |"), name


def test_what_asks_for_the_same_is_the_same() -> None:
    one = canonical(parse("query A { viewer { ...V } } fragment V on Viewer { permissions }"))
    two = canonical(
        parse("fragment V on Viewer { permissions __typename } query A { viewer { ...V __typename } }")
    )
    assert one == two
    assert one != canonical(parse("query A { viewer { permissions } }"))


async def test_answers_are_squeezed_for_whoever_takes_that(home: Home, owner: Client) -> None:
    await home.invite(*(f"someone{n}@x.org" for n in range(40)))
    response = await post(owner, documentId=HASHES["members"])
    assert (response.headers["content-encoding"], response.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert int(response.headers["content-length"]) < len(response.content) / 4
    plain = await owner.http.get("/downloads/members.xlsx", headers=owner.headers)
    assert "content-encoding" not in plain.headers


@pytest.mark.system
async def test_a_phones_morning(home: Home, address: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "examples/phone.py"), "owner@home.example.org", PASSWORD, "ada@x.org"),
        env=os.environ | {"USHER_URL": address},
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await asyncio.wait_for(process.communicate(), 60)
    lines = told.decode().splitlines()
    assert lines[0] == "Home: 1 members on the first page"
    assert lines[1].startswith("1 invited in bat_")
    assert lines[2] == "1 devices"
    assert await home.count("members", "email_key = 'ada@x.org'") == 1
    assert await home.count("access_tokens", "ended_at IS NULL") == 0
