"""`/help/{name}`: the pages of docs/ that the app leads to, from the machine itself."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

DOCS = Path(__file__).parents[3] / "docs"
STYLE = Path(__file__).with_name("help.css")
NAME = re.compile(r"[a-z][a-z-]{0,40}")
LEADS_ON = re.compile(r"^([a-z-]+)\.md(#.*)?$")
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{title} · Usher</title>
    <link rel="stylesheet" href="/help/help.css">
  </head>
  <body><header><a href="/">Usher</a></header><main>{body}</main></body>
</html>
"""


async def page(request: Request) -> Response:
    """One page, or 404; the same for everybody."""
    name = request.path_params["name"]
    body = _body(name) if NAME.fullmatch(name) else None
    if body is None:
        return Response("There is no such page.", 404, media_type="text/plain")
    title = re.sub(r"<[^>]+>", "", body.partition("</h1>")[0])
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "public, max-age=3600"}
    return HTMLResponse(PAGE.format(title=title.strip(), body=body), headers=headers)


async def style(_request: Request) -> Response:
    """How they look."""
    return Response(STYLE.read_bytes(), media_type="text/css", headers={"Cache-Control": "no-cache"})


def help_routes() -> list[Route]:
    """Both."""
    return [Route("/help/help.css", style, methods=["GET"]), Route("/help/{name}", page, methods=["GET"])]


@cache
def _body(name: str) -> str | None:
    path = DOCS / f"{name}.md"
    if not path.is_file():
        return None
    writer = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = writer.parse(path.read_text(encoding="utf-8"))
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrs["id"] = _anchor(words.content)
    _lead_on(tokens)
    written: str = writer.renderer.render(tokens, writer.options, {})
    return written


def _anchor(words: str) -> str:
    """As links to headings are written everywhere: small letters, and hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def _lead_on(tokens: list[Token]) -> None:
    """Links to other pages lead to them here."""
    for token in tokens:
        for inner in token.children or ():
            found = LEADS_ON.match(str(inner.attrs.get("href", ""))) if inner.type == "link_open" else None
            if found:
                inner.attrs["href"] = f"/help/{found[1]}{found[2] or ''}"
