"""`usher web`: one web process, on a socket of its own or one it inherits."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import time
from types import FrameType

import uvicorn

from backend.core.logs import log_to_stderr
from backend.core.settings import Settings
from backend.core.sockets import listen

LARGEST_MESSAGE = 64 * 1024  # bytes, over a WebSocket
LAST_WORDS = 0.5  # seconds for those who were let in to say what they want
LAST_REQUESTS = 10  # seconds to finish them in when asked to end


class Server(uvicorn.Server):
    """Lets nobody in once it is asked to end, and answers everyone it had let in."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """The library hangs up on whoever has connected and not spoken yet; such a request would be lost."""
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        deadline = time.monotonic() + LAST_WORDS
        while time.monotonic() < deadline:
            self._last_answers()
            await asyncio.sleep(0.02)
        await super().shutdown()

    def _last_answers(self) -> None:
        """Connections that are answered at the moment end with that answer."""
        for connection in list(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)  # a WebSocket has none
            if cycle is not None and not cycle.response_complete:
                connection.shutdown()


def serve(settings: Settings, descriptor: int | None = None) -> None:
    """Answer requests until SIGTERM; `descriptor` is the number of an inherited listening socket."""
    log_to_stderr(settings.log_level)
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
    signal.signal(signal.SIGTERM, _leave)
    Server(config).run(sockets=[listening])


def _leave(_number: int, _frame: FrameType | None) -> None:
    """The library raises the signal again once everyone is answered; that is a good end."""
    sys.exit(0)


def _host(settings: Settings) -> str:
    """Everyone may reach a server; only this machine a local set-up."""
    return "127.0.0.1" if settings.local else "0.0.0.0"  # noqa: S104 - a server answers everyone
