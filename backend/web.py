"""`usher web`: one web process, on a socket of its own or one it inherits."""

from __future__ import annotations

import socket

import uvicorn

from backend.core.settings import Settings
from backend.core.sockets import listen

LARGEST_MESSAGE = 64 * 1024  # bytes, over a WebSocket
LAST_REQUESTS = 10  # seconds to finish them in when asked to end


def serve(settings: Settings, descriptor: int | None = None) -> None:
    """Answer requests until SIGTERM; `descriptor` is the number of an inherited listening socket."""
    inherited = descriptor is not None
    listening = socket.socket(fileno=descriptor) if inherited else listen(_host(settings), settings.port)
    config = uvicorn.Config(
        "backend.app:create_app",
        factory=True,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _host(settings: Settings) -> str:
    """Everyone may reach a server; only this machine a local set-up."""
    return "127.0.0.1" if settings.local else "0.0.0.0"  # noqa: S104 - a server answers everyone
