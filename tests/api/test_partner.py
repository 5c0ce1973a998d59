"""The typed client in examples/ is in step with the schema, and the partner's program runs, and again."""

from __future__ import annotations

import ast
import asyncio
import csv
import os
import re
import sys
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLSchema, build_schema, parse, validate

from tests.api.conftest import Client
from tests.api.test_commands import KEY
from tests.house.source import ROOT
from tests.house_of import Home

EXAMPLES = ROOT / "examples"
OPERATIONS = sorted(EXAMPLES.glob("operations/*.graphql"))
WRITE_ANEW = "write the client anew: examples/README.md"


@pytest.fixture(scope="module")
def published() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text())


def classes(name: str) -> dict[str, ast.ClassDef]:
    tree = ast.parse((EXAMPLES / "usher_client" / name).read_text())
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def names_sent(node: ast.ClassDef) -> set[str]:
    """What each field is called in a request: its alias, or its own name."""
    fields = [field for field in node.body if isinstance(field, ast.AnnAssign)]
    return {
        (re.findall(r"alias='(\w+)'", ast.unparse(one)) or [ast.unparse(one.target)])[0] for one in fields
    }


def test_the_client_takes_what_the_schema_takes(published: GraphQLSchema) -> None:
    for name, node in classes("input_types.py").items():
        kind = published.type_map[name]
        assert isinstance(kind, GraphQLInputObjectType)
        assert names_sent(node) == set(kind.fields), f"{name}: {WRITE_ANEW}"


def test_the_client_knows_every_value(published: GraphQLSchema) -> None:
    for name, node in classes("enums.py").items():
        kind = published.type_map[name]
        assert isinstance(kind, GraphQLEnumType)
        values = {ast.literal_eval(one.value) for one in node.body if isinstance(one, ast.Assign)}
        assert values == set(kind.values), f"{name}: {WRITE_ANEW}"


def test_the_client_asks_what_the_operations_ask(published: GraphQLSchema) -> None:
    client = re.sub(r"__typename|\W", "", (EXAMPLES / "usher_client/client.py").read_text())
    for path in OPERATIONS:
        document = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("#"))
        assert validate(published, parse(document)) == []
        assert re.sub(r"\W", "", document) in client, f"{path.name}: {WRITE_ANEW}"


@pytest.mark.system
async def test_an_hr_file_becomes_invitations_once(
    home: Home, owner: Client, address: str, tmp_path: Path
) -> None:
    made = await owner(KEY, input={"name": "HR", "scopes": ["INVITE"]})
    environment = os.environ | {"USHER_URL": address, "USHER_API_KEY": made["createApiKey"]["secret"]}
    (tmp_path / "people.csv").write_text(
        "name,email\nAda,ada@x.org\nBen,broken@\nOwner,owner@home.example.org\n"
    )
    results = []
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, EXAMPLES / "partner.py", "people.csv", "results.csv"),
            cwd=tmp_path,
            env=environment,
        )
        assert await asyncio.wait_for(process.wait(), 60) == 1
        results.append(list(csv.DictReader((tmp_path / "results.csv").read_text().splitlines())))
    assert [(row["email"], row["outcome"]) for row in results[0]] == [
        ("ada@x.org", "INVITE"),
        ("broken@", "REFUSED"),
        ("owner@home.example.org", "UNCHANGED"),
    ]
    assert results[1] == results[0]
    assert (await home.count("invitations"), await home.count("batches")) == (1, 1)
