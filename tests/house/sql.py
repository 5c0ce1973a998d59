"""The statements that the code holds, as far as they can be read without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import getmembers, isclass

from tortoise.models import Model

from backend.models import MODELS
from tests.house.source import Module

# `SELECT 1 FROM` is no statement of its own: it stands in an EXISTS.
STATEMENT = re.compile(r"\s*(?:WITH|SELECT(?! 1 FROM)|INSERT|UPDATE|DELETE)\b")
# Tables of a workspace that only plain statements speak to.
OF_NO_MODEL = {
    "idempotent_outcomes",
    "uploads",
    "upload_pieces",
    "account_imports",
    "spent_invites",
    "account_import_rows",
    "letter_wordings",
    "webhooks",
    "webhook_deliveries",
    "broken_invariants",
    "provisioned_members",
    "group_numbers",
    "group_changes",
    "member_renames",
}
NAMED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: where it stands, its words, and the tables it names."""

    where: str
    text: str

    @property
    def tables(self) -> set[str]:
        """What it reads or writes, with the names of its own WITH queries among them."""
        return set(NAMED.findall(self.text))


def models() -> list[type[Model]]:
    """Every table's model."""
    found = [
        kind
        for name in MODELS
        for _, kind in getmembers(import_module(name), isclass)
        if issubclass(kind, Model) and kind.__module__ == name
    ]
    return sorted(found, key=lambda kind: kind.__name__)


@cache
def scoped_tables() -> frozenset[str]:
    """The tables whose rows belong to a workspace."""
    of_models = {
        str(kind._meta.db_table)
        for kind in models()
        if {"workspace", "workspace_id"} & kind._meta.fields_map.keys()
    }
    return frozenset(of_models | OF_NO_MODEL)


def statements(module: Module) -> Iterator[Statement]:
    """A module's statements; values put in as the code runs stand in braces."""
    for node in _texts(module.tree):
        text = _constant(module, node) or _rendered(node)
        if STATEMENT.match(text):
            yield Statement(module.where(node), text)


def _texts(tree: ast.AST) -> Iterator[ast.expr]:
    """Every text that is no part of a larger one, nor a docstring."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node
        else:
            yield from _texts(node)


def _constant(module: Module, node: ast.expr) -> str:
    """The full words of a constant of the module, with the pieces that it is put together from."""
    for one in module.tree.body:
        if isinstance(one, ast.Assign) and one.value is node:
            return str(module.value(one.targets[0]))
    return ""


def _rendered(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(_part(part) for part in node.values)


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return f"{{{ast.unparse(part.value)}}}"
    return str(part.value) if isinstance(part, ast.Constant) else ""
