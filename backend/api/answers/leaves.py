"""How values leave: one function from a column of values to a column of JSON, for each leaf type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeAlias

from graphql import GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLScalarType, GraphQLString

Column: TypeAlias = Callable[[Sequence[Any]], list[Any]]


@cache
def leaves(kind: GraphQLScalarType | GraphQLEnumType) -> Column:
    """How a column of this type is written; None stays None, what does not fit raises."""
    serialize = kind.serialize
    if kind in (GraphQLString, GraphQLID):
        return _as_they_are(str, serialize)
    if kind is GraphQLBoolean:
        return _as_they_are(bool, serialize)
    if isinstance(kind, GraphQLEnumType):
        return _remembered(serialize)
    return lambda values: [None if value is None else serialize(value) for value in values]


def _as_they_are(usual: type, serialize: Callable[[Any], Any]) -> Column:
    """Values of the usual type need no writing."""

    def column(values: Sequence[Any]) -> list[Any]:
        return [value if value is None or value.__class__ is usual else serialize(value) for value in values]

    return column


def _remembered(serialize: Callable[[Any], Any]) -> Column:
    """An enumeration has few values: each is written once."""
    known: dict[Any, Any] = {None: None}

    def column(values: Sequence[Any]) -> list[Any]:
        for value in set(values).difference(known):
            known[value] = serialize(value)
        return [known[value] for value in values]

    return column
