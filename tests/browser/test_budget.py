"""The build stays small: what a first view must load, gzipped."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

DIST = Path(__file__).parents[2] / "frontend" / "dist"
KB = 1000
ADMIN = ("index.html", "src/app/pages/HomePage.tsx", "src/i18n/{}/admin.json", "src/i18n/{}/shared.json")
SMALL = ("learn.html", "src/i18n/{}/learner.json", "src/i18n/{}/shared.json")


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_the_first_view_of_the_admin_app(language: str) -> None:
    assert scripts(*(name.format(language) for name in ADMIN)) <= 200 * KB


@pytest.mark.parametrize("page", ["SignIn", "Join", "Forgot", "Reset", "My"])
@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_each_small_page(page: str, language: str) -> None:
    own = (f"src/app/pages/{page}Page.tsx", *(name.format(language) for name in SMALL))
    assert scripts(*own) <= 110 * KB


def scripts(*entries: str) -> int:
    """The gzipped bytes of these modules and all that they import."""
    manifest: dict[str, dict[str, Any]] = json.loads((DIST / ".vite" / "manifest.json").read_bytes())
    needed: set[str] = set()
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += manifest[name].get("imports", [])
    files = {manifest[name]["file"] for name in needed}
    return sum(len(gzip.compress((DIST / file).read_bytes(), 9)) for file in files)
