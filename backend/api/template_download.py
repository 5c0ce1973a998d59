"""`GET /downloads/account-template.xlsx`: the spreadsheet to fill in for an import."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import request_response

from backend.accounts.template import account_template
from backend.api.context import Context
from backend.api.errors import refusal
from backend.api.session import caller_of
from backend.core.errors import DomainError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = {
    "Content-Disposition": 'attachment; filename="account-template.xlsx"',
    "Cache-Control": "no-store",
}


async def get_template(request: Request) -> Response:
    """In the caller's language, or that of `?language=`."""
    try:
        actor = Context(await caller_of(request)).actor
        content = await account_template(actor, request.query_params.get("language"))
    except DomainError as error:
        return refusal(error)
    return Response(content, headers=HEADERS, media_type=XLSX)


template = request_response(get_template)
