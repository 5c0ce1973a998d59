"""The documents of the app, as its sources hold them: each with the fragments it names."""

from __future__ import annotations

import re

from tests.house.source import ROOT, files

DOCUMENT = re.compile(r"\bgraphql(?:Text)?\(\s*`([^`]+)`(?:,\s*\[([^\]]*)\])?")
NAMED = re.compile(r"const (\w+) = " + DOCUMENT.pattern)
SOURCES = {
    path: (ROOT / path).read_text()
    for path in files("frontend/src", ".ts", ".tsx")
    if ".test." not in path.name
}
FRAGMENTS = {name: parts for source in SOURCES.values() for name, *parts in NAMED.findall(source)}


def documents() -> dict[str, str]:
    """Every document by where it stands."""
    return {
        f"{path}:{source[: found.start()].count(chr(10)) + 1}": _whole(found[1], found[2] or "")
        for path, source in SOURCES.items()
        for found in DOCUMENT.finditer(source)
    }


def _whole(text: str, names: str) -> str:
    wanted = dict.fromkeys(_fragments(names))
    return "\n".join([text, *(FRAGMENTS[name][0] for name in wanted)])


def _fragments(names: str) -> list[str]:
    found = [name.strip() for name in names.split(",") if name.strip()]
    return [one for name in found for one in (name, *_fragments(FRAGMENTS[name][1]))]
