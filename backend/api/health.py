"""Whether the process lives (`/healthz`) and whether its parts answer (`/readyz`)."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.api.broker import Broker
from backend.core.db import pool

PATIENCE = 2.0  # seconds


def health_routes(broker: Broker) -> list[Route]:
    """Both routes; readiness asks the database and the broker."""

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_request: Request) -> Response:
        database, queue = await asyncio.gather(_answers(_ask_database()), _answers(broker.ping()))
        parts = {"database": database, "broker": queue}
        # Without the broker everything still works, only slower: the sweep delivers.
        return JSONResponse({"ready": database, "parts": parts}, 200 if database else 503)

    return [Route("/healthz", alive), Route("/readyz", ready)]


async def _ask_database() -> None:
    async with (await pool()).acquire() as connection:
        await connection.fetchval("SELECT public.usher_now()")


async def _answers(question: object) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await question  # type: ignore[misc]  # any awaitable
    except Exception:
        return False
    return True
