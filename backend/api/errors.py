"""The one place where refusals become GraphQL errors; anything else is masked and logged."""

from __future__ import annotations

import logging
from typing import Any

import asyncpg
from graphql import GraphQLError, GraphQLSyntaxError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.api.headers import ALWAYS
from backend.api.types.errors import input_errors
from backend.core.errors import DomainError, InvalidInput

log = logging.getLogger(__name__)

HTTP_STATUS = {
    "UNAUTHENTICATED": 401,
    "RATE_LIMITED": 429,
    "IDEMPOTENCY_MISMATCH": 422,
    "IDEMPOTENCY_IN_PROGRESS": 409,
    "TIMED_OUT": 503,
    "PERSISTED_QUERY_NOT_FOUND": 400,
    "PERSISTED_QUERY_MISMATCH": 400,
}

# Beside GraphQL a refusal is the whole answer.
REFUSAL_STATUS = HTTP_STATUS | {
    "FORBIDDEN": 403,
    "PASSWORD_CHANGE_REQUIRED": 403,
    "NOT_FOUND": 404,
    "FILE_TOO_LARGE": 413,
}


# What came in can't be kept: NUL, and halves of UTF-16 pairs, where no room has refused them before.
UNSTORABLE = (
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
    UnicodeEncodeError,
)
FAULT = "Something went wrong on our side. Try again in a moment."
MISFIT = "This document does not fit the schema. Sign in to be told why."


def refusal(error: DomainError | InvalidInput) -> Response:
    """A refusal as the answer of a plain route: uploads, downloads, letters."""
    shown = shown_error(GraphQLError("", original_error=error))
    told = shown["extensions"]
    response = JSONResponse({"errors": [shown]}, REFUSAL_STATUS.get(told["code"], 400))
    response.headers["Cache-Control"] = "no-store"
    if wait := told.get("retryAfter"):
        response.headers["Retry-After"] = str(wait)
    return response


def fault(_request: Request, _error: Exception) -> Response:
    """The answer where anything beside GraphQL broke; the server logs what."""
    shown = {"message": FAULT, "extensions": {"code": "INTERNAL"}}
    return JSONResponse({"errors": [shown]}, 500, ALWAYS | {"Cache-Control": "no-store"})


def shown_errors(errors: list[GraphQLError], *, curious: bool) -> list[dict[str, Any]]:
    """Errors as they may leave; the curious are not told in what a document misses the schema."""
    if curious and any(_tells_of_the_schema(error) for error in errors):
        return [{"message": MISFIT, "extensions": {"code": "BAD_REQUEST"}}]
    return [shown_error(error) for error in errors]


def _tells_of_the_schema(error: GraphQLError) -> bool:
    ours = error.original_error is not None and not isinstance(error.original_error, GraphQLError)
    return not error.path and not ours and not isinstance(error, GraphQLSyntaxError)


def shown_error(error: GraphQLError) -> dict[str, Any]:
    """A GraphQL error as it may leave: a refusal, a mistake in the document, or a masked fault."""
    answer: dict[str, Any] = {"message": error.message}
    if error.locations:
        answer["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path:
        answer["path"] = error.path
    cause = error.original_error
    if isinstance(cause, DomainError):
        answer["message"] = cause.message
        answer["extensions"] = {"code": cause.code, **cause.extensions}
    elif isinstance(cause, InvalidInput):
        answer["message"] = str(cause)
        shown = [vars(one) for one in input_errors(cause.errors)]
        answer["extensions"] = {"code": "BAD_INPUT", "errors": shown}
    elif isinstance(cause, UNSTORABLE):
        answer["message"] = "A text holds a character that can't be kept."
        answer["extensions"] = {"code": "BAD_INPUT"}
    elif cause is None or isinstance(cause, GraphQLError):
        answer["extensions"] = {"code": "BAD_REQUEST", **(error.extensions or {})}
    else:
        log.error("a resolver failed", exc_info=cause)
        answer["message"] = FAULT
        answer["extensions"] = {"code": "INTERNAL"}
    return answer


def set_status(response: Response, errors: list[dict[str, Any]]) -> None:
    """Say so in HTTP too where every field was refused for the same cause, with Retry-After where limited."""
    codes = {error.get("extensions", {}).get("code") for error in errors}
    if len(codes) == 1 and (status := HTTP_STATUS.get(str(codes.pop()))):
        response.status_code = status
    for error in errors:
        if wait := error.get("extensions", {}).get("retryAfter"):
            response.headers["Retry-After"] = str(wait)
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
