"""All that can be asked, walked by the schema itself: each operation, with every place where an id stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)
from graphql.language import parse

from backend.api.schema import schema
from backend.api.weighing import Scale, TooComplex
from backend.core.ids import Kind

SCHEMA = schema._schema
DEEPEST = {"query": 5, "mutation": 3, "subscription": 3}
LONGEST = 5_000  # characters: what is remembered by the server is faster to ask again
Path = tuple[str, ...]
DOCUMENTS: dict[tuple[str, Kind | None], str] = {}

# Values for what an input requires, by the field's name, then by its type.
BY_NAME: dict[str, Any] = {
    "emails": ["someone@callers.example"],
    "email": "someone@callers.example",
    "planHash": "0" * 64,
    "scopes": ["SEE_GROUPS"],
    "of": ["MEMBER"],
    "url": "https://hooks.callers.example/usher",
    "cells": [{"column": "email", "text": "someone@callers.example"}],
    "rows": [{"position": 1, "cells": [{"column": "email", "text": "someone@callers.example"}]}],
}
BY_TYPE: dict[str, Any] = {
    "String": "A quiet word",
    "Int": 1,
    "Boolean": False,
    "Date": "2031-01-01",
    "DateTime": "2031-01-01T09:00:00Z",
}
# Where an id stands under another name than its kind's.
NAMED: dict[str, Kind] = {
    "actorId": Kind.MEMBER,
    "subjectId": Kind.MEMBER,
    "uploadId": Kind.UPLOAD,
    "deliveryId": Kind.WEBHOOK_DELIVERY,
}
# What `id` and `ids` of an operation mean, by a part of the operation's name; the first that fits.
MEANT: tuple[tuple[str, Kind], ...] = (
    ("Import", Kind.IMPORT),
    ("Member", Kind.MEMBER),
    ("clearBounce", Kind.MEMBER),
    ("nvitation", Kind.INVITATION),
    ("Group", Kind.GROUP),
    ("Program", Kind.PROGRAM),
    ("Session", Kind.SESSION),
    ("Batch", Kind.BATCH),
    ("ApiKey", Kind.API_KEY),
    ("Webhook", Kind.WEBHOOK),
    ("Device", Kind.DEVICE),
)
# Texts that name things by their id as well.
TEXTS: dict[str, tuple[tuple[Path, Kind], ...]] = {
    "setAccounts": ((("input", "rows", "groups"), Kind.GROUP),),
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One field of Query, Mutation or Subscription."""

    verb: str
    name: str
    field: GraphQLField

    def places(self) -> Iterator[tuple[Path, Kind]]:
        """Where ids stand in its arguments, and of which kind; `node` takes every kind."""
        for name, argument in self.field.args.items():
            for path in _ids(argument.type, (name,)):
                if self.name == "node":
                    yield from ((path, kind) for kind in Kind)
                else:
                    yield path, self._kind(path[-1])
        yield from TEXTS.get(self.name, ())

    def _kind(self, name: str) -> Kind:
        stem = name.removesuffix("s").removesuffix("Id")
        if name in NAMED:
            return NAMED[name]
        if stem != "id":
            return Kind[stem.upper()]
        return next(kind for part, kind in MEANT if part in self.name)

    def variables(self, ids: dict[Path, Any], own: dict[Kind, str]) -> dict[str, Any]:
        """The least that it requires, with these ids in their places and the caller's own elsewhere."""
        given = {}
        for name, argument in self.field.args.items():
            wanted = any(path[0] == name for path in ids)
            if wanted or is_required_argument(argument):
                given[name] = self._value(argument.type, (name,), ids, own)
        return given

    def document(self, kind: Kind | None = None) -> str:
        """Asks for as much as one may ask for at once; `kind` is that of a node."""
        if (self.name, kind) not in DOCUMENTS:
            DOCUMENTS[self.name, kind] = self._longest(kind)
        return DOCUMENTS[self.name, kind]

    def _longest(self, kind: Kind | None) -> str:
        for depth in range(DEEPEST[self.verb], 0, -1):
            text = self._document(depth, kind)
            try:
                Scale(SCHEMA, parse(text), {}).cost(None)
            except TooComplex:
                continue
            if len(text) <= LONGEST:
                return text
        raise AssertionError(f"{self.name} can't be asked")

    def _document(self, depth: int, kind: Kind | None) -> str:
        args = self.field.args.items()
        names = [name for name, one in args if is_required_argument(one) or [*_ids(one.type, (name,))]]
        takes = ", ".join(f"${name}: {self.field.args[name].type}" for name in names)
        gives = ", ".join(f"{name}: ${name}" for name in names)
        asked = self.name + (f"({gives})" if names else "")
        selection = _selection(_shown(self.field, kind), depth, ())
        if kind is not None:
            selection = f"{{ __typename ... on {_node_name(kind)} {selection} }}"
        return f"{self.verb} Walk{f'({takes})' if takes else ''} {{ {asked} {selection} }}"

    def _value(self, kind: Any, path: Path, ids: dict[Path, Any], own: dict[Kind, str]) -> Any:
        many = isinstance(get_nullable_type(kind), GraphQLList)
        one = get_named_type(kind)
        if path in ids:
            return [ids[path]] if many else ids[path]
        if one.name == "ID":
            return [own[self._kind(path[-1])]] if many else own[self._kind(path[-1])]
        within = any(place[: len(path)] == path for place in ids)
        if path[-1] in BY_NAME and not within:
            return BY_NAME[path[-1]]
        if isinstance(one, GraphQLInputObjectType):
            value: Any = {
                name: self._value(field.type, (*path, name), ids, own)
                for name, field in one.fields.items()
                if is_required_input_field(field)
                or any(place[: len(path) + 1] == (*path, name) for place in ids)
            }
        else:
            value = next(iter(one.values)) if isinstance(one, GraphQLEnumType) else BY_TYPE[one.name]
        return [value] if many else value


def operations() -> list[Operation]:
    """Every operation there is."""
    roots = (
        ("query", SCHEMA.query_type),
        ("mutation", SCHEMA.mutation_type),
        ("subscription", SCHEMA.subscription_type),
    )
    return [Operation(verb, name, one) for verb, root in roots if root for name, one in root.fields.items()]


def _ids(kind: Any, path: Path, seen: Sequence[str] = ()) -> Iterator[Path]:
    one = get_named_type(kind)
    if one.name == "ID":
        yield path
    elif isinstance(one, GraphQLInputObjectType) and one.name not in seen:
        for name, field in one.fields.items():
            yield from _ids(field.type, (*path, name), (*seen, one.name))


def _node_name(kind: Kind) -> str:
    name = {Kind.IMPORT: "AccountImport"}.get(kind, "".join(part.title() for part in kind.name.split("_")))
    return name if isinstance(SCHEMA.get_type(name), GraphQLObjectType) else "Node"


def _shown(field: GraphQLField, kind: Kind | None) -> Any:
    return SCHEMA.get_type(_node_name(kind)) if kind else get_named_type(field.type)


def _selection(kind: Any, depth: int, seen: Sequence[str]) -> str:
    parts = []
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        if is_leaf_type(below):
            parts.append(name)
        elif depth > 1 and below.name not in seen:
            parts.append(name + _arguments(field) + _selection(below, depth - 1, (*seen, kind.name)))
    return " { " + " ".join(parts or ["__typename"]) + " } "


def _arguments(field: GraphQLField) -> str:
    given = ["first: 3"] if "first" in field.args else []
    given += ["by: DAY"] if "by" in field.args else []
    return f"({', '.join(given)})" if given else ""
