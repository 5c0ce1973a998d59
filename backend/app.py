"""The web process: routes and lifespan, nothing else."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from backend.api.broker import Broker
from backend.api.downloads import TYPES, download_routes
from backend.api.errors import fault
from backend.api.explorer import explorer_routes
from backend.api.headers import SecurityHeaders
from backend.api.health import Part, database_parts, health_routes
from backend.api.help import help_routes
from backend.api.import_downloads import import_routes
from backend.api.later import Later
from backend.api.letter_page import letter_routes
from backend.api.live import Live
from backend.api.mailbox import mailbox_routes
from backend.api.measuring import Measured
from backend.api.metrics import METRICS, operators_port
from backend.api.pages import page_routes
from backend.api.sockets import Sockets
from backend.api.uploads import upload_routes
from backend.api.view import graphql_view
from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.memory import tidy_rarely
from backend.core.replica import close_replica, open_replica
from backend.core.settings import Settings, load_settings
from backend.core.work import messenger
from backend.exports.shapes import Format
from backend.models import tortoise_config

# Small answers gain nothing, and a spreadsheet is squeezed as it is.
SQUEEZED: dict[str, Any] = {
    "minimum_size": 1000,
    "compresslevel": 1,  # nine tenths of what the highest gains, in a quarter of its time
    "exclude_content_types": (*DEFAULT_EXCLUDED_CONTENT_TYPES, TYPES[Format.XLSX]),
}

SCIM = Later("backend.api.scim.routes", "scim")
TEMPLATE = Later("backend.api.template_download", "template")


def create_app(given: Settings | None = None) -> Starlette:
    """The ASGI application, for uvicorn and for tests."""
    config = given or load_settings(os.environ)
    settings.configure(config)
    broker = Broker(config.redis_url)
    live = Live(config.redis_url, broker)
    health = health_routes(database_parts() | {"broker": Part(broker.ping, needed=False)})

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await open_database(tortoise_config(config.database_url or "", connections=10))
        if config.replica_url:
            await open_replica(config.replica_url)
        messenger.poke, messenger.announce = broker.poke, live.announce
        listening = asyncio.create_task(live.listen())
        tidy_rarely()
        try:
            async with operators_port(config.metrics_listen, health):
                yield
        finally:
            listening.cancel()
            messenger.poke = messenger.announce = None
            await broker.close()
            await close_replica()
            await close_database()

    return Starlette(
        routes=[*health, *_routes(config, live)],
        lifespan=lifespan,
        middleware=[
            Middleware(Measured),
            Middleware(SecurityHeaders),
            Middleware(GZipMiddleware, **SQUEEZED),
        ],
        exception_handlers={Exception: fault},
    )


def _routes(config: Settings, live: Live) -> list[BaseRoute]:
    local = [METRICS, *mailbox_routes(config.data / "mail")] if config.local else []
    return [
        Route("/graphql", graphql_view, methods=["GET", "POST"]),
        WebSocketRoute("/graphql", Sockets(live)),
        *upload_routes(),
        Route("/downloads/account-template.xlsx", TEMPLATE, methods=["GET"]),
        *import_routes(),
        *download_routes,
        Mount("/scim/v2", SCIM),
        *explorer_routes(),
        *help_routes(),
        *letter_routes,
        *local,
        *page_routes(),
    ]
