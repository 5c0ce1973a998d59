"""`Idempotency-Key`: a mutation sent again answers its first outcome (IETF draft httpapi-idempotency-key).

The outcome is stored in the transaction of the effect, so that there is never one without the other. A
lock that ends with the transaction says whether the first request still runs; a crash leaves no trace.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

import orjson
from graphql import FieldNode, GraphQLError, OperationDefinitionNode, OperationType
from starlette.responses import Response

from backend.api.context import Context
from backend.api.limits import parsed
from backend.core.access import Actor
from backend.core.errors import DomainError, IdempotencyInProgress, IdempotencyMismatch
from backend.core.work import Work, enclosing_work

LONGEST = 200
# What answers a secret is never stored, so it can't be answered again.
SECRETS = frozenset(
    {
        "signIn",
        "signInWithCode",
        "refreshToken",
        "createApiKey",
        "rotateApiKey",
        "createWebhook",
        "rotateWebhookSecret",
        "acceptInvitation",
        "resetPassword",
        "issueSignInCode",
        "invitationLink",
    }
)
PASSING = frozenset({"INTERNAL", "RATE_LIMITED", "TIMED_OUT", "UNAUTHENTICATED"})  # causes worth another try

LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 11))"
FIND = """
    SELECT body_hash, status, answer FROM idempotent_outcomes
    WHERE workspace_id = $1 AND caller = $2 AND key = $3
"""
STORE = """
    INSERT INTO idempotent_outcomes (workspace_id, caller, key, body_hash, status, answer, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


class UnusableKey(DomainError):
    """The header can't be honoured for this request."""

    code = "IDEMPOTENCY_UNUSABLE"


class _NotToBeKept(Exception):
    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


async def once(
    key: str | None, asked: dict[str, Any], context: Context, run: Callable[[], Awaitable[Response]]
) -> Response:
    """Run an operation, or answer what its first run answered; raises DomainError."""
    if not key or context.caller is None:
        return await run()
    _check(key, asked)
    actor = context.caller.actor
    body = orjson.dumps([asked["query"], asked.get("variables"), asked.get("operationName")])
    try:
        async with enclosing_work(actor) as work:
            return await _first_or_again(work, actor, key, sha256(body).hexdigest(), run)
    except _NotToBeKept as answered:
        return answered.response


async def _first_or_again(
    work: Work, actor: Actor, key: str, body_hash: str, run: Callable[[], Awaitable[Response]]
) -> Response:
    caller = str(actor.key_id or actor.member_id)
    if not await work.sql.fetchval(LOCK, f"{actor.workspace_id}:{caller}:{key}"):
        raise IdempotencyInProgress
    found = await work.sql.fetchrow(FIND, actor.workspace_id, caller, key)
    if found is not None:
        if found["body_hash"] != body_hash:
            raise IdempotencyMismatch
        return _again(found["status"], found["answer"])
    response = await run()
    if not _is_final(response):
        raise _NotToBeKept(response)
    answer = bytes(response.body)
    values = (caller, key, body_hash, response.status_code, answer, work.now)
    await work.sql.execute(STORE, actor.workspace_id, *values)
    return response


def _again(status: int, answer: bytes) -> Response:
    headers = {"Idempotency-Replayed": "true", "Cache-Control": "no-store"}
    return Response(answer, status, headers, media_type="application/json; charset=utf-8")


def _is_final(response: Response) -> bool:
    errors = orjson.loads(response.body).get("errors", [])
    return not any(error.get("extensions", {}).get("code") in PASSING for error in errors)


def _check(key: str, asked: dict[str, Any]) -> None:
    if len(key) > LONGEST or not key.isprintable():
        raise UnusableKey(f"An Idempotency-Key has at most {LONGEST} printable characters.")
    fields = _mutations(asked)
    if len(fields) != 1:
        raise UnusableKey("An Idempotency-Key goes with one mutation field, written outside of fragments.")
    if fields[0] in SECRETS:
        raise UnusableKey(f"{fields[0]} answers a secret, which is never stored; send it without a key.")


def _mutations(asked: dict[str, Any]) -> list[str]:
    """The mutation fields of the operation that is asked for; none where it is a query, or unreadable."""
    try:
        document = parsed(asked["query"])
    except GraphQLError:
        return []
    wanted = asked.get("operationName")
    for node in document.definitions:
        if not isinstance(node, OperationDefinitionNode) or node.operation is not OperationType.MUTATION:
            continue
        if wanted is None or (node.name is not None and node.name.value == wanted):
            fields = [one for one in node.selection_set.selections if isinstance(one, FieldNode)]
            plain = len(fields) == len(node.selection_set.selections)
            return [one.name.value for one in fields] if plain else []
    return []
