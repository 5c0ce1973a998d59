"""Listening on a port, with one clear line where someone else already does."""

from __future__ import annotations

import errno
import socket

WAITING = 1024  # callers that may wait to be answered


class PortError(RuntimeError):
    """Someone else listens on the port, or it is not ours to use; the message is the line to print."""


def listen(host: str, port: int, setting: str = "USHER_PORT") -> socket.socket:
    """A socket that listens from now on; `setting` is where another port may be chosen."""
    try:
        return socket.create_server((host, port), backlog=WAITING)
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"can't be used ({error.strerror})"
        raise PortError(f"Port {port} {why}; choose another with {setting}.") from error
