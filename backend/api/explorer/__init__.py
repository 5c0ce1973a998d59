"""`/graphiql`: the API to try out, for whoever is signed in; built beside the app, with its own policy."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from backend.api.pages import BUILT, NONCE, UNBUILT, read_shell
from backend.api.session import caller_of
from backend.core.errors import DomainError

PATH = "/graphiql"


def explorer_routes(built: Path = BUILT) -> list[Route]:
    """The page; whoever is not signed in is sent to sign in, and learns nothing of the API."""
    shell = read_shell(built / "graphiql.html")

    async def page(request: Request) -> Response:
        try:
            caller = await caller_of(request)
        except DomainError:
            caller = None
        if caller is None or caller.must_change_password:
            to = f"/sign-in?{urlencode({'next': PATH})}"
            return RedirectResponse(to, 303, {"Cache-Control": "no-store"})
        if shell is None:
            return PlainTextResponse(UNBUILT, 503)
        nonce = secrets.token_urlsafe(16)
        headers = {"Content-Security-Policy": policy(nonce), "Cache-Control": "no-store"}
        return Response(shell.replace(NONCE, nonce), headers=headers, media_type="text/html")

    return [Route(PATH, page, methods=["GET"])]


def policy(nonce: str) -> str:
    """Narrower than the app's: no pictures from elsewhere, nothing sent anywhere else."""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self'; "
        "img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
