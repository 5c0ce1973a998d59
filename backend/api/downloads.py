"""`GET /downloads/{name}.{format}`: exports as files, authorised as the API is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from backend.api.session import caller_of
from backend.core.access import Role
from backend.core.errors import DomainError, NotFound, Unauthenticated
from backend.core.ids import Kind, decode
from backend.exports.files import stream
from backend.exports.shapes import Format, Wanted
from backend.exports.tables import EXPORTS
from backend.invitations.models import InvitationState
from backend.members.status import MemberStatus

TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.NDJSON: "application/x-ndjson; charset=utf-8",
}
STATUS = {"UNAUTHENTICATED": 401, "FORBIDDEN": 403, "NOT_FOUND": 404, "PASSWORD_CHANGE_REQUIRED": 403}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


class BadFilter(DomainError):
    """A parameter of the address can't be read."""

    code = "BAD_INPUT"


async def download(request: Request) -> Response:
    """One export; everything that can be refused is refused before the first byte."""
    try:
        caller = await caller_of(request)
        if caller is None:
            raise Unauthenticated
        name, kind = request.path_params["name"], request.path_params["format"]
        if name not in EXPORTS or kind not in Format.__members__.values():
            raise NotFound("There is no such export.")
        separator = _choice(request.query_params, "separator", SEPARATORS, "comma")
        export = EXPORTS[name](caller.actor, _wanted(request.query_params))
        pieces = stream(caller.actor, export, Format(kind), separator)
        first = await anext(pieces, b"")
    except DomainError as error:
        answer = {"code": error.code, "message": error.message}
        return JSONResponse(answer, STATUS.get(error.code, 400))
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_after(first, pieces), 200, headers, TYPES[Format(kind)])


async def _after(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece


def _wanted(given: QueryParams) -> Wanted:
    known = set(Wanted.__dataclass_fields__) | {"separator"}
    names = {
        "status": "statuses",
        "role": "roles",
        "group": "group_ids",
        "label": "labels",
        "state": "states",
    }
    names |= {"session": "session_id", "program": "program_id", "deactivatesBefore": "deactivates_before"}
    for name in given:
        if names.get(name, name) not in known:
            raise BadFilter(f"There is no filter {name[:40]!r}.")
    return Wanted(
        search=given.get("search"),
        statuses=_listed(given, "status", [one.value for one in MemberStatus]),
        roles=_listed(given, "role", [one.value for one in Role]),
        group_ids=tuple(decode(Kind.GROUP, one) for one in given.getlist("group")),
        labels=tuple(given.getlist("label")),
        states=_listed(given, "state", [one.value for one in InvitationState]),
        session_id=decode(Kind.SESSION, given["session"]) if "session" in given else None,
        program_id=decode(Kind.PROGRAM, given["program"]) if "program" in given else None,
        archived=given.get("archived") in {"1", "true"},
        deactivates_before=_day(given.get("deactivatesBefore")),
    )


def _listed(given: QueryParams, name: str, known: list[str]) -> tuple[str, ...]:
    values = tuple(given.getlist(name))
    for value in values:
        if value not in known:
            raise BadFilter(f"{name} is one of {', '.join(known)}.")
    return values


def _choice(given: QueryParams, name: str, known: dict[str, str], usual: str) -> str:
    if given.get(name, usual) not in known:
        raise BadFilter(f"{name} is one of {', '.join(known)}.")
    return known[given.get(name, usual)]


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise BadFilter("deactivatesBefore is a day like 2026-12-31.") from error


download_routes = [Route("/downloads/{name}.{format}", download)]
