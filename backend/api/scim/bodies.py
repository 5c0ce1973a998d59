"""What comes in and goes out over SCIM: JSON, bounded, never cached."""

from __future__ import annotations

from typing import Any

import orjson
from scim2_models import Context, InvalidSyntaxException, PayloadTooLargeException, SearchRequest
from starlette.requests import Request
from starlette.responses import Response

from backend.api.scim.errors import MEDIA_TYPE
from backend.api.scim.places import Page

LARGEST_BODY = 1_000_000  # bytes


async def read_body(request: Request) -> dict[str, Any]:
    """The JSON object of a request; raises SCIMException."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise PayloadTooLargeException(detail="The body is larger than 1 MB.")
    try:
        asked = orjson.loads(bytes(body))
    except orjson.JSONDecodeError as error:
        raise InvalidSyntaxException(detail="The body is not JSON in UTF-8.") from error
    if not isinstance(asked, dict):
        raise InvalidSyntaxException(detail="Send one JSON object.")
    return asked


def shown_list(listed: Any, page: Page, asked: SearchRequest[Any] | None) -> Response:
    """A page of resources as a list response."""
    told = listed(
        total_results=page.total,
        start_index=page.offset + 1,
        items_per_page=len(page.resources),
        resources=page.resources,
    )
    return reply(told.model_dump_json(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=asked))


def reply(body: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A body as an answer."""
    return Response(body, status, {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)
