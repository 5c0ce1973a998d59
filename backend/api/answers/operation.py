"""A query made ready: read and checked once, its fields flattened once for each type they are asked of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    get_operation_ast,
    visit,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues
from strawberry.types.field import StrawberryField

from backend.api.limits import REMEMBERED, errors_of, parsed
from backend.api.schema import schema

SCHEMA = schema._schema
TYPENAME = "__typename"


@dataclass(slots=True)
class Wanted:
    """One field as it is asked for: its key in the answer, and everything that was asked below it."""

    key: str
    details: list[FieldDetails]
    definition: GraphQLField
    ours: StrawberryField | None  # None for __typename
    below: dict[str, list[Wanted]] = field(default_factory=dict)

    @property
    def node(self) -> FieldNode:
        """Where its arguments stand."""
        return self.details[0].node


@dataclass(slots=True)
class Operation:
    """A query that fits the schema, under given answers to its @skip and @include."""

    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    conditions: VariableValues
    root: list[Wanted] = field(default_factory=list)

    def fields(self, kind: GraphQLObjectType, above: Wanted) -> list[Wanted]:
        """The fields asked for of this type below a field: fragments, aliases and conditions flattened."""
        if kind.name not in above.below:
            found = collect_subfields(SCHEMA, self.details(), self.conditions, self.node, kind, above.details)
            above.below[kind.name] = _wanted(kind, found.grouped_field_set)
        return above.below[kind.name]

    def details(self) -> dict[str, FragmentDetails]:
        """The fragments as graphql-core wants them."""
        return {name: FragmentDetails(node) for name, node in self.fragments.items()}


class Introspective(Exception):
    """The query asks about the schema itself, which the library answers."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document whose wanted operation is a query that fits the schema; `conditional` names the variables
    that decide what is left out of the answer.
    """

    tree: DocumentNode
    node: OperationDefinitionNode
    conditional: tuple[str, ...]


@lru_cache(REMEMBERED)
def document_of(query: str, name: str | None, curious: bool) -> Document | None:
    """The document of a query; None where the library must answer. Raises GraphQLError."""
    tree = parsed(query)
    node = get_operation_ast(tree, name)
    if node is None or node.operation is not OperationType.QUERY or errors_of(SCHEMA, query, curious):
        return None
    conditions = _Conditions()
    visit(tree, conditions)
    return Document(tree, node, tuple(dict.fromkeys(conditions.names)))


def operation_of(document: Document, variables: dict[str, Any]) -> Operation:
    """The query with what is left out under these values; raises Introspective."""
    return _operation(document, tuple((name, variables[name]) for name in document.conditional))


@lru_cache(REMEMBERED)
def _operation(document: Document, answers: tuple[tuple[str, bool], ...]) -> Operation:
    definitions = document.tree.definitions
    fragments = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
    operation = Operation(document.node, fragments, VariableValues({}, dict(answers)))
    root = SCHEMA.get_root_type(OperationType.QUERY)
    assert root  # noqa: S101 - every schema has one
    found = collect_fields(SCHEMA, operation.details(), operation.conditions, root, document.node)
    operation.root = _wanted(root, found.grouped_field_set)
    return operation


def _wanted(kind: GraphQLObjectType, found: dict[str, Sequence[FieldDetails]] | Any) -> list[Wanted]:
    fields = []
    for key, details in found.items():
        name = details[0].node.name.value
        definition = SCHEMA.get_field(kind, name)
        if definition is None or (name.startswith("__") and name != TYPENAME):
            raise Introspective
        ours = definition.extensions.get("strawberry-definition")
        fields.append(Wanted(key, list(details), definition, ours))
    return fields


class _Conditions(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_directive(self, node: Any, *_: Any) -> None:
        """Both directives take one argument, `if`."""
        self.names += [one.value.name.value for one in node.arguments if isinstance(one.value, VariableNode)]
