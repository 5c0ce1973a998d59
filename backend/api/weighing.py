"""How much a GraphQL document asks for: depth, aliases, repetitions and the objects it may bring."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from backend.core.errors import DomainError

LIMITS = {
    "depth": 10,  # fields below one another; of introspection graphql-core has a rule
    "aliases": 15,
    "directives": 10,
    "mutations": 10,
    "fields": 1_000,
    "repeats": 30,  # fields of one name beside each other: merging them takes the square of their number
    "cost": 20_000,
}
DEEPEST_NEST = 40  # selections of any kind within one another, so that measuring them stays cheap
USUAL_PAGE, LARGEST_PAGE = 50, 1_000
UNPAGED = 5  # objects that a list without pages holds, as a rule
INTROSPECTION = ("__schema", "__type")


class TooComplex(DomainError):
    """The operation asks for more than one may ask for at once."""

    code = "TOO_COMPLEX"


@dataclass(slots=True)
class Part:
    """What a selection and everything below it comes to; `names` stand beside each other."""

    names: list[str] = field(default_factory=list)
    depth: int = 0
    cost: int = 0
    aliases: int = 0
    directives: int = 0
    fields: int = 0
    repeats: int = 0

    def add(self, other: Part) -> None:
        """What stands beside it."""
        self.names += other.names
        self.depth = max(self.depth, other.depth)
        for name in ("cost", "aliases", "directives", "fields", "repeats"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Scale:
    """Weighs the definitions of one document."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]) -> None:
        self._schema = schema
        self._variables = variables
        self._known: dict[tuple[str, int], Part] = {}
        self._document = document
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }

    def cost(self, operation_name: str | None) -> int:
        """What the wanted operation may bring; raises TooComplex for it and whatever stands beside it."""
        for name in self._fragments:
            _refuse(self._spread(name, 0, 1))
        found = 0
        for node in self._document.definitions:
            if isinstance(node, OperationDefinitionNode):
                part = self._operation(node)
                _refuse(part)
                if operation_name is None or (node.name and node.name.value == operation_name):
                    found = max(found, part.cost)
        return found

    def _operation(self, node: OperationDefinitionNode) -> Part:
        variables = node.variable_definitions or ()
        usual = {one.variable.name.value: _number(one.default_value, {}) for one in variables}
        self._variables = usual | self._variables
        part = self._set(node.selection_set, self._schema.get_root_type(node.operation), 0, 1)
        part.directives += len(node.directives or ())
        part.directives += sum(len(one.directives or ()) for one in variables)
        if node.operation is OperationType.MUTATION:
            _limit("mutations", len(part.names))
        return part

    def _set(self, selections: SelectionSetNode, parent: Any, nest: int, page: int) -> Part:
        if nest > DEEPEST_NEST:
            raise TooComplex(f"Selections are nested over {DEEPEST_NEST} deep.", limit=DEEPEST_NEST)
        part = Part()
        for one in selections.selections:
            part.add(self._selection(one, parent, nest + 1, page))
            _limit("fields", part.fields)
        return part

    def _selection(self, one: SelectionNode, parent: Any, nest: int, page: int) -> Part:
        if isinstance(one, FieldNode):
            part = self._field(one, parent, nest, page)
        elif isinstance(one, FragmentSpreadNode):
            part = self._spread(one.name.value, nest, page)
        else:  # an inline fragment
            kind = one.type_condition  # type: ignore[attr-defined]
            within = self._schema.get_type(kind.name.value) if kind else parent
            part = self._set(one.selection_set, within, nest, page)  # type: ignore[attr-defined]
        counted = Part()
        counted.add(part)
        counted.directives += len(one.directives or ())
        return counted

    def _spread(self, name: str, nest: int, page: int) -> Part:
        node = self._fragments.get(name)
        if node is None:
            return Part()
        if (name, page) not in self._known:
            within = self._schema.get_type(node.type_condition.name.value)
            part = self._set(node.selection_set, within, nest, page)
            part.directives += len(node.directives or ())
            self._known[name, page] = part
        return self._known[name, page]

    def _field(self, node: FieldNode, parent: Any, nest: int, page: int) -> Part:
        name = node.name.value
        part = Part([node.alias.value if node.alias else name], 1, fields=1, aliases=bool(node.alias))
        if node.selection_set is None:
            return part
        known = (
            parent.fields.get(name) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        )
        kind = get_named_type(known.type) if known else None
        paged = kind is not None and kind.name.endswith("Connection")
        below = self._set(node.selection_set, kind, nest, self._page(node, known) if paged else 1)
        part.repeats = below.repeats + _repeated(below.names)
        part.aliases += below.aliases
        part.directives += below.directives
        part.fields += below.fields
        if name in INTROSPECTION or (kind is not None and kind.name.startswith("__")):
            return part
        many = (page if page > 1 else UNPAGED) if known and is_list_type(get_nullable_type(known.type)) else 1
        part.depth += below.depth
        part.cost = many * (1 + below.cost)
        return part

    def _page(self, node: FieldNode, known: Any) -> int:
        given = {one.name.value: _number(one.value, self._variables) for one in node.arguments or ()}
        for name in ("first", "last"):
            usual = known.args[name].default_value if name in known.args else None
            given[name] = given.get(name) or (usual if isinstance(usual, int) else None)
        asked = [size for size in (given["first"], given["last"]) if size is not None]
        return max(1, min(max(asked, default=USUAL_PAGE), LARGEST_PAGE))


def _refuse(part: Part) -> None:
    for name in ("depth", "aliases", "directives", "cost"):
        _limit(name, getattr(part, name))
    _limit("repeats", part.repeats + _repeated(part.names))


def _limit(name: str, found: int) -> None:
    most = LIMITS[name]
    if found > most:
        message = f"This asks for too much at once: {name} {found}, at most {most}."
        raise TooComplex(message, **{name: found, "limit": most})


def _repeated(names: list[str]) -> int:
    return len(names) - len(set(names))


def _number(value: ValueNode | None, variables: dict[str, Any]) -> int | None:
    if isinstance(value, VariableNode):
        given = variables.get(value.name.value)
        return given if isinstance(given, int) else None
    return int(value.value) if isinstance(value, IntValueNode) else None
