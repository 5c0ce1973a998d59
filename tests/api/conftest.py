"""The web application over its own database, asked through HTTP without a network."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest
import uvicorn

from backend.app import create_app
from backend.core.settings import load_settings
from tests.house_of import Home, make_home
from tests.parts import EMPTY, Database

PASSWORD = "a lantern over the harbour"


@pytest.fixture(scope="package")
async def api_database(new_database: Callable[[], Awaitable[Database]]) -> Database:
    """This package's database."""
    return await new_database()


@pytest.fixture(scope="package")
async def http(api_database: Database, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the running application."""
    environment = {
        "USHER_URL": "http://usher.test",
        "USHER_SECRET": "a secret that only tests know, 32+",
        "DATABASE_URL": api_database.url,
        "REDIS_URL": redis_url,
    }
    app = create_app(load_settings(environment))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://usher.test") as client:
            yield client


@pytest.fixture
async def home(http: httpx.AsyncClient, api_database: Database) -> AsyncIterator[Home]:
    """A workspace with an owner, alone in the database."""
    http.cookies.clear()
    connection = await asyncpg.connect(api_database.owner_url)
    await connection.execute(EMPTY)
    await connection.execute("UPDATE usher_clock SET shift = '0'")
    yield await make_home(connection)
    await connection.close()


class Client:
    """Someone signed in, asking over HTTP with a bearer token."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self.http = http
        self.headers = {"Authorization": f"Bearer {token}"}

    async def __call__(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an operation that must succeed."""
        answer = await self.ask(query, **variables)
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer of an operation."""
        body = {"query": query, "variables": variables}
        response = await self.http.post("/graphql", json=body, headers=self.headers)
        answer: dict[str, Any] = response.json()
        return answer


def code_of(response: httpx.Response) -> str:
    """What a plain route refuses with; of an input, what is wrong with it first."""
    (error,) = response.json()["errors"]
    told: dict[str, Any] = error["extensions"]
    assert error["message"]
    return str(told["errors"][0]["code"] if "errors" in told else told["code"])


SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token errors { code } } }"


@pytest.fixture
async def owner(http: httpx.AsyncClient, home: Home) -> Client:
    """The owner, signed in."""
    body = {"login": "owner@home.example.org", "password": PASSWORD}
    response = await http.post("/graphql", json={"query": SIGN_IN, "variables": {"input": body}})
    http.cookies.clear()
    return Client(http, response.json()["data"]["signIn"]["token"])


def application(http: httpx.AsyncClient) -> Any:
    """The application behind a client."""
    transport = http._transport
    assert isinstance(transport, httpx.ASGITransport)
    return transport.app


@pytest.fixture
async def address(http: httpx.AsyncClient) -> AsyncIterator[str]:
    """The same application behind a real socket."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application(http), lifespan="off", log_config=None, http="httptools")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await serving
