"""Imports run down the floors, and stand where everyone sees them."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.source import ROOT, Module, calls, files, functions, modules

FACES = ("api", "app", "cli", "worker")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
IMPORTED = re.compile(r"""(?:\bfrom|\bimport|\bimport\(|\bmock\()\s*["']([^"']+)["']""")
# What loads by name, and why it may.
LOADS_BY_NAME = {Path("backend/cli.py"): "each command loads only what it needs, so that all start fast"}


def test_the_contracts_of_the_floors_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_module_but_the_faces_is_kept_from_graphql_http_and_the_queue() -> None:
    kept = {
        name
        for one in CONTRACTS
        if "strawberry" in one.get("forbidden_modules", ())
        for name in one["source_modules"]
    }
    there = {f"backend.{path.parts[1].removesuffix('.py')}" for path in files("backend", ".py")}
    assert there - kept == {"backend.__init__", *(f"backend.{face}" for face in FACES)}


def test_the_commands_over_the_api_are_kept_from_every_room() -> None:
    there = {f"backend.{path.parts[1].removesuffix('.py')}" for path in files("backend", ".py")}
    (contract,) = (one for one in CONTRACTS if one.get("source_modules") == ["backend.client"])
    assert set(contract["forbidden_modules"]) == there - {"backend.__init__", "backend.client"}


def test_pages_alone_put_features_together() -> None:
    upward = {
        str(path)
        for path in files("frontend/src", ".ts", ".tsx")
        if path.parts[2] != "app"
        for room in _features(path)
        if room not in path.parts
    }
    assert upward == set()


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        module.where(node)
        for module in (*modules(), *modules("tests"))
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_nothing_is_loaded_by_name_without_a_reason() -> None:
    found = {module.path for module in modules() if any(calls(module.tree, "import_module"))}
    assert found == set(LOADS_BY_NAME)


def test_no_circle_is_hidden_from_the_running_program() -> None:
    hidden = [module.where(node) for module in modules() for node in _type_checking(module)]
    assert hidden == []


def _type_checking(module: Module) -> list[ast.AST]:
    return [
        node
        for node in ast.walk(module.tree)
        if "TYPE_CHECKING" in (getattr(node, "id", ""), getattr(node, "attr", ""))
    ]


def _features(path: Path) -> set[str]:
    """The features that a file of the front end imports from."""
    named = (one.replace("~", "frontend/src", 1) for one in IMPORTED.findall((ROOT / path).read_text()))
    places = (Path(os.path.normpath(path.parent / one if one.startswith(".") else one)) for one in named)
    return {place.parts[3] for place in places if place.parts[:3] == ("frontend", "src", "features")}
