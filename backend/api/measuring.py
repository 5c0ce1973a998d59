"""Every request gets an id, which its logs carry and its answer tells, and is counted by where it went."""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from prometheus_client import Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.logs import request_id

log = logging.getLogger(__name__)

SECONDS = Histogram(
    "usher_request_seconds",
    "How long requests took, until their answer was sent",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ROUTES = frozenset("graphql uploads downloads healthz readyz metrics assets mailbox".split())
METHODS = frozenset("GET HEAD POST PUT OPTIONS".split())
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
SLOW = 5.0  # seconds


class Measured:
    """Measures what is within."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name, began, status = _name(scope), time.monotonic(), 500
        token = request_id.set(name)

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = name
            await send(message)

        try:
            await self.app(scope, receive, named)
        finally:
            _note(scope, status, time.monotonic() - began)
            request_id.reset(token)


def _name(scope: Scope) -> str:
    """The id that a proxy gave, if it is one, or a fresh one."""
    given = Headers(scope=scope).get("x-request-id", "")
    return given if GIVEN.fullmatch(given) else uuid4().hex


def _note(scope: Scope, status: int, seconds: float) -> None:
    first = scope["path"].partition("/")[2].partition("/")[0]
    route = first if first in ROUTES else "page"
    method = scope["method"] if scope["method"] in METHODS else "other"
    SECONDS.labels(route, method, str(status)).observe(seconds)
    if status >= 500 or seconds > SLOW:
        log.warning("%s %s answered %s after %.2f s", method, route, status, seconds)
