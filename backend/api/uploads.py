"""`PUT /uploads`: a file on its way to an import, streamed in, answered with its id."""

from __future__ import annotations

import contextlib
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.accounts.files import FileTooLarge, keep_upload
from backend.accounts.reading.shapes import MOST_BYTES
from backend.api.context import Context
from backend.api.errors import refusal
from backend.api.session import caller_of
from backend.core.errors import DomainError
from backend.core.ids import Kind, encode


async def put_upload(request: Request) -> Response:
    """The body is the file itself; its name may stand in `X-File-Name`, percent-encoded, or `?name=`."""
    try:
        actor = Context(await caller_of(request)).actor
        if _announced(request) > MOST_BYTES:
            raise FileTooLarge
        name = unquote(request.headers.get("x-file-name", "")) or request.query_params.get("name", "")
        upload = await keep_upload(actor, request.stream(), name, request.headers.get("content-type", ""))
    except FileTooLarge as error:
        await _hear_out(request)
        return refusal(error)
    except DomainError as error:
        return refusal(error)
    except ClientDisconnect:
        return Response(status_code=400)
    return JSONResponse({"id": encode(Kind.UPLOAD, upload.id)}, 201, {"Cache-Control": "no-store"})


def upload_routes() -> list[Route]:
    """The one route."""
    return [Route("/uploads", put_upload, methods=["PUT"])]


async def _hear_out(request: Request) -> None:
    """Read some more of what is too large: browsers hear no answer while they are still sending."""
    heard = 0
    with contextlib.suppress(ClientDisconnect):
        async for piece in request.stream():
            heard += len(piece)
            if heard > 2 * MOST_BYTES:
                break


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdecimal() else 0
