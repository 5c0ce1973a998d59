"""`/graphiql`: the API to try out, for whoever is signed in; served from here, under a strict policy."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from backend.api.session import caller_of
from backend.core.errors import DomainError

HERE = Path(__file__).parent
PATH = "/graphiql"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
FILES = {"explorer.js": "text/javascript", "explorer.css": "text/css"}


async def page(request: Request) -> Response:
    """The page; whoever is not signed in is sent to sign in, and learns nothing of the API."""
    try:
        caller = await caller_of(request)
    except DomainError:
        caller = None
    if caller is None or caller.must_change_password:
        return RedirectResponse(f"/sign-in?{urlencode({'next': PATH})}", 303, {"Cache-Control": "no-store"})
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return FileResponse(HERE / "page.html", headers=headers, media_type="text/html")


def explorer_routes() -> list[Route]:
    """The page, its script and its style."""

    def part(name: str, media_type: str) -> Route:
        async def file(_request: Request) -> Response:
            return FileResponse(HERE / name, media_type=media_type, headers={"Cache-Control": "no-cache"})

        return Route(f"{PATH}/{name}", file, methods=["GET"])

    return [Route(PATH, page, methods=["GET"]), *(part(name, kind) for name, kind in FILES.items())]
