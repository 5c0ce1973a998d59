"""GraphQL over HTTP (the GraphQL Foundation's specification): strict reading, the right status."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from backend.api.answers.quick import quick_answer
from backend.api.context import Context
from backend.api.documents import is_by_hash, require_trusted, with_document
from backend.api.errors import HTTP_STATUS, set_status, shown_errors
from backend.api.idempotency import once
from backend.api.limits import is_curious
from backend.api.schema import schema
from backend.api.session import caller_of, set_cookie, visit_of
from backend.core.db import one_sitting
from backend.core.errors import DomainError

LARGEST_BODY = 1_000_000  # bytes
NEW_TYPE = "application/graphql-response+json"
OLD_TYPE = "application/json"


class BadRequest(Exception):
    """The request is no GraphQL request; the message says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


async def graphql_view(request: Request) -> Response:
    """Answer one operation; GET for queries only."""
    media_type = _negotiated(request)
    if media_type is None:
        return _plain("Ask for application/graphql-response+json or application/json.", 406)
    if request.method not in {"GET", "POST"}:
        return Response(status_code=405, headers={"Allow": "GET, POST"})
    try:
        asked = _read_query(request) if request.method == "GET" else await _read_body(request)
        async with one_sitting():
            context = Context(await caller_of(request), visit_of(request))
            asked = with_document(asked)
            require_trusted(asked["query"], context.caller)
            answer = await quick_answer(asked, context) if "idempotency-key" not in request.headers else None
        if answer is not None:
            return _answer(answer, 200, media_type)
    except BadRequest as error:
        return _refusal(str(error), "BAD_REQUEST", error.status, media_type)
    except DomainError as error:
        return _refused(error, HTTP_STATUS.get(error.code, 403), media_type)
    queries_only = request.method == "GET"

    async def run() -> Response:
        return await _execute(asked, context, media_type, queries_only=queries_only)

    try:
        response = await once(request.headers.get("idempotency-key"), asked, context, run)
    except DomainError as error:
        return _refused(error, HTTP_STATUS.get(error.code, 400), media_type)
    set_cookie(response, context, request)
    return response


async def _execute(
    asked: dict[str, Any], context: Context, media_type: str, *, queries_only: bool
) -> Response:
    allowed = [OperationType.QUERY] if queries_only else [OperationType.QUERY, OperationType.MUTATION]
    try:
        result = await schema.execute(
            asked["query"],
            variable_values=asked.get("variables"),
            context_value=context,
            operation_name=asked.get("operationName"),
            allowed_operation_types=allowed,
        )
    except InvalidOperationTypeError:
        message = "A GET request may only query." if queries_only else "Subscribe over a WebSocket."
        return _refusal(message, "BAD_REQUEST", 405 if queries_only else 400, media_type)
    except CannotGetOperationTypeError as error:
        status = 200 if media_type == OLD_TYPE else 400
        return _refusal(error.as_http_error_reason(), "BAD_REQUEST", status, media_type)
    errors = shown_errors(result.errors or [], curious=is_curious(context))
    answer: dict[str, Any] = {"errors": errors} if errors else {}
    ran = result.data is not None or any(error.path for error in result.errors or [])
    if ran:
        answer = {"data": result.data, **answer}
    if result.extensions:
        answer["extensions"] = result.extensions
    status = 200 if ran or media_type == OLD_TYPE else 400
    response = _answer(answer, status, media_type)
    if result.data is None:
        set_status(response, errors)
    return response


async def _read_body(request: Request) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadRequest("Send application/json.", 415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BadRequest("The body is larger than 1 MB. Larger pastes go up as files.", 413)
    try:
        asked = orjson.loads(bytes(body))
    except orjson.JSONDecodeError as error:
        raise BadRequest("The body is not JSON in UTF-8.") from error
    return _checked(asked)


def _read_query(request: Request) -> dict[str, Any]:
    asked: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if asked.get(name):
            try:
                asked[name] = orjson.loads(asked[name])
            except orjson.JSONDecodeError as error:
                raise BadRequest(f"The parameter {name} is not JSON.") from error
        else:
            asked.pop(name, None)
    return _checked(asked)


def _checked(asked: Any) -> dict[str, Any]:
    if not isinstance(asked, dict):
        raise BadRequest("Send one JSON object with a query.")
    query = asked.get("query")
    by_hash = query is None and is_by_hash(asked)
    if not by_hash and (not isinstance(query, str) or not query.strip()):
        raise BadRequest("The query is missing.")
    for name, kind in (("variables", dict), ("operationName", str), ("extensions", dict)):
        if asked.get(name) is not None and not isinstance(asked[name], kind):
            raise BadRequest(f"The parameter {name} has the wrong type.")
    return asked


def _negotiated(request: Request) -> str | None:
    accepted = request.headers.get("accept", "").strip().lower()
    if not accepted or "*/*" in accepted or "application/*" in accepted:
        return NEW_TYPE if NEW_TYPE in accepted else OLD_TYPE
    if NEW_TYPE in accepted:
        return NEW_TYPE
    return OLD_TYPE if OLD_TYPE in accepted else None


def _refusal(message: str, code: str, status: int, media_type: str) -> Response:
    return _answer({"errors": [{"message": message, "extensions": {"code": code}}]}, status, media_type)


def _refused(error: DomainError, status: int, media_type: str) -> Response:
    shown = {"message": error.message, "extensions": {"code": error.code, **error.extensions}}
    response = _answer({"errors": [shown]}, status, media_type)
    set_status(response, [shown])
    return response


def _answer(answer: dict[str, Any], status: int, media_type: str) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(answer), status, headers, media_type=f"{media_type}; charset=utf-8")


def _plain(message: str, status: int) -> Response:
    return Response(message, status, media_type="text/plain")
