"""What one GraphQL operation may ask for: refused before anything runs, and stopped in the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import lru_cache
from typing import Any

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
        document = context.graphql_document or parsed(query)
        try:
            scale = Scale(schema, document, context.variables or {})
            self.cost = scale.cost(context.operation_name)
        except TooComplex as refusal:
            raise _told(refusal) from refusal
        curious, short = is_curious(context.context), len(query) <= REMEMBERED_TO
        context.pre_execution_errors = (
            _check_once(schema, query, curious) if short else _check(schema, document, curious)
        )
        yield

    async def on_execute(self) -> AsyncIterator[None]:
        """Stop it in the end; of a subscription only the beginning counts."""
        limit = asyncio.timeout(LONGEST_RUN * settings.current().time_scale)
        try:
            async with limit:
                yield
        except TimeoutError as stopped:
            if not limit.expired():
                raise
            raise TookTooLong from stopped

    def get_results(self) -> dict[str, Any]:
        """What it cost, for those who want to stay below the limit."""
        return {} if self.cost is None else {"cost": self.cost, "limit": LIMITS["cost"]}


def _parse(query: str) -> DocumentNode:
    try:
        return parse(query, max_tokens=MOST_TOKENS)
    except GraphQLSyntaxError as error:
        if "Parsing aborted" in error.message:  # too many tokens, or nested too deeply
            raise _told(TooComplex(f"A document has at most {MOST_TOKENS} words and signs.")) from error
        raise


def _check(schema: GraphQLSchema, document: DocumentNode, curious: bool) -> list[GraphQLError]:
    rules = FOR_THE_CURIOUS if curious else specified_rules
    return validate(schema, document, rules, max_errors=MOST_TOLD)


@lru_cache(REMEMBERED)
def _check_once(schema: GraphQLSchema, query: str, curious: bool) -> list[GraphQLError]:
    return _check(schema, parsed(query), curious)


def _told(refusal: DomainError) -> GraphQLError:
    return GraphQLError(refusal.message, original_error=refusal)


_parse_once = lru_cache(REMEMBERED)(_parse)
