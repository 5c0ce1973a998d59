"""All suites ask one running system, and so run in one process of the test run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.served import served

__all__ = ["served"]
HERE = Path(__file__).parent
# These take minutes, and tools from an environment of their own: `make conformance` names it.
collect_ignore = [] if "CONFORMANCE" in os.environ else ["test_tools.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They start processes."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.system)
            item.add_marker(pytest.mark.xdist_group("served"))
