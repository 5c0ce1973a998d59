"""`GET /downloads/{name}.{format}` and the reports of imports: exports as files, authorised as the API is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from backend.accounts.imports.report import import_report
from backend.api.context import Context
from backend.api.errors import refusal
from backend.api.export_filters import form_of, wanted_of
from backend.api.session import caller_of
from backend.core.access import Actor
from backend.core.errors import DomainError, NotFound, RateLimited
from backend.core.ids import Kind, decode
from backend.exports.files import CsvForm, stream
from backend.exports.shapes import Export, Format
from backend.exports.tables import EXPORTS

TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.NDJSON: "application/x-ndjson; charset=utf-8",
}
MOST_AT_ONCE = 4  # of one process: each holds a connection until its last byte is taken
SLOWEST = 60.0  # seconds that a piece may wait to be taken
TRY_AGAIN = 5  # seconds


@dataclass(slots=True)
class Running:
    """How many downloads this process is sending."""

    count: int = 0

    def begin(self) -> None:
        """One more; raises RateLimited where there are enough."""
        if self.count >= MOST_AT_ONCE:
            message = "Too many downloads run at this moment. Try again in a few seconds."
            raise RateLimited(message, retryAfter=TRY_AGAIN)
        self.count += 1


running = Running()


class Download(StreamingResponse):
    """A stream that gives up on who takes nothing: it ends without its last chunk, which tells of it."""

    def __init__(self, pieces: AsyncGenerator[bytes, None], headers: dict[str, str], kind: str) -> None:
        super().__init__(pieces, 200, headers, kind)
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and let the database go however that ends."""
        async with aclosing(self._pieces):
            await super().__call__(scope, receive, send)

    async def stream_response(self, send: Send) -> None:
        """Send each piece, patiently up to a point."""

        async def patient(message: Message) -> None:
            async with asyncio.timeout(SLOWEST):
                await send(message)

        await super().stream_response(patient)


async def download(request: Request) -> Response:
    """One export; everything that can be refused is refused before the first byte."""
    try:
        name, kind = request.path_params["name"], _format(request)
        actor = Context(await caller_of(request)).actor
        if name not in EXPORTS:
            raise NotFound("There is no such export.")
        export = EXPORTS[name](actor, wanted_of(name, request.query_params))
        return await _answer(actor, export, name, kind, form_of(kind, request.query_params))
    except DomainError as error:
        return refusal(error)


async def download_report(request: Request) -> Response:
    """What became of each row of an import."""
    try:
        kind, actor = _format(request), Context(await caller_of(request)).actor
        export = await import_report(actor, decode(Kind.IMPORT, request.path_params["id"]))
        form = form_of(kind, request.query_params)
        return await _answer(actor, export, f"import-{request.path_params['id']}", kind, form)
    except DomainError as error:
        return refusal(error)


async def _answer(actor: Actor, export: Export, name: str, kind: Format, form: CsvForm) -> Response:
    running.begin()
    pieces = _counted(stream(actor, export, kind, form))
    first = await anext(pieces, b"")  # where the statement fails, it fails here
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "Cache-Control": "no-store",
    }
    return Download(_after(first, pieces), headers, TYPES[kind])


async def _counted(pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                yield piece
    finally:
        running.count -= 1


async def _after(first: bytes, pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async with aclosing(pieces):
        yield first
        async for piece in pieces:
            yield piece


def _format(request: Request) -> Format:
    kind = request.path_params["format"]
    if kind not in Format.__members__.values():
        raise NotFound(f"There is no such file; exports are {', '.join(Format)}.")
    return Format(kind)


download_routes = [
    Route("/downloads/imports/{id}/report.{format}", download_report),
    Route("/downloads/{name}.{format}", download),
]
