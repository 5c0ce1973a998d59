"""Listening on a port, with one clear line where someone else already does."""

from __future__ import annotations

import socket

WAITING = 1024  # callers that may wait to be answered


class PortTakenError(RuntimeError):
    """Someone else listens on the port; the message is the line to print."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens from now on."""
    try:
        return socket.create_server((host, port), backlog=WAITING)
    except OSError as error:
        raise PortTakenError(f"Port {port} is in use; choose another with USHER_PORT.") from error
