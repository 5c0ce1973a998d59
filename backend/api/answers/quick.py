"""The quick way to an answer, for queries where all is well; the library answers everything else."""

from __future__ import annotations

import logging
from typing import Any

from graphql.execution.values import VariableValues, get_variable_values

from backend.api.answers.levels import Levels
from backend.api.answers.operation import SCHEMA, document_of, operation_of
from backend.api.context import Context
from backend.api.limits import REMEMBERED_TO, cost_of, in_time, is_curious, told_cost

log = logging.getLogger(__name__)


async def quick_answer(asked: dict[str, Any], context: Context) -> dict[str, Any] | None:
    """The answer, to the byte as the library's; None where the library must give it. Raises TookTooLong."""
    try:
        levels, cost = _prepared(asked, context)
    except Exception:
        return None  # the library says what is wrong with it
    if levels is None:
        return None
    async with in_time():
        try:
            return {"data": await levels.data(), "extensions": told_cost(cost)}
        except Exception as error:
            log.debug("answered by the library instead: %r", error)
    context.start_over()
    return None


def _prepared(asked: dict[str, Any], context: Context) -> tuple[Levels | None, int]:
    query, name, given = asked["query"], asked.get("operationName"), asked.get("variables") or {}
    if len(query) + len(name or "") > REMEMBERED_TO:
        return None, 0
    cost = cost_of(SCHEMA, query, name, given)  # first, since what is too dear is not even checked
    document = document_of(query, name, is_curious(context))
    if document is None:
        return None, 0
    variables = get_variable_values(SCHEMA, document.node.variable_definitions or (), given)
    if not isinstance(variables, VariableValues):
        return None, 0
    return Levels(operation_of(document, variables.coerced), variables, context), cost
