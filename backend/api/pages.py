"""The app's built files: hashed assets kept for ever, two pages that carry a fresh nonce each time."""

from __future__ import annotations

import re
import secrets
from asyncio import to_thread
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

BUILT = Path(__file__).parents[2] / "frontend" / "dist"
LEARNER = re.compile(r"/(join|reset|forgot|email|my|code|sign-in)(/|$)")
NONCE = "__CSP_NONCE__"
UNBUILT = "The app is not built yet: run `make build`."
SQUEEZED = (("br", "br"), ("gzip", "gz"))
# What makes the app one that can be installed; browsers ask for these by their fixed names.
INSTALLED = {
    "manifest.webmanifest": "application/manifest+json",
    "service-worker.js": "text/javascript",
    "icons/192.png": "image/png",
    "icons/512.png": "image/png",
    "icons/maskable.png": "image/png",
    "icons/apple.png": "image/png",
}


class Assets(StaticFiles):
    """Files whose names change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file that browsers may keep for ever."""
        response = await self._squeezed(path, scope) or await super().get_response(path, scope)
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    async def _squeezed(self, path: str, scope: Scope) -> Response | None:
        """The file as the build squeezed it, where there is one that the browser takes."""
        accepted = Headers(scope=scope).get("accept-encoding", "")
        for encoding, ending in SQUEEZED:
            file = f"{path}.{ending}"
            if encoding in accepted and (await to_thread(self.lookup_path, file))[1] is not None:
                response = await super().get_response(file, scope)
                response.headers["Content-Encoding"] = encoding
                response.headers["Content-Type"] = guess_type(path)[0] or "application/octet-stream"
                return response
        return None


def page_routes(built: Path = BUILT) -> list[BaseRoute]:
    """The assets, and a page for every other address."""
    assets = built / "assets"
    mounted: list[BaseRoute] = [Mount("/assets", Assets(directory=assets))] if assets.is_dir() else []
    shells = {name: read_shell(built / name) for name in ("index.html", "learn.html")}

    async def page(request: Request) -> Response:
        learner = LEARNER.match(request.url.path)
        shell = shells["learn.html" if learner else "index.html"]
        if shell is None:
            return PlainTextResponse(UNBUILT, 503)
        nonce = secrets.token_urlsafe(16)
        headers = {"Content-Security-Policy": policy(nonce), "Cache-Control": "no-store"}
        if not learner:
            headers["X-Usher-Shell"] = "app"  # what the service worker may keep
        return Response(shell.replace(NONCE, nonce), headers=headers, media_type="text/html")

    return [*mounted, *_installed(built), Route("/{path:path}", page, methods=["GET"])]


def policy(nonce: str) -> str:
    """The app's content policy: nothing leaves this host, no inline script, styles by nonce."""
    return (
        "default-src 'self'; script-src 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; img-src 'self' data: https:; font-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def _installed(built: Path) -> list[BaseRoute]:
    def route(name: str, media_type: str) -> Route:
        async def file(_request: Request) -> Response:
            return FileResponse(built / name, media_type=media_type, headers={"Cache-Control": "no-cache"})

        return Route(f"/{name}", file, methods=["GET"])

    return [route(name, kind) for name, kind in INSTALLED.items() if (built / name).is_file()]


def read_shell(path: Path) -> str | None:
    """A built page; None before the build."""
    return path.read_text(encoding="utf-8") if path.is_file() else None
