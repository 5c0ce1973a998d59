"""The routes of SCIM: one request is one transaction, whose refusals leave nothing behind."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from types import ModuleType
from typing import Any

from pydantic import ValidationError
from scim2_models import Context, Error, ListResponse, Resource, ResourceType, Schema, SCIMException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router

from backend.api.context import Context as Caller
from backend.api.scim import groups, people
from backend.api.scim.bodies import reply, shown_list
from backend.api.scim.dialects import TOLERANT
from backend.api.scim.endpoint import Endpoint
from backend.api.scim.errors import answer, error_of
from backend.api.scim.models import RESOURCE_TYPES, SCHEMAS, Group, User, service_provider_config
from backend.api.scim.places import Page
from backend.api.session import caller_of
from backend.core import settings
from backend.core.access import Actor, provisioning
from backend.core.errors import DomainError, InvalidInput, NotFound
from backend.core.work import enclosing_work

log = logging.getLogger(__name__)

OTHERS = ("POST", "PUT", "PATCH", "DELETE")
Handler = Callable[[Request, Actor], Awaitable[Response]]
REFUSALS = (SCIMException, ValidationError, InvalidInput, DomainError)


def _discovery() -> list[BaseRoute]:
    async def config(_request: Request, _actor: Actor) -> Response:
        public_url = settings.current().public_url
        found = service_provider_config(f"{public_url}/")
        return reply(found.model_dump_json(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))

    async def too_wide(_request: Request, _actor: Actor) -> Response:
        return answer(Error(status=501, detail="Search /Users or /Groups, one at a time."))

    async def nothing(_request: Request, _actor: Actor) -> Response:
        raise NotFound

    return [
        _reading("/ServiceProviderConfig", config),
        Route("/.search", _open(too_wide), methods=["POST"]),
        *_catalog("/Schemas", SCHEMAS, ListResponse[Schema]),
        *_catalog("/ResourceTypes", RESOURCE_TYPES, ListResponse[ResourceType]),
        Route("/{rest:path}", _open(nothing), methods=["GET", *OTHERS]),
    ]


def _catalog(path: str, entries: tuple[Resource[Any], ...], listed: Any) -> list[BaseRoute]:
    async def every(_request: Request, _actor: Actor) -> Response:
        return shown_list(listed, Page(list(entries), len(entries), 0), None)

    async def single(request: Request, _actor: Actor) -> Response:
        wanted = request.path_params["id"].lower()
        for entry in entries:
            if str(entry.id or "").lower() == wanted:
                return reply(entry.model_dump_json(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))
        raise NotFound

    return [_reading(path, every), _reading(path + "/{id}", single)]


def _reading(path: str, handler: Handler) -> Route:
    """A route of what can only be read."""

    async def refused(_request: Request, _actor: Actor) -> Response:
        return answer(Error(status=405, detail="This can only be read."))

    others = dict.fromkeys(OTHERS, refused)
    return Route(path, _by_method({"GET": handler, **others}), methods=["GET", *OTHERS])


def _resources(model: Any, room: ModuleType) -> list[BaseRoute]:
    one = Endpoint(model, room)
    by_id = {"GET": one.read, "PUT": one.replace, "PATCH": one.patch, "DELETE": one.remove}
    return [
        Route(one.path, _by_method({"GET": one.search, "POST": one.create}), methods=["GET", "POST"]),
        Route(one.path + "/.search", _open(one.search), methods=["POST"]),
        Route(one.path + "/{id}", _by_method(by_id), methods=list(by_id)),
    ]


def _by_method(handlers: Mapping[str, Handler]) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request, actor: Actor) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request, actor)

    return _open(handle)


def _open(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Let a directory in, and do what it asks in one transaction; refusals leave nothing behind."""

    async def opened(request: Request) -> Response:
        try:
            actor = provisioning(Caller(await caller_of(request)).actor)
            with TOLERANT:
                if request.method in {"GET", "HEAD"}:
                    return await handler(request, actor)
                async with enclosing_work(actor):
                    return await handler(request, actor)
        except REFUSALS as refusal:
            wait = refusal.extensions.get("retryAfter") if isinstance(refusal, DomainError) else None
            return answer(error_of(refusal), wait)
        except Exception as fault:
            log.exception("a SCIM request failed")
            return answer(error_of(fault))

    return opened


# Everything under /scim/v2; what is not there answers in SCIM's form too.
scim = Router([*_resources(User, people), *_resources(Group, groups), *_discovery()])
