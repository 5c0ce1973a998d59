"""A Valkey with a replica and three sentinels on loopback, which make the replica take over."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from backend.core.brokers import SENTINEL
from backend.local.valkey import START_PATIENCE, Valkey

NAME = "usher"
DOWN_AFTER = 1000  # milliseconds
SENTINELS, MAJORITY = 3, 2


class Follower(Valkey):
    """A server that copies another, and so has its password."""

    def __init__(self, folder: Path, leader: WatchedValkey) -> None:
        super().__init__(folder)
        self._leader = leader
        self._password = leader.password

    def _configuration(self, port: int) -> Path:
        file = super()._configuration(port)
        with file.open("a") as out:
            out.write(f"replicaof 127.0.0.1 {self._leader.port}\nmasterauth {self._password}\n")
        return file


class Watcher(Valkey):
    """A sentinel: the same program, told to watch; it is asked without a password."""

    def __init__(self, folder: Path, leader: WatchedValkey) -> None:
        super().__init__(folder)
        self._leader = leader

    def knows(self, what: str) -> str:
        """One thing it knows of the leader."""
        answer = _ask(self.port, f"SENTINEL MASTER {NAME}")
        return answer[answer.index(what) + 1] if what in answer else ""

    def _command(self, configuration: Path) -> list[str]:
        return [*super()._command(configuration), "--sentinel"]

    def _configuration(self, port: int) -> Path:
        file = self._folder / "sentinel.conf"
        lines = (
            f"port {port}",
            "bind 127.0.0.1",
            f'dir "{self._folder}"',
            f"sentinel monitor {NAME} 127.0.0.1 {self._leader.port} {MAJORITY}",
            f"sentinel auth-pass {NAME} {self._leader.password}",
            f"sentinel down-after-milliseconds {NAME} {DOWN_AFTER}",
            f"sentinel failover-timeout {NAME} 10000",
        )
        file.write_text("\n".join(lines) + "\n")
        return file

    def _ready(self, port: int) -> bool:
        try:
            return _ask(port, "PING") == ["+PONG"]
        except OSError:
            return False


class WatchedValkey(Valkey):
    """The leader, its follower and who watches them; its address is that of the sentinels."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "leader")
        self.password = self._password
        self.follower = Follower(folder / "follower", self)
        self.watchers = [Watcher(folder / f"sentinel-{number}", self) for number in range(SENTINELS)]

    def start(self) -> None:
        """Start all of them, and wait until the sentinels know of the follower and of each other."""
        super().start()
        for server in (self.follower, *self.watchers):
            server.start()
        deadline = time.monotonic() + START_PATIENCE
        while not all(self._is_seen_by(one) for one in self.watchers):
            assert time.monotonic() < deadline, "the sentinels do not know each other"
            time.sleep(0.05)

    def stop(self) -> None:
        """End all of them."""
        for server in (*self.watchers, self.follower):
            server.stop()
        super().stop()

    def url(self, database: int = 0) -> str:
        """The address that the processes are given."""
        hosts = ",".join(f"127.0.0.1:{one.port}" for one in self.watchers)
        return f"{SENTINEL}://:{self.password}@{hosts}/{NAME}/{database}"

    def _is_seen_by(self, watcher: Watcher) -> bool:
        seen = watcher.knows("num-other-sentinels"), watcher.knows("num-slaves")
        return seen == (str(SENTINELS - 1), "1")


def _ask(port: int, command: str) -> list[str]:
    """A simple answer, or the texts of a list."""
    with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
        connection.sendall(f"{command}\r\n".encode())
        with connection.makefile("r", encoding="utf-8", newline="\r\n") as answer:
            first = answer.readline().rstrip()
            if not first.startswith("*"):
                return [first]
            lines = [answer.readline().rstrip() for _ in range(2 * int(first[1:]))]
            return lines[1::2]
