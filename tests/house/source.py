"""The project's own files, as its laws read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
GENERATED = {Path("frontend/src/graphql/schema.d.ts")}
BUILT = {"node_modules", "dist", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: where it is, what it is called, and its tree."""

    path: Path
    name: str
    tree: ast.Module

    def where(self, node: ast.AST) -> str:
        """A place as editors open it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"

    def value(self, expression: ast.expr) -> Any:
        """What a name or a literal in this module stands for, once it is loaded."""
        return eval(ast.unparse(expression), vars(import_module(self.name)))  # noqa: S307 - our own code


def files(folder: str, *endings: str) -> list[Path]:
    """The files of a folder with these endings, from the root; nothing that is generated or installed."""
    found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.suffix in endings)
    return sorted(path for path in found if not BUILT & set(path.parts) and path not in GENERATED)


@cache
def modules(folder: str = "backend") -> tuple[Module, ...]:
    """Every Python module of a folder but the migrations, which are written once and kept."""
    return tuple(
        Module(path, _name(path), ast.parse((ROOT / path).read_text()))
        for path in files(folder, ".py")
        if "migrations" not in path.parts
    )


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """The calls of a function or method of this name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if name == (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)):
                yield node


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function, wherever it stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")
