"""An answer built level by level is, to the byte, the one that the library gives."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest
from graphql import GraphQLEnumType, OperationDefinitionNode, OperationType, get_named_type, parse
from graphql.utilities import type_from_ast

from backend.api.answers.quick import quick_answer
from backend.api.context import Context
from backend.api.schema import schema
from backend.auth.actions.create_api_key import create_api_key
from backend.auth.tokens import Caller, authenticate
from backend.core.access import Permission, Role
from backend.core.db import one_sitting, reading
from tests.api.conftest import Client
from tests.documents import documents
from tests.house_of import Home
from tests.security.surface import operations
from tests.security.world import furnish, sign_in

SCHEMA = schema._schema
BY_NAME = {"first": 2, "search": "", "hasChosen": True, "token": "none", "emails": ["a@b.example"]}
TRICKY = [
    """{ members { edges { cursor node { ...M } } pageInfo { startCursor endCursor } } }
    fragment M on Member { id again: id groups { nodes { name } } ... on Node { id } }""",
    """query ($no: Boolean = true) {
        members(first: 1) { nodes { id email @skip(if: $no) role @include(if: $no) } } }""",
    "{ members(first: 0) { totalCount nodes { id } pageInfo { endCursor } } }",
    """{ members(last: 1) { nodes { __typename ...A ...A } } }
    fragment A on Member { labels memberships { role } }""",
    """{ a: groups { nodes { id } }
    b: groups(first: 1) { nodes { memberCount members { nodes { email } } } } }""",
    "{ viewer @skip(if: true) { member { id } } }",
    """{ sessions { nodes { registrations(first: 1) {
        totalCount nodes { member { why { kind group { name } } } } } } } }""",
    "{ programs { nodes { title sessions(first: 1) { nodes { groups { name } program { title } } } } } }",
]
REFUSED = [
    "{ members(first: 1000) { nodes { id } } }",
    '{ groups { nodes { id } } node(id: "nothing") { id } }',
    "{ members { nodes { unheardOf } } }",
    '{ members(after: "none of ours") { totalCount } }',
]


def _queries(ids: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every document that only asks: the app's, those made from the schema, and some that twist and turn."""
    for text in TRICKY:
        yield text, {}
    for operation in operations():
        if operation.verb == "query" and operation.name != "node":
            own = dict.fromkeys((kind for _, kind in operation.places()), ids[0])
            yield operation.document(), operation.variables({}, own)
    for text in documents().values():
        for node in parse(text).definitions:
            if isinstance(node, OperationDefinitionNode) and node.operation is OperationType.QUERY:
                wants_id = any(one.variable.name.value == "id" for one in node.variable_definitions or ())
                for one in ids if wants_id else ids[:1]:
                    yield text, _variables(node, one)


def _variables(node: OperationDefinitionNode, one: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for variable in node.variable_definitions or ():
        name = variable.variable.name.value
        kind: Any = get_named_type(type_from_ast(SCHEMA, variable.type))
        if kind.name == "ID":
            given[name] = one
        elif name in BY_NAME:
            given[name] = BY_NAME[name]
        elif isinstance(kind, GraphQLEnumType):
            given[name] = next(iter(kind.values))
    return given


async def _both(caller: Caller, query: str, variables: dict[str, Any]) -> tuple[Any, Any]:
    async with one_sitting():
        ours = await quick_answer({"query": query, "variables": variables}, Context(caller))
    told = await schema.execute(query, variable_values=variables, context_value=Context(caller))
    theirs = None if told.errors else {"data": told.data, "extensions": told.extensions}
    return ours, theirs


@pytest.fixture
async def callers(owner: Client, home: Home) -> list[Caller]:
    """An owner, and a trainee who leads nobody and sees little."""
    trainee = await home.member(Role.TRAINEE, "trainee@callers.example")
    found = [await authenticate(await sign_in(home, actor)) for actor in (home.owner, trainee)]
    return [caller for caller in found if caller]


@pytest.mark.thorough
async def test_every_query_is_answered_alike_with_and_without(callers: list[Caller], home: Home) -> None:
    world = await furnish(home, "lantern")
    quick = 0
    for caller in callers:
        for query, variables in _queries(list(world.ids.values())):
            ours, theirs = await _both(caller, query, variables)
            assert orjson.dumps(ours) == orjson.dumps(theirs), query
            quick += ours is not None
    assert quick > 60


@pytest.mark.parametrize("query", REFUSED)
async def test_what_is_refused_is_left_to_the_library(
    query: str, callers: list[Caller], owner: Client
) -> None:
    ours, theirs = await _both(callers[0], query, {})
    assert (ours, theirs) == (None, None)
    answer = await owner.ask(query)
    assert answer["errors"]


async def test_a_list_with_its_relations_takes_as_many_statements_for_one_as_for_many(
    callers: list[Caller], home: Home
) -> None:
    group = await home.group()
    statements: list[str] = []
    for size in (1, 9):
        await home.invite(*(f"p{number}@x.example" for number in range(size)), group_ids=[group])
        statements.append(await _statements(callers[0]))
    assert statements[0] == statements[1]


async def _statements(caller: Caller) -> str:
    """The statements of a list with three relations, in order."""
    query = """{ members(first: 50) { nodes { email groups { nodes { name } }
        invitation { state mail { state } } memberships { role group { name } } } } }"""
    seen: list[str] = []
    async with one_sitting():
        async with reading(caller.actor.workspace_id) as sql:
            connection: Any = sql
        with connection.query_logger(lambda record: seen.append(record.query.split(" WHERE ")[0])):
            answer = await quick_answer({"query": query}, Context(caller))
            await asyncio.sleep(0)  # the logger is called in the next turn of the loop
    assert answer
    return "\n".join(seen)


async def test_requests_that_read_and_write_never_wait_for_each_other(
    http: httpx.AsyncClient, home: Home
) -> None:
    key = await create_api_key(home.owner, "busy", [Permission.SEE_GROUPS])
    clients = [Client(http, key.secret) for _ in range(30)]  # more than there are connections
    answers = await asyncio.gather(*(client("{ groups { nodes { id } } }") for client in clients))
    assert len(answers) == len(clients)
