"""`/metrics` for Prometheus, and the port on which operators ask a process what the public may not."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.core.sockets import listen
from backend.mail import gauges

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds to count the outbox


async def metrics(_request: Request) -> Response:
    """Everything this process counts, in Prometheus' text format, and the outbox as the database has it."""
    try:
        async with asyncio.timeout(PATIENCE):
            await gauges.refresh()
    except Exception:
        log.warning("the outbox could not be counted")
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


METRICS = Route("/metrics", metrics)


@asynccontextmanager
async def operators_port(address: str | None, routes: Sequence[Route]) -> AsyncIterator[None]:
    """Answer `/metrics` and these routes at `http://host:port`, if one is given; raises PortError."""
    if address is None:
        yield
        return
    parts = urlsplit(address)
    listening = listen(parts.hostname or "", parts.port or 0, "USHER_METRICS_LISTEN")
    app = Starlette(routes=[METRICS, *routes])
    server = _Beside(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving
        listening.close()


class _Beside(uvicorn.Server):
    """A server beside the process's own work, which alone decides when to end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
