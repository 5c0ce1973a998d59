"""Whether a process lives (`/healthz`) and whether its parts answer (`/readyz`)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.core.db import crossing, pool
from backend.core.versions import missing_migrations

PATIENCE = 2.0  # seconds
Question = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Part:
    """Something this process leans on: well unless asking raises or answers False.

    Without what is not `needed` everything still works, only slower.
    """

    ask: Question
    needed: bool = True


def database_parts() -> dict[str, Part]:
    """The database answers, and stands at this version at least."""
    return {"database": Part(_ask_database), "schema": Part(_ask_schema)}


def health_routes(parts: Mapping[str, Part], alive: Callable[[], bool] = lambda: True) -> list[Route]:
    """`/healthz` and `/readyz`. A process that is not alive had better be started again."""

    async def healthz(_request: Request) -> Response:
        living = alive()
        return JSONResponse({"status": "alive" if living else "stuck"}, 200 if living else 503)

    async def readyz(_request: Request) -> Response:
        answers = await asyncio.gather(*(_answers(part.ask) for part in parts.values()))
        told = dict(zip(parts, answers, strict=True))
        ready = all(told[name] for name, part in parts.items() if part.needed)
        return JSONResponse({"ready": ready, "parts": told}, 200 if ready else 503)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


async def _ask_database() -> None:
    async with (await pool()).acquire() as connection:
        await connection.fetchval("SELECT public.usher_now()")


async def _ask_schema() -> bool:
    async with crossing() as sql:
        return not await missing_migrations(sql)


async def _answers(question: Question) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await question() is not False
    except Exception:
        return False
