"""PgBouncer on loopback in transaction mode, where the machine has it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from backend.local.owner import give, unprivileged
from backend.local.postgres import DATABASE, LOGIN
from backend.local.processes import free_port, last_words, spawn, stop
from tests.topology.cluster import Server

PROGRAM = os.environ.get("PGBOUNCER") or shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
PATIENCE = 20.0  # seconds


class Pooler:
    """One PgBouncer before a server, with few connections that everyone shares."""

    def __init__(self, folder: Path, server: Server, connections: int) -> None:
        self._folder, self._server, self._connections = folder, server, connections
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self) -> None:
        """Start it as nobody, since it refuses root, and wait until it listens."""
        owner = unprivileged()
        self._folder.mkdir(mode=0o700)
        self.port = free_port()
        password = urlsplit(self._server.url()).password
        self._write("users", f'"{LOGIN}" "{password}"\n')
        self._write("ini", self._configuration())
        for path in (self._folder, *self._folder.iterdir()):
            give(path, owner)
        self._process = spawn(
            [str(PROGRAM), str(self._folder / "ini")],
            log=self._folder / "log",
            pid_file=self._folder / "pid",
            env=os.environ,
            owner=owner,
            cwd=self._folder,
        )
        deadline = time.monotonic() + PATIENCE
        while not self._listens():
            alive = self._process.poll() is None and time.monotonic() < deadline
            assert alive, f"PgBouncer did not start:\n{last_words(self._folder / 'log')}"
            time.sleep(0.02)

    def lead_to(self, server: Server) -> None:
        """Let it lead to another server from now on, as whoever promoted that one tells it."""
        assert self._process is not None
        self._server = server
        self._write("ini", self._configuration())
        self._process.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        """End it at once."""
        if self._process is not None:
            stop(self._process, signal.SIGTERM, PATIENCE)

    def url(self) -> str:
        """The address that the processes are given."""
        password = urlsplit(self._server.url()).password
        return f"postgresql://{LOGIN}:{password}@127.0.0.1:{self.port}/{DATABASE}"

    def _write(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text)

    def _configuration(self) -> str:
        return f"""
[databases]
{DATABASE} = host=127.0.0.1 port={self._server.port} dbname={DATABASE}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {self._folder / "users"}
pool_mode = transaction
default_pool_size = {self._connections}
max_client_conn = 200
server_login_retry = 1
"""

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True
