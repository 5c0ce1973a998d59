"""A part of the web process that is loaded when the first request for it comes."""

from __future__ import annotations

import asyncio
from importlib import import_module

from starlette.types import ASGIApp, Receive, Scope, Send


class Later:
    """An ASGI application by the name of its module and its name there.

    For what few installations use and all would wait for at every start.
    """

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Load it in a thread, so that others are answered meanwhile, and pass everything on."""
        if self._app is None:
            self._app = getattr(await asyncio.to_thread(import_module, self._module), self._name)
        await self._app(scope, receive, send)
