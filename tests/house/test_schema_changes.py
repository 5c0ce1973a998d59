"""What would break a client is named in the changelog, or it does not happen."""

from __future__ import annotations

import re

from graphql import GraphQLSchema, build_schema, find_breaking_changes

from tests.house.source import ROOT

OF_A_FIELD, OF_A_TYPE = re.compile(r"[A-Z]\w*\.\w+"), re.compile(r"[A-Z]\w*")


def test_what_would_break_a_client_is_named_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    newest = changelog.split("\n## ")[1]
    unnamed = [change for change in breaking("schema.published.graphql") if _place(change) not in newest]
    assert unnamed == [], "name each in CHANGELOG.md under `### Breaking`, by its place in the schema"


def breaking(published: str) -> list[str]:
    old, new = (build_schema((ROOT / name).read_text()) for name in (published, "schema.graphql"))
    return _between(old, new)


def _between(old: GraphQLSchema, new: GraphQLSchema) -> list[str]:
    return [change.description for change in find_breaking_changes(old, new)]


def _place(change: str) -> str:
    """The place in the schema that a change tells of, such as `Member.email`."""
    found = OF_A_FIELD.search(change) or OF_A_TYPE.search(change)
    return f"`{found[0]}`" if found else change


def test_what_breaks_is_seen_with_its_place() -> None:
    old = build_schema("type Query { a(b: Int): Int c: Int d: D } enum D { E F } input I { g: Int } scalar S")
    new = build_schema("type Query { a(b: Int!): Int d: D x: Int } enum D { E } input I { g: Int h: Int! }")
    found = sorted(_place(change) for change in _between(old, new))
    assert found == ["`D.F`", "`I.h`", "`Query.a`", "`Query.c`", "`S`"], _between(old, new)
    assert _between(old, old) == []
