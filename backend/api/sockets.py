"""GraphQL over WebSocket: graphql-transport-ws only, from our own pages or with a token."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta
from functools import partial
from typing import Any

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UNSET, UnsetType

from backend.api.context import Context
from backend.api.live import Live
from backend.api.schema import schema
from backend.api.session import bearer_caller, caller_of, visit_of
from backend.auth.errors import KeyRefused
from backend.auth.tokens import Caller
from backend.core import settings
from backend.core.errors import DomainError, RateLimited

log = logging.getLogger(__name__)

FORBIDDEN = 4403
HELLO_WITHIN = timedelta(seconds=5)
MOST_SUBSCRIPTIONS = 20
ASK_AGAIN = 30.0  # seconds: a connection ends within a minute of the access


class Sockets(GraphQL[Context, None]):
    """The WebSocket side of `/graphql`."""

    def __init__(self, live: Live) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=HELLO_WITHIN,
            max_subscriptions_per_connection=MOST_SUBSCRIPTIONS,
            allowed_origins=(settings.current().public_url,),
        )
        self.live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection for as long as its caller has access."""
        socket = WebSocket(scope, receive, send)
        watch = asyncio.create_task(self._end_with_access(socket))
        try:
            await self.run(socket)
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """Who connects by cookie; a token may come with connection_init."""
        try:
            caller = await caller_of(request)
        except DomainError:
            caller = None
        context = Context(caller, visit_of(request), live=self.live)
        context.who_now = partial(_caller_now, request, context)
        request.state.context = context
        return context

    async def on_ws_connect(self, context: Context) -> UnsetType:
        """Let in who is signed in, by cookie or by `{"authorization": "Bearer …"}`."""
        try:
            await context.ask_anew()
        except DomainError as refusal:
            raise ConnectionRejectionError from refusal
        context.changed = False
        if context.caller is None:
            raise ConnectionRejectionError
        nothing: UnsetType = UNSET
        return nothing

    async def _end_with_access(self, socket: WebSocket) -> None:
        while True:
            await asyncio.sleep(ASK_AGAIN * settings.current().time_scale)
            context: Context | None = getattr(socket.state, "context", None)
            if context is None:
                continue
            if await _is_over(context):
                await socket.close(FORBIDDEN, "Access has changed")
                return


async def _is_over(context: Context) -> bool:
    """Whether whoever connected has other rights by now, or none; in doubt they are asked for again."""
    try:
        await context.ask_anew()
    except RateLimited:
        return False
    except DomainError:
        return True
    except Exception:
        log.warning("could not ask whether a connection still holds", exc_info=True)
    return context.changed


async def _caller_now(connection: HTTPConnection, context: Context) -> Caller | None:
    secret = _bearer(context.connection_params)
    try:
        return await (bearer_caller(connection, secret) if secret else caller_of(connection))
    except KeyRefused:
        return None


def _bearer(parameters: dict[str, Any] | None) -> str:
    given = (parameters or {}).get("authorization") or (parameters or {}).get("Authorization")
    scheme, _, secret = str(given or "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
