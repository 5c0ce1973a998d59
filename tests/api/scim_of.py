"""SCIM over the running application: a directory's key, and the suite's client in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import httpx

from backend.auth.actions.create_api_key import create_api_key
from backend.core.access import Permission
from tests.house_of import Home

BASE = "/scim/v2"


class Directory:
    """A directory's system, asking over HTTP with its key."""

    def __init__(self, http: httpx.AsyncClient, secret: str) -> None:
        self.http = http
        self.headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/scim+json"}

    async def ask(self, method: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        """One request."""
        return await self.http.request(method, BASE + path, json=body, params=query, headers=self.headers)

    def wsgi(self, loop: asyncio.AbstractEventLoop) -> Any:
        """The application as the suite calls it, from a thread: each call runs in the loop of the tests."""

        def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            body = environ["wsgi.input"].read()
            path = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
            request = self.http.request(environ["REQUEST_METHOD"], path, content=body, headers=self.headers)
            answer = asyncio.run_coroutine_threadsafe(request, loop).result(30)
            start_response(f"{answer.status_code} X", list(answer.headers.items()))
            return [answer.content]

        return application


async def directory_of(home: Home, http: httpx.AsyncClient) -> Directory:
    """A directory with a key that may provision, and nothing else."""
    made = await create_api_key(home.owner, "Directory", [Permission.PROVISION])
    return Directory(http, made.secret)
