"""Builds an answer level by level: every field once for all of its parents, rows wherever they can be.

Only what goes well is answered here. Whatever else happens raises, and the library answers instead: so
errors, nulls where there may be none and all that is rare have one place where they are told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from inspect import isawaitable
from itertools import chain
from operator import attrgetter
from typing import Any, TypeAlias, cast

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.values import VariableValues, get_argument_values
from graphql.pyutils import Path

from backend.api.answers.leaves import leaves
from backend.api.answers.operation import SCHEMA, Operation, Wanted
from backend.api.context import Context
from backend.api.types.node import PRESENTERS, TOGETHER

Values: TypeAlias = Sequence[Any]


class Unfit(Exception):
    """A value does not fit its type."""


class Levels:
    """One answer in the making."""

    def __init__(self, operation: Operation, variables: VariableValues, context: Context) -> None:
        self._operation, self._variables, self._context = operation, variables, context

    async def data(self) -> dict[str, Any]:
        """All that was asked for; raises where any of it goes amiss."""
        assert SCHEMA.query_type  # noqa: S101 - every schema has one
        (answer,) = await self._objects(SCHEMA.query_type, self._operation.root, [None])
        return answer

    async def _objects(
        self, kind: GraphQLObjectType, fields: list[Wanted], sources: Values
    ) -> list[dict[str, Any]]:
        keys = [field.key for field in fields]
        columns = [await self._column(kind, field, sources) for field in fields]
        if not columns:
            return [{} for _ in sources]
        return [dict(zip(keys, values)) for values in zip(*columns, strict=True)]  # noqa: B905 - a column for each key

    async def _column(self, kind: GraphQLObjectType, field: Wanted, sources: Values) -> Values:
        values = self._resolved(kind, field, sources)
        return await self._complete(
            field.definition.type, field, await values if isawaitable(values) else values
        )

    def _resolved(
        self, kind: GraphQLObjectType, field: Wanted, sources: Values
    ) -> list[Any] | Awaitable[list[Any]]:
        """What the field holds of each parent, before it is completed."""
        ours = field.ours
        if ours is None:
            return [kind.name] * len(sources)
        if together := ours.metadata.get(TOGETHER):
            return cast("Awaitable[list[Any]]", together(self._context, sources, self._arguments(field)))
        if ours.base_resolver is None:
            return _attributes(ours.python_name, sources)
        nodes = _nodes(sources)
        if not ours.arguments and not ours.extensions and ours.base_resolver.info_parameter is None:
            resolve: Any = ours.base_resolver.wrapped_func
            return _settled([resolve(node) for node in nodes])
        return _settled(self._each(kind, field, nodes))

    def _each(self, kind: GraphQLObjectType, field: Wanted, nodes: Values) -> list[Any]:
        info, arguments = self._info(kind, field), self._arguments(field)
        resolve = field.definition.resolve
        assert resolve  # noqa: S101 - strawberry gives every field one
        return [resolve(node, info, **arguments) for node in nodes]

    async def _complete(self, kind: Any, field: Wanted, values: Values) -> Values:
        """The values of a column as they leave."""
        if isinstance(kind, GraphQLNonNull):
            found = await self._complete(kind.of_type, field, values)
            if None in found:
                raise Unfit
            return found
        if is_leaf_type(kind):
            return leaves(kind)(values)
        there = [value for value in values if value is not None]
        if isinstance(kind, GraphQLList):
            flat = await self._complete(kind.of_type, field, list(chain.from_iterable(there)))
            done: Iterable[Any] = _regrouped(flat, there)
        else:
            done = await self._shown(kind, field, there)
        if len(there) == len(values):
            return list(done)
        each = iter(done)
        return [None if value is None else next(each) for value in values]

    async def _shown(self, kind: Any, field: Wanted, sources: Values) -> Values:
        if not is_abstract_type(kind):
            return await self._objects(kind, self._operation.fields(kind, field), sources)
        answers: dict[int, Any] = {}
        for one in dict.fromkeys(map(type, sources)):
            places = [place for place, source in enumerate(sources) if type(source) is one]
            found = _object_type(one)
            fields = self._operation.fields(found, field)
            objects = await self._objects(found, fields, [sources[place] for place in places])
            answers.update(zip(places, objects, strict=True))
        return [answers[place] for place in range(len(sources))]

    def _arguments(self, field: Wanted) -> dict[str, Any]:
        definition = field.definition
        return get_argument_values(definition, field.node, self._variables) if definition.args else {}

    def _info(self, kind: GraphQLObjectType, field: Wanted) -> GraphQLResolveInfo[Context]:
        return GraphQLResolveInfo(
            field.node.name.value,
            [one.node for one in field.details],
            field.definition.type,
            kind,
            Path(None, field.key, kind.name),
            SCHEMA,
            self._operation.fragments,
            None,
            self._operation.node,
            self._variables,
            self._context,
            *UNUSED,
        )


UNUSED: list[Any] = [None] * (len(GraphQLResolveInfo._fields) - 11)


def _attributes(name: str, sources: Values) -> list[Any]:
    """A plain field: rows bear it by the same name, but for their public id."""
    if sources and name == "id" and (presenter := PRESENTERS.get(type(sources[0]))):
        return [presenter.id_of(row) for row in sources]
    return list(map(attrgetter(name), sources))


def _nodes(sources: Values) -> Values:
    """Objects instead of rows, for resolvers that are methods of theirs."""
    presenter = PRESENTERS.get(type(sources[0])) if sources else None
    return list(map(presenter, sources)) if presenter else sources


def _object_type(source: type) -> GraphQLObjectType:
    kind: Any = PRESENTERS[source].kind if source in PRESENTERS else source
    found = SCHEMA.get_type(kind.__strawberry_definition__.name)
    if not isinstance(found, GraphQLObjectType):
        raise Unfit
    return found


def _settled(values: list[Any]) -> list[Any] | Awaitable[list[Any]]:
    return _gathered(values) if values and isawaitable(values[0]) else values


async def _gathered(values: list[Any]) -> list[Any]:
    if len(values) == 1:
        return [await values[0]]
    async with asyncio.TaskGroup() as together:
        tasks = [together.create_task(value) for value in values]
    return [task.result() for task in tasks]


def _regrouped(flat: Values, lists: Sequence[Sequence[Any]]) -> Iterable[list[Any]]:
    start = 0
    for one in lists:
        yield list(flat[start : start + len(one)])
        start += len(one)
