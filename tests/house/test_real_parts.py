"""Tests meet real parts: nothing of ours is mocked, and nobody sleeps for an event."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.source import Module, calls, modules

MOCKS = {"mock", "unittest", "pytest_mock", "responses", "respx"}
LONGEST_PAUSE = 0.5  # seconds between two looks at something, or of a part that is made slow
# Who pauses for longer, and why.
LONGER = {
    "tests/faults/test_f11_answers_after_minutes.py": "a mail server that takes minutes is what is tested",
    "tests/faults/test_f22_a_hundred_repeats.py": "a hundred callers who ask again and again",
    "tests/topology/test_all_parts.py": "a part is away for as long as its peers must bear",
}


def test_nothing_is_mocked() -> None:
    mocking = [
        module.where(node)
        for module in modules("tests")
        for node in ast.walk(module.tree)
        if _imports(node) & MOCKS
    ]
    assert mocking == []


def test_nobody_sleeps_for_an_event() -> None:
    long = {
        str(module.path) for module in modules("tests") if max(_pauses(module), default=0) > LONGEST_PAUSE
    }
    assert long == set(LONGER)


def _imports(node: ast.AST) -> set[str]:
    """The packages that a statement imports of."""
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return {(node.module or "").partition(".")[0]} if isinstance(node, ast.ImportFrom) else set()


def _pauses(module: Module) -> Iterator[float]:
    """The seconds of each sleep that are written in the module, by themselves or as a constant's name."""
    for call in calls(module.tree, "sleep"):
        seconds = call.args[0]
        if isinstance(seconds, ast.Constant) or (isinstance(seconds, ast.Name) and seconds.id.isupper()):
            yield module.value(seconds)
