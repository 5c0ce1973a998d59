"""The app's built files: hashed assets kept for ever, two pages that carry a fresh nonce each time."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

BUILT = Path(__file__).parents[2] / "frontend" / "dist"
LEARNER = re.compile(r"/(join|reset|forgot|email|my|sign-in)(/|$)")
NONCE = "__CSP_NONCE__"


class Assets(StaticFiles):
    """Files whose names change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file that browsers may keep for ever."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def page_routes(built: Path = BUILT) -> list[BaseRoute]:
    """The assets, and a page for every other address."""
    assets = built / "assets"
    mounted: list[BaseRoute] = [Mount("/assets", Assets(directory=assets))] if assets.is_dir() else []
    shells = {name: _read(built / name) for name in ("index.html", "learn.html")}

    async def page(request: Request) -> Response:
        shell = shells["learn.html" if LEARNER.match(request.url.path) else "index.html"]
        if shell is None:
            return PlainTextResponse("The app is not built yet: run `make build`.", 503)
        nonce = secrets.token_urlsafe(16)
        headers = {"Content-Security-Policy": policy(nonce), "Cache-Control": "no-store"}
        return Response(shell.replace(NONCE, nonce), headers=headers, media_type="text/html")

    return [*mounted, Route("/{path:path}", page, methods=["GET"])]


def policy(nonce: str) -> str:
    """The app's content policy: nothing leaves this host, no inline script, styles by nonce."""
    return (
        "default-src 'self'; script-src 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; img-src 'self' data: https:; font-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
