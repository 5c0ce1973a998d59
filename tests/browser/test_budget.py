"""The build stays small: what a first view must load, gzipped."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

DIST = Path(__file__).parents[2] / "frontend" / "dist"
SOURCES = Path(__file__).parents[2] / "frontend" / "src"
TEXT = ".m_b6d8b162{"  # the library's own class of texts
KB = 1000
MOST_FILES = 10  # each is a journey of its own
ADMIN = ("index.html", "src/app/pages/HomePage.tsx", "src/i18n/{}/admin.json", "src/i18n/{}/shared.json")
ENTRIES = {"index.html", "learn.html"}
SMALL = ("learn.html", "src/i18n/{}/learner.json", "src/i18n/{}/shared.json")


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_the_first_view_of_the_admin_app(language: str) -> None:
    found = scripts(*(name.format(language) for name in ADMIN))
    assert sum(found.values()) <= 200 * KB
    assert len(found) <= MOST_FILES


@pytest.mark.parametrize("page", ["SignIn", "Join", "Forgot", "Reset", "My"])
@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_each_small_page(page: str, language: str) -> None:
    own = (f"src/app/pages/{page}Page.tsx", *(name.format(language) for name in SMALL))
    found = scripts(*own)
    assert sum(found.values()) <= 110 * KB
    assert len(found) <= MOST_FILES


def test_nothing_needs_an_entry_which_would_start_another_app() -> None:
    manifest = json.loads((DIST / ".vite" / "manifest.json").read_bytes())
    assert manifest.keys() > ENTRIES
    needing = [name for name, chunk in manifest.items() for one in chunk.get("imports", []) if one in ENTRIES]
    assert needing == []


def test_our_own_styles_stand_over_the_librarys_whatever_comes_first() -> None:
    styles = {path.name: path.read_text() for path in (DIST / "assets").glob("*.css")}
    texts = [name for name, text in styles.items() if TEXT in text]
    assert sorted(name.partition("-")[0] for name in texts) == ["app", "learn"]
    for name in texts:
        assert (
            styles[name].index("@layer base")
            < styles[name].index("@layer mantine")
            < styles[name].index(TEXT)
        )
    library = re.compile(r'import "@mantine/[^"]*styles[^"]*(?<!\.layer)\.css"')
    sources = [path for ending in ("*.css", "*.ts*") for path in SOURCES.rglob(ending)]
    assert [path.name for path in sources if library.search(path.read_text())] == []


def scripts(*entries: str) -> dict[str, int]:
    """The files of these modules and of all that they import, and their gzipped bytes."""
    manifest: dict[str, dict[str, Any]] = json.loads((DIST / ".vite" / "manifest.json").read_bytes())
    needed: set[str] = set()
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += manifest[name].get("imports", [])
    files = {manifest[name]["file"] for name in needed}
    return {file: len(gzip.compress((DIST / file).read_bytes(), 9)) for file in files}
