"""GraphQL limits: what asks for too much is refused at once, before anything runs."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query, parse

from backend.api.limits import Limits
from backend.api.schema import schema
from backend.api.weighing import LIMITS, Scale, TooComplex
from tests.api.conftest import Client
from tests.house.test_schema import DOCUMENTS, SCHEMA
from tests.house_of import Home

GROUP = 'createGroup(input: {name: "A"}) { errors { code } }'
MEMBER = "{ member { id } }"


def nested(times: int) -> str:
    """A query whose fields stand so deep below one another."""
    circle = ("program", "sessions(first: 1)", "nodes")
    inner = "id"
    for step in range(times - 4, -1, -1):
        inner = f"{circle[step % 3]} {{ {inner} }}"
    return f"{{ sessions(first: 1) {{ nodes {{ {inner} }} }} }}"


TOO_MUCH = {
    "depth": nested(11),
    "aliases": "{ " + " ".join(f"a{n}: viewer {MEMBER}" for n in range(16)) + " }",
    "aliases by fragments": "{ x: viewer { ...A } y: viewer { ...A } }"
    "fragment A on Viewer { " + " ".join(f"a{n}: member {{ id }}" for n in range(8)) + " }",
    "tokens": "{ viewer { member { " + "id " * 2000 + "} } }",
    "directives": "{ " + " ".join(f"x{n}: viewer @skip(if: true) {MEMBER}" for n in range(11)) + " }",
    "mutations": "mutation { " + " ".join(f"g{n}: {GROUP}" for n in range(11)) + " }",
    "mutations by a fragment": "mutation { ...A } fragment A on Mutation { "
    + " ".join(f"g{n}: {GROUP}" for n in range(11))
    + " }",
    "repeats": "{ " + f"viewer {MEMBER} " * 32 + "}",
    "repeats in another operation": "query A { viewer { permissions } } query B { "
    + f"viewer {MEMBER} " * 200
    + "}",
    "cost": "{ members(first: 100) { nodes { groups(first: 100) { nodes { members(first: 100) "
    "{ nodes { id } } } } } } }",
    "a long document": "{ viewer { member { id } } } #" + "a" * 50_000,
    "a long text": '{ node(id: "' + "a" * 900_000 + '") { id } }',
    "nested selections": "{ viewer " + "{ member " * 300 + "{ id }" + " }" * 300 + " }",
    "nested values": "{ node(id: " + "[" * 900 + "]" * 900 + ") { id } }",
    "a bomb of fragments": "{ ...F0 } "
    + " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(100))
    + " fragment F100 on Query { __typename }",
    "a circle of fragments": "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }",
}


@pytest.mark.parametrize("what", TOO_MUCH)
async def test_too_much_is_refused_before_it_runs(home: Home, owner: Client, what: str) -> None:
    before = await home.everything()
    body = {"query": TOO_MUCH[what], "operationName": "A" if "query A" in TOO_MUCH[what] else None}
    took = []  # seconds of this process's own work, the client's among it
    for _ in range(3):
        began = time.process_time()
        response = await owner.http.post("/graphql", json=body, headers=owner.headers)
        took.append(time.process_time() - began)
    answer = response.json()
    assert "data" not in answer
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["TOO_COMPLEX"]
    assert await home.everything() == before
    assert min(took) < 0.05


async def test_what_is_refused_says_by_how_much(home: Home, owner: Client) -> None:
    told = {name: (await owner.ask(TOO_MUCH[name]))["errors"][0]["extensions"] for name in TOO_MUCH}
    assert told["cost"]["cost"] > 1_000_000
    assert told["cost"]["limit"] == 20_000
    assert (told["depth"]["depth"], told["depth"]["limit"]) == (11, 10)
    assert (told["aliases"]["aliases"], told["aliases"]["limit"]) == (16, 15)
    assert (told["mutations"]["mutations"], told["mutations"]["limit"]) == (11, 10)


@pytest.mark.parametrize(
    "query",
    [nested(10), "{ " + " ".join(f"a{n}: viewer {MEMBER}" for n in range(15)) + " }",
     "mutation { " + " ".join(f"g{n}: {GROUP}" for n in range(10)) + " }", get_introspection_query()],
)  # fmt: skip
async def test_what_just_fits_is_answered(home: Home, owner: Client, query: str) -> None:
    answer = await owner.ask(query)
    assert "errors" not in answer
    assert answer["extensions"]["limit"] == LIMITS["cost"]


async def test_pages_multiply_what_stands_on_them(home: Home, owner: Client) -> None:
    query = "query ($first: Int) { members(first: $first) { nodes { groups(first: 10) { nodes { id } } } } }"
    costs = {}
    for first in (1, 10, None):
        costs[first] = (await owner.ask(query, first=first))["extensions"]["cost"]
    assert costs[10] - 1 == 10 * (1 + 11)
    assert costs[None] - 1 == 50 * (1 + 11)
    assert costs[1] < costs[10] < costs[None]


@pytest.mark.parametrize("place", DOCUMENTS)
def test_every_document_of_the_app_fits(place: str) -> None:
    document = parse(DOCUMENTS[place], max_tokens=2000)
    try:
        Scale(SCHEMA, document, {"first": 100}).cost(None)
    except TooComplex as refusal:
        pytest.fail(f"{place}: {refusal}")


INTROSPECTION: dict[str, Any] = {"query": "{ __schema { types { name fields { name } } } }"}
GUESS = {"query": "{ membrs { nodes { id } } }"}
MISSED: dict[str, Any] = {
    "query": "mutation ($input: SignInInput!) { signIn(input: $input) { token } }",
    "variables": {"input": {"login": "a", "pasword": "b"}},
}


async def test_the_anonymous_learn_nothing_of_the_schema(http: httpx.AsyncClient, home: Home) -> None:
    answers = [(await http.post("/graphql", json=asked)).json() for asked in (INTROSPECTION, GUESS, MISSED)]
    assert answers[0]["errors"] == answers[1]["errors"] == answers[2]["errors"]
    assert len(answers[0]["errors"]) == 1
    assert not any("data" in answer and answer["data"] for answer in answers)
    for word in ("members", "Did you mean", "password", "SignInInput", "locations"):
        assert word not in str(answers)
    syntax = (await http.post("/graphql", json={"query": "{ members {"})).json()
    assert "Syntax Error" in syntax["errors"][0]["message"]


async def test_whoever_is_signed_in_is_told_everything(home: Home, owner: Client) -> None:
    assert (await owner.ask(str(INTROSPECTION["query"])))["data"]["__schema"]["types"]
    assert "Did you mean" in (await owner.ask(GUESS["query"]))["errors"][0]["message"]
    assert "pasword" in (await owner.ask(MISSED["query"], **MISSED["variables"]))["errors"][0]["message"]


async def test_an_operation_that_takes_too_long_is_stopped(
    home: Home, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.api.limits.LONGEST_RUN", 0.2)
    async with home.sql.transaction():
        await home.sql.execute("LOCK TABLE groups IN ACCESS EXCLUSIVE MODE")
        body = {"query": f"mutation {{ {GROUP} }}"}
        response = await owner.http.post("/graphql", json=body, headers=owner.headers)
    assert response.status_code == 503
    assert response.json()["errors"][0]["extensions"]["code"] == "TIMED_OUT"
    assert await home.count("groups") == 0
    assert "errors" not in await owner.ask(f"mutation {{ {GROUP} }}")


async def test_extra_fields_of_an_input_are_refused(home: Home, owner: Client) -> None:
    before = await home.everything()
    query = "mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }"
    answer = await owner.ask(query, input={"name": "A", "workspaceId": "wsp_1", "role": "OWNER"})
    assert "unknown field 'workspaceId'" in answer["errors"][0]["message"]
    assert await home.everything() == before


@pytest.mark.parametrize("text", ["a\0b", r"a\u0000b"])
async def test_what_cannot_be_kept_is_refused_and_is_no_fault(home: Home, owner: Client, text: str) -> None:
    queries = (
        f'{{ members(filter: {{search: "{text}"}}) {{ totalCount }} }}',
        f'{{ groups(filter: {{search: "{text}"}}) {{ totalCount }} }}',
        f'mutation {{ createGroup(input: {{name: "{text}"}}) {{ errors {{ code }} }} }}',
    )
    for query in queries:
        assert "INTERNAL" not in str(await owner.ask(query))
    assert await home.count("groups") == 0


def test_the_schema_is_asked_through_these_limits() -> None:
    assert list(schema.extensions) == [Limits]
