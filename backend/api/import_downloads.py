"""What an import leaves to take along: the rows that failed, and once the credentials on paper."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from backend.accounts.imports.credentials_sheet import take_credentials_sheet
from backend.accounts.imports.failed_file import failed_file
from backend.accounts.imports.sheet_page import sheet_page
from backend.api.context import Context
from backend.api.errors import refusal
from backend.api.session import caller_of
from backend.core.errors import DomainError
from backend.core.ids import Kind, decode

FAILED = {
    "Content-Type": "text/csv",  # in the encoding of what came in
    "Content-Disposition": 'attachment; filename="failed.csv"',
    "Cache-Control": "no-store",
}
POLICY = (
    "default-src 'none'; style-src 'nonce-{}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


async def get_failed(request: Request) -> Response:
    """The rows that were refused, in the input's own shape; passwords are left blank."""
    try:
        actor = Context(await caller_of(request)).actor
        pieces = await failed_file(actor, decode(Kind.IMPORT, request.path_params["id"]))
    except DomainError as error:
        return refusal(error)
    return StreamingResponse(pieces, 200, FAILED)


async def post_credentials(request: Request) -> Response:
    """The printable page; asking for it is what uses it up, so only a POST may."""
    try:
        actor = Context(await caller_of(request)).actor
        sheet = await take_credentials_sheet(actor, decode(Kind.IMPORT, request.path_params["id"]))
    except DomainError as error:
        return refusal(error)
    nonce = secrets.token_urlsafe(16)
    headers = {"Content-Security-Policy": POLICY.format(nonce), "Cache-Control": "no-store"}
    return Response(sheet_page(sheet, nonce), headers=headers, media_type="text/html")


def import_routes() -> list[Route]:
    """Both routes."""
    return [
        Route("/downloads/imports/{id}/failed.csv", get_failed, methods=["GET"]),
        Route("/downloads/imports/{id}/credentials", post_credentials, methods=["POST"]),
    ]
