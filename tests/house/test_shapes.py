"""The shapes of what is written again and again: mutations, answers of actions, decisions."""

from __future__ import annotations

import ast
import inspect
from dataclasses import is_dataclass
from importlib import import_module
from types import NoneType
from typing import Any, get_args, get_type_hints
from uuid import UUID

from tests.house.source import Module, functions, modules
from tests.house.test_callers import ACTIONS

MOST_STATEMENTS = 6  # of a mutation, its description left out; most have two or three
PLAIN = {UUID, str, int, NoneType}
# What a pure decision does without.
IMPURE = ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith


def test_a_mutation_takes_calls_and_presents() -> None:
    lengths = {
        f"{module.where(function)} {function.name}": _statements(function)
        for module in modules("backend/api")
        for function in functions(module)
        if any(ast.unparse(one).startswith("mutation(") for one in function.decorator_list)
    }
    assert len(lengths) > 60
    assert {name: length for name, length in lengths.items() if length > MOST_STATEMENTS} == {}


def test_what_an_action_answers_is_fixed() -> None:
    assert {
        name: kinds for name in ACTIONS if (kinds := [one for one in _answers(name) if not _fixed(one)])
    } == {}


def test_decisions_wait_for_nothing() -> None:
    rules = [module for module in modules() if module.path.name == "rules.py"]
    assert len(rules) > 5
    assert [module.where(node) for module in rules for node in _waiting(module)] == []


def _statements(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    inside = [node for node in ast.walk(function) if isinstance(node, ast.stmt) and node is not function]
    return len(inside) - (ast.get_docstring(function) is not None)


def _answers(name: str) -> tuple[Any, ...]:
    """The kinds of values that an action comes to."""
    module, _, function = name.rpartition(".")
    told = get_type_hints(inspect.unwrap(getattr(import_module(module), function)))["return"]
    return get_args(told) or (told,)


def _fixed(kind: Any) -> bool:
    frozen = is_dataclass(kind) and vars(kind)["__dataclass_params__"].frozen
    return frozen or kind in PLAIN or issubclass(kind, tuple)


def _waiting(module: Module) -> list[ast.AST]:
    return [node for node in ast.walk(module.tree) if isinstance(node, IMPURE)]
