"""What a process does not wait for at its start."""

from __future__ import annotations

import subprocess
import sys

import pytest

LATER = {"backend.app": {"scim2_models", "openpyxl"}, "backend.worker": {"strawberry", "graphql", "openpyxl"}}


@pytest.mark.parametrize("process", LATER)
def test_what_few_use_is_loaded_when_it_is_used(process: str) -> None:
    command = f"import sys, {process}; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, text=True)
    loaded = set(told.stdout.split())
    assert process in loaded
    assert not LATER[process] & loaded
