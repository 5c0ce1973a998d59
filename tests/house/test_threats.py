"""docs/security.md names a test for each thing it claims, and the test is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
CLAIM = re.compile(r"^\| (?!attack|promised|---)", re.MULTILINE)


def test_every_claim_names_a_test_that_is_there() -> None:
    page = (ROOT / "docs/security.md").read_text()
    named = NAMED.findall(page)
    assert len(named) > 40
    gone = [f"{file}::{name}" for file, name in named if not _is_there(ROOT / file, name)]
    assert gone == []


def test_no_claim_stands_without_a_test() -> None:
    rows = [line for line in (ROOT / "docs/security.md").read_text().splitlines() if CLAIM.match(line)]
    assert rows
    assert [row for row in rows if not NAMED.search(row) and not row.startswith("|---")] == []


def _is_there(file: Path, name: str) -> bool:
    return (
        file.is_file() and re.search(rf"^(?:async )?def {name}\(", file.read_text(), re.MULTILINE) is not None
    )
