"""`/mailbox`: the letters that the local set-up caught, for the person who tries Usher out."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from backend.local.mailbox import newest, read

SHOWN = 100
HERE = Path(__file__).parent
PAGES = Environment(loader=FileSystemLoader(HERE), autoescape=True)
STYLE = (HERE / "style.css").read_text()
# What a letter may do: show itself, and open a link in a new tab. No script, no form, no cookie of ours.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


def mailbox_routes(maildir: Path) -> list[Route]:
    """The pages over one Maildir; the web process has them on the local set-up only."""

    async def letters(request: Request) -> Response:
        recipient = request.query_params.get("to", "").strip()
        found = await asyncio.to_thread(newest, maildir, SHOWN, recipient)
        return _page("list.html", letters=found, recipient=recipient, shown=SHOWN)

    async def letter(request: Request) -> Response:
        found = await asyncio.to_thread(read, maildir, request.path_params["name"])
        return _page("letter.html", letter=found, one=found.summary) if found else _page("gone.html", 404)

    async def body(request: Request) -> Response:
        found = await asyncio.to_thread(read, maildir, request.path_params["name"])
        headers = {"Content-Security-Policy": LETTER_POLICY, "X-Frame-Options": "SAMEORIGIN"}
        return HTMLResponse('<base target="_blank">' + found.html if found else "", headers=headers)

    async def raw(request: Request) -> Response:
        found = await asyncio.to_thread(read, maildir, request.path_params["name"])
        return Response(found.raw if found else b"", 200 if found else 404, media_type="text/plain")

    return [
        Route("/mailbox", letters),
        Route("/mailbox/{name}", letter),
        Route("/mailbox/{name}/body", body),
        Route("/mailbox/{name}/raw", raw),
    ]


def _page(template: str, status: int = 200, **values: object) -> Response:
    nonce = secrets.token_urlsafe(16)
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; frame-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    content = PAGES.get_template(template).render(nonce=nonce, style=STYLE, **values)
    return HTMLResponse(
        content, status, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    )
