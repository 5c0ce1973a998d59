"""The floor of a page: one statement that puts the whole answer together as JSON, and nothing around it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PAGE = """
    WITH page AS (
        SELECT * FROM members WHERE workspace_id = $1 ORDER BY sort_name, id LIMIT 50
    ), places AS (
        SELECT p.member_id,
            json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.sort_name, g.id) AS groups
        FROM memberships p JOIN groups g ON g.id = p.group_id
        WHERE p.member_id = ANY(SELECT id FROM page) AND g.archived_at IS NULL GROUP BY p.member_id
    )
    SELECT json_build_object('data', json_build_object('members', json_build_object('nodes', json_agg(
        json_build_object('id', id, 'email', email, 'firstName', first_name, 'lastName', last_name,
            'role', role, 'createdAt', created_at,
            'groups', json_build_object('nodes', coalesce(groups, '[]'::json)))
        ORDER BY sort_name, id))))::text
    FROM page LEFT JOIN places ON member_id = id
"""


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """A pool for as long as the server runs."""
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=10) as pool:
        app.state.pool, app.state.workspace = pool, await pool.fetchval("SELECT id FROM workspaces")
        yield


async def answer(request: Request) -> Response:
    """The page, whatever was asked."""
    state = request.app.state
    return Response(await state.pool.fetchval(PAGE, state.workspace), media_type="application/json")


async def alive(_request: Request) -> PlainTextResponse:
    """Whether it answers."""
    return PlainTextResponse("ok")


app = Starlette(
    routes=[Route("/healthz", alive), Route("/graphql", answer, methods=["POST"])], lifespan=lifespan
)
