"""The papers are true: what they name exists, and they speak of this project alone."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.core import settings
from tests.house.source import ROOT, files

PAPERS = [*(Path(one.name) for one in sorted(ROOT.glob("*.md"))), *files("docs", ".md")]
DECISIONS = [path for path in files("docs/decisions", ".md") if path.name != "README.md"]
PARTS = ["## Context", "## Decision", "## Consequences", "## Alternatives"]
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
NAMED = re.compile(r"`((?:backend|frontend|tests|docs|benchmarks)/[\w./-]*\w/?)`")
MACHINE = re.compile(r"(?<![\w~.])/(?:work|home|Users|root)/\w")
ADDRESS = re.compile(r"https?:|--(?:extra-)?index-url|--find-links| @ ")
SETTING = re.compile(r"\b(?:USHER|DATABASE|REDIS|SMTP)(?:_[A-Z]+)*_[A-Z]+\b")
TEXTS = (
    ".py",
    ".md",
    ".toml",
    ".ts",
    ".tsx",
    ".mjs",
    ".json",
    ".css",
    ".html",
    ".yml",
    ".mjml",
    ".txt",
    ".sh",
)
LOCKS = {"requirements.lock", "requirements-server.lock", "package-lock.json"}


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_what_a_paper_names_exists(paper: Path) -> None:
    text = (ROOT / paper).read_text()
    missing = [link for link in LINK.findall(text) if not (ROOT / paper.parent / link).exists()]
    missing += [name for name in NAMED.findall(text) if not (ROOT / name).exists()]
    assert missing == []


def test_every_page_is_in_its_list() -> None:
    pages = [path.name for path in files("docs", ".md") if path.parent == Path("docs")]
    index, decisions = (ROOT / "docs/README.md").read_text(), (ROOT / "docs/decisions/README.md").read_text()
    assert [name for name in pages if name != "README.md" and f"]({name})" not in index] == []
    assert [path.name for path in DECISIONS if f"]({path.name})" not in decisions] == []


@pytest.mark.parametrize("paper", DECISIONS, ids=lambda path: str(path.stem))
def test_a_decision_says_what_why_and_what_else(paper: Path) -> None:
    text = (ROOT / paper).read_text()
    assert text.startswith(f"# {paper.name[:4]}: ")
    assert re.findall(r"^## .*$", text, re.MULTILINE) == PARTS


def test_the_words_of_the_app_that_a_paper_sets_in_bold_are_there() -> None:
    catalogs = [json.loads((ROOT / path).read_text()) for path in files("frontend/src/i18n/en", ".json")]
    words = set(_leaves(catalogs))
    bold = re.findall(r"\*\*(.+?)\*\*", (ROOT / "docs/troubleshooting.md").read_text())
    assert [word for told in bold for word in told.split(" › ") if word not in words] == []


def test_every_setting_is_explained_and_no_other() -> None:
    code = (ROOT / "backend/core/settings.py").read_text()
    known = set(SETTING.findall(code)) | settings.KNOWN
    told = set(SETTING.findall((ROOT / "docs/settings.md").read_text()))
    assert told == known


def test_every_room_and_process_stands_in_the_plan() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text()
    there = {path.parts[1].removesuffix(".py") for path in files("backend", ".py")} - {"__init__"}
    assert [name for name in sorted(there) if not re.search(rf"`{name}/?`", plan)] == []


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert json.loads((ROOT / "frontend/package.json").read_text())["version"] == version
    assert re.search(rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z][\w-]*):(?!=)(.*)$", makefile, re.MULTILINE)
    assert [name for name, rest in targets if not re.search(r"## \w+", rest)] == []
    (phony,) = re.findall(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)
    assert set(phony.split()) == {name for name, _ in targets}


def test_make_chaos_breaks_everything() -> None:
    dry = ["make", "--dry-run", "chaos"]
    command = shlex.split(subprocess.check_output(dry, cwd=ROOT, text=True).splitlines()[-1])
    asked = [sys.executable, "-m", "pytest", *command[command.index(".venv/bin/pytest") + 1 :]]
    found = subprocess.check_output([*asked, "--collect-only"], cwd=ROOT, text=True)
    assert "tests/faults/chaos.py" in found


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-server.lock", "frontend/package-lock.json"]
)
def test_a_lock_carries_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert text.count("sha256:") + text.count('"integrity"') > 50
    assert [line for line in text.splitlines() if ADDRESS.search(line)] == []


def test_nothing_speaks_of_one_machine() -> None:
    texts = [
        path for folder in (".ci", "backend", "docs", "frontend", "tests") for path in files(folder, *TEXTS)
    ]
    # `.git` is a file in a worktree, where it says which machine it stands on; it is in no commit.
    texts += [Path(one.name) for one in ROOT.iterdir() if one.is_file() and one.name not in {*LOCKS, ".git"}]
    found = [str(path) for path in texts if path.name not in LOCKS and MACHINE.search(_read(path))]
    assert found == []


def _read(path: Path) -> str:
    return (ROOT / path).read_text(errors="ignore")


def _leaves(value: Any) -> Iterator[str]:
    """Every text of a catalog, or of a list of them."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)
    elif isinstance(value, str):
        yield value
