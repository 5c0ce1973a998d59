"""Small files that open with what they are for, and small functions."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.source import ROOT, files, functions, modules

LONGEST_FILE = 300  # lines
LONGEST_FUNCTION = 40
FOLDERS = ("backend", "tests", "benchmarks", "examples")
WRITTEN_FOR_US = Path("examples/usher_client")  # by ariadne-codegen
PYTHON = [path for folder in FOLDERS for path in files(folder, ".py") if WRITTEN_FOR_US not in path.parents]
MIGRATIONS = Path("backend/migrations")
FRONTEND = [*files("frontend/src", ".ts", ".tsx", ".css"), *files("frontend/scripts", ".mjs")]
BY_HAND = [path for path in (*PYTHON, *FRONTEND) if MIGRATIONS not in path.parents]
OPENINGS = {".py": '"""', ".ts": "// ", ".tsx": "// ", ".mjs": "// ", ".css": "/* "}


def test_there_is_something_to_measure() -> None:
    assert len(PYTHON) > 100
    assert len(FRONTEND) > 50


def test_files_are_small() -> None:
    lengths = {str(path): len((ROOT / path).read_text().splitlines()) for path in BY_HAND}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_are_small() -> None:
    lengths = {
        f"{module.where(function)} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for folder in FOLDERS
        for module in modules(folder)
        if WRITTEN_FOR_US not in module.path.parents
        for function in functions(module)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_the_first_line_says_what_the_file_is_for() -> None:
    firsts = {path: (ROOT / path).read_text().partition("\n")[0] for path in (*PYTHON, *FRONTEND)}
    assert [str(path) for path, first in firsts.items() if not _says(first, OPENINGS[path.suffix])] == []


def test_public_functions_say_what_they_do() -> None:
    silent = [
        f"{module.where(node)} {node.name}"
        for module in modules()
        if "api" not in module.path.parts or "types" not in module.path.parts
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def _says(first: str, opening: str) -> bool:
    return first.startswith(opening) and len(first.strip('"/* ').split()) >= 3
