"""GraphQL over HTTP: what is no request is refused with the right status, and never with a fault."""

from __future__ import annotations

import httpx
import pytest

from tests.api.conftest import Client
from tests.house_of import Home

JSON = {"Content-Type": "application/json"}
NEW = {"Accept": "application/graphql-response+json"}


@pytest.mark.parametrize(
    "body",
    [b"", b'"abc"', b"1", b"null", b"[]", b"{}", b'{"query": 1}', b'{"query": ""}', b"\xff\xfe", b"{",
     b'{"query": "{viewer{member{id}}}", "variables": 1}', b'{"query": "{a", "variables": []}',
     b"[" * 100_000, b'{"a":' * 50_000],
)  # fmt: skip
async def test_malformed_bodies_are_refused(http: httpx.AsyncClient, home: Home, body: bytes) -> None:
    response = await http.post("/graphql", content=body, headers=JSON | NEW)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_other_content_types_and_methods_are_refused(http: httpx.AsyncClient, home: Home) -> None:
    form = await http.post("/graphql", data={"query": "{viewer{member{id}}}"})
    assert form.status_code == 415
    assert (await http.put("/graphql", json={})).status_code == 405
    assert (await http.get("/graphql")).status_code == 400
    mutation = {"query": "mutation { signOut { errors { code } } }"}
    assert (await http.get("/graphql", params=mutation)).status_code == 405
    assert (await http.post("/graphql", json={}, headers={"Accept": "image/png"})).status_code == 406


async def test_a_body_over_a_megabyte_is_refused(http: httpx.AsyncClient, home: Home) -> None:
    response = await http.post("/graphql", content=b" " * 1_000_001, headers=JSON)
    assert response.status_code == 413


async def test_statuses_follow_the_media_type(http: httpx.AsyncClient, home: Home) -> None:
    broken = {"query": "{ nothing }"}
    assert (await http.post("/graphql", json=broken, headers=NEW)).status_code == 400
    assert (
        await http.post("/graphql", json=broken, headers={"Accept": "application/json"})
    ).status_code == 200
    anonymous = await http.post("/graphql", json={"query": "{ viewer { member { id } } }"}, headers=NEW)
    assert anonymous.status_code == 401
    assert anonymous.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_ids_of_the_wrong_kind_say_so(home: Home, owner: Client) -> None:
    group = await owner('mutation { createGroup(input: {name: "Crew"}) { group { id } errors { code } } }')
    program = group["createGroup"]["group"]["id"]
    answer = await owner.ask(
        'mutation ($id: ID!) { createSession(input: {programId: $id, name: "x",'
        ' startsAt: "2030-01-01T09:00:00Z"}) { errors { code } } }',
        id=program,
    )
    assert answer["errors"][0]["extensions"]["code"] == "WRONG_ID"
    assert "is the id of a group" in answer["errors"][0]["message"]
    assert await home.count("sessions") == 0


async def test_security_headers_stand_on_every_answer(http: httpx.AsyncClient, home: Home) -> None:
    for path in ("/healthz", "/readyz", "/graphql", "/sign-in"):
        response = await http.get(path)
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
