"""One contract for both halves: made from the code, described throughout, and asked for only what it has."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
    parse,
    validate,
)

from backend.api.reference import reference
from backend.api.schema import printed
from tests.documents import SOURCES, documents
from tests.house.source import ROOT

SCHEMA = build_schema((ROOT / "schema.graphql").read_text())


def test_schema_graphql_is_what_the_code_says() -> None:
    assert (ROOT / "schema.graphql").read_text() == printed(), "run `make schema`"


def test_the_page_of_the_api_is_what_the_schema_says() -> None:
    assert (ROOT / "docs/api.md").read_text() == reference(), "run `make schema`"


def test_everything_in_the_schema_has_a_description() -> None:
    assert [name for name, description in _described(SCHEMA) if not (description or "").strip()] == []


def test_every_mutation_takes_one_input_and_answers_errors_as_data() -> None:
    assert SCHEMA.mutation_type is not None
    for name, field in SCHEMA.mutation_type.fields.items():
        assert list(field.args) in ([], ["input"]), name
        payload = SCHEMA.type_map[str(field.type).strip("!")]
        assert isinstance(payload, GraphQLObjectType), name
        assert str(payload.fields["errors"].type) == "[InputError!]!", name


def test_people_are_members_and_never_users() -> None:
    names = [name for name, _ in _described(SCHEMA) if re.search(r"(?i)user(?!name)", name)]
    assert names == []


DOCUMENTS = documents()


def test_the_documents_of_the_app_are_found() -> None:
    calls = sum(len(re.findall(r"\bgraphql(?:Text)?\(\s*[`\"']", source)) for source in SOURCES.values())
    assert len(DOCUMENTS) == calls > 10


@pytest.mark.parametrize("place", DOCUMENTS)
def test_a_document_of_the_app_fits_the_schema(place: str) -> None:
    errors = [error.message for error in validate(SCHEMA, parse(DOCUMENTS[place]))]
    assert [one for one in errors if not re.fullmatch(r"Fragment '\w+' is never used\.", one)] == []


def _described(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for name, kind in schema.type_map.items():
        if not is_introspection_type(kind) and not is_specified_scalar_type(kind):
            yield name, kind.description
            yield from _parts(name, kind)


def _parts(name: str, kind: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    if isinstance(kind, GraphQLEnumType):
        yield from ((f"{name}.{value}", one.description) for value, one in kind.values.items())
    if isinstance(kind, GraphQLInputObjectType):
        yield from ((f"{name}.{field}", one.description) for field, one in kind.fields.items())
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for field, one in kind.fields.items():
            yield f"{name}.{field}", one.description
            if kind is not SCHEMA.mutation_type:  # there it is always called input, and its type says it all
                yield from (
                    (f"{name}.{field}({argument})", two.description) for argument, two in one.args.items()
                )
