"""What one GraphQL operation may ask for: refused before anything runs, and stopped in the end."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, TypeAlias

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    parse,
    specified_rules,
    validate,
)
from strawberry.extensions import SchemaExtension

from backend.api.weighing import LIMITS, Scale, TooComplex
from backend.core import settings
from backend.core.errors import DomainError

LONGEST_DOCUMENT = 50_000  # characters; what is long belongs into variables
MOST_TOKENS = 2_000
MOST_TOLD = 10  # errors of one document
LONGEST_RUN = 10.0  # seconds
# Only short documents are remembered, so that nobody fills the memory with long ones.
REMEMBERED, REMEMBERED_TO = 512, 5_000
VARIABLE = re.compile(r"\$\s*(\w+)")
Number: TypeAlias = tuple[str, int | None]
FOR_THE_CURIOUS = (*specified_rules, NoSchemaIntrospectionCustomRule)


class TookTooLong(DomainError):
    """The operation was stopped; what it was about to write is undone."""

    code = "TIMED_OUT"
    message = "This took too long and was stopped. Ask for less at once, or try again in a moment."


def parsed(query: str) -> DocumentNode:
    """A document's tree; raises GraphQLError where it is none, or too long."""
    if len(query) > LONGEST_DOCUMENT:
        raise _told(TooComplex(f"A document has at most {LONGEST_DOCUMENT} characters; use variables."))
    return _parse_once(query) if len(query) <= REMEMBERED_TO else _parse(query)


def is_curious(context: Any) -> bool:
    """Whether somebody unknown asks from outside, who is not told what else there is."""
    return context.caller is None and not settings.current().local


def errors_of(schema: GraphQLSchema, query: str, curious: bool) -> list[GraphQLError]:
    """In what a document misses the schema; remembered of short ones."""
    return (_check_once if len(query) <= REMEMBERED_TO else _check)(schema, query, curious)


def cost_of(schema: GraphQLSchema, query: str, operation_name: str | None, variables: dict[str, Any]) -> int:
    """What an operation may bring; raises TooComplex. Of the variables it names, only numbers matter."""
    names = sorted(set(VARIABLE.findall(query)) & variables.keys())
    numbers = ((name, value if isinstance(value := variables[name], int) else None) for name in names)
    short = len(query) + len(operation_name or "") <= REMEMBERED_TO
    return (_weigh_once if short else _weigh)(schema, query, operation_name, tuple(numbers))


def told_cost(cost: int) -> dict[str, Any]:
    """The extension of an answer that says what it cost."""
    return {"cost": cost, "limit": LIMITS["cost"]}


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """Raise TookTooLong within, once an operation has run for too long."""
    limit = asyncio.timeout(LONGEST_RUN * settings.current().time_scale)
    try:
        async with limit:
            yield
    except TimeoutError as stopped:
        if not limit.expired():
            raise
        raise TookTooLong from stopped


class Limits(SchemaExtension):
    """Refuses what is too long, too deep, too wide or too dear, and stops what takes too long."""

    cost: int | None = None

    def on_parse(self) -> Iterator[None]:
        """Read the document."""
        self.execution_context.graphql_document = parsed(self.execution_context.query or "")
        yield

    def on_validate(self) -> Iterator[None]:
        """Weigh the document, then check it against the schema."""
        context = self.execution_context
        schema, query = context.schema._schema, context.query or ""
        try:
            self.cost = cost_of(schema, query, context.operation_name, context.variables or {})
        except TooComplex as refusal:
            raise _told(refusal) from refusal
        context.pre_execution_errors = errors_of(schema, query, is_curious(context.context))
        yield

    async def on_execute(self) -> AsyncIterator[None]:
        """Stop it in the end; of a subscription only the beginning counts."""
        async with in_time():
            yield

    def get_results(self) -> dict[str, Any]:
        """What it cost, for those who want to stay below the limit."""
        return {} if self.cost is None else told_cost(self.cost)


def _parse(query: str) -> DocumentNode:
    try:
        return parse(query, max_tokens=MOST_TOKENS)
    except GraphQLSyntaxError as error:
        if "Parsing aborted" in error.message:  # too many tokens, or nested too deeply
            raise _told(TooComplex(f"A document has at most {MOST_TOKENS} words and signs.")) from error
        raise


def _check(schema: GraphQLSchema, query: str, curious: bool) -> list[GraphQLError]:
    rules = FOR_THE_CURIOUS if curious else specified_rules
    return validate(schema, parsed(query), rules, max_errors=MOST_TOLD)


def _weigh(schema: GraphQLSchema, query: str, name: str | None, numbers: tuple[Number, ...]) -> int:
    return Scale(schema, parsed(query), dict(numbers)).cost(name)


def _told(refusal: DomainError) -> GraphQLError:
    return GraphQLError(refusal.message, original_error=refusal)


_parse_once = lru_cache(REMEMBERED)(_parse)
_check_once = lru_cache(REMEMBERED)(_check)
_weigh_once = lru_cache(REMEMBERED)(_weigh)
