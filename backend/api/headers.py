"""Headers that every answer carries."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core import settings
from backend.core.limits import Pace

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """Adds what is missing; a route's own header stands."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                if pace := scope.get("state", {}).get("pace"):
                    headers.update(_paced(pace))
                if settings.current().secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def _paced(pace: Pace) -> dict[str, str]:
    """How a key keeps within its limit (IETF draft httpapi-ratelimit-headers)."""
    return {
        "RateLimit-Policy": f'"key";q={pace.most};w={pace.window}',
        "RateLimit": f'"key";r={pace.left};t={pace.reset}',
    }
