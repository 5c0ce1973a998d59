"""`GET /letters/{letter}.html?language=…`: a letter as it looks, for a frame in the app's settings."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from backend.api.errors import refusal
from backend.api.session import caller_of
from backend.core.errors import DomainError, InvalidInput, NotFound, Unauthenticated
from backend.mail.models import MailKind
from backend.mail.wording import Wording
from backend.workspaces.letters import preview_letter

TEXTS = ("subject", "title", "body", "button")
# What a letter may do: show itself within our own pages. No script, no form, no cookie of ours.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'self'; sandbox"
)

# The sandbox opens no window, so a link that would open one leads nowhere.
HEAD, STILL_LINKS = "<head>", '<head><base target="_blank">'


async def letter_page(request: Request) -> Response:
    """A letter to somebody made up, in the words of the address or, without any, as it stands."""
    try:
        caller = await caller_of(request)
        if caller is None:
            raise Unauthenticated
        name = request.path_params["letter"].upper()
        if name not in MailKind.__members__:
            raise NotFound("There is no such letter.")
        given = request.query_params
        draft = Wording(**{text: given.get(text, "") for text in TEXTS})
        language = given.get("language", "en")
        shown = await preview_letter(caller.actor, MailKind[name], language, draft or None)
    except (DomainError, InvalidInput) as error:
        return refusal(error)
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Frame-Options": "SAMEORIGIN",
        "Cache-Control": "no-store",
    }
    return HTMLResponse(shown.html.replace(HEAD, STILL_LINKS, 1), headers=headers)


letter_routes = [Route("/letters/{letter}.html", letter_page)]
