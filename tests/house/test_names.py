"""One name through all: the mutation, its action, the action's file, and a test that speaks of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from strawberry.utils.str_converters import to_camel_case

from tests.house.source import ROOT, files, modules
from tests.house.test_schema import SCHEMA

assert SCHEMA.mutation_type is not None
MUTATIONS = sorted(SCHEMA.mutation_type.fields)
# Files that hold two mutations, and why: where a room has a file per verb, each of the others holds one.
OF_TWO = {
    "backend/invitations/assign_group.py": "to a program and to a session: one step is the same",
    "backend/invitations/unassign_group.py": "from a program and from a session: one step is the same",
    "backend/webhooks/actions/replay_webhook_delivery.py": "one delivery, and all that failed",
}
ACTIONS = {
    to_camel_case(node.name): module.path
    for module in modules()
    if module.path.parts[1] != "api"
    for node in module.tree.body
    if isinstance(node, ast.AsyncFunctionDef)
}


def test_a_mutation_bears_the_name_of_its_action() -> None:
    assert set(MUTATIONS) - set(ACTIONS) == set()


def test_an_action_stands_in_a_file_of_its_name_or_with_the_few_of_its_room() -> None:
    elsewhere = {
        str(ACTIONS[name])
        for name in MUTATIONS
        if to_camel_case(ACTIONS[name].stem) != name and ACTIONS[name].name != "actions.py"
    }
    assert elsewhere == set(OF_TWO)


def test_a_test_speaks_of_each_mutation() -> None:
    tests = [path for path in files("tests", ".py") if Path("tests/house") not in path.parents]
    words = {word for path in tests for word in re.findall(r"\w+", (ROOT / path).read_text())}
    assert [name for name in MUTATIONS if name not in {*words, *map(to_camel_case, words)}] == []
