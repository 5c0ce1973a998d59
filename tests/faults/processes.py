"""One `usher web` or `usher worker` as a process: started, killed, frozen, asked to end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from backend.local.processes import spawn

NUMBERS = count(1)


class Process:
    """A process of ours, in a session of its own; what it says goes to a file."""

    def __init__(
        self,
        command: str,
        folder: Path,
        env: Mapping[str, str],
        descriptor: int = -1,
        module: str = "backend.cli",
    ) -> None:
        name = f"{command}-{next(NUMBERS)}"
        self._log = folder / f"{name}.log"
        self._child = spawn(
            [sys.executable, "-m", module, command, *_inherit(descriptor)],
            log=self._log,
            pid_file=folder / f"{name}.pid",
            env=env,
            pass_fds=[descriptor] if descriptor >= 0 else [],
        )
        self.pid = self._child.pid

    @property
    def said(self) -> str:
        """What it has said so far."""
        return self._log.read_text(errors="replace")

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._child.poll() is None

    async def says(self, words: str, *, within: float = 120.0, times: int = 1) -> None:
        """Wait until it has said these words so many times."""
        async with asyncio.timeout(within):
            while self.said.count(words) < times:
                assert self.alive, f"it ended; it said:\n{self.said[-3000:]}"
                await asyncio.sleep(0.02)

    async def gone(self, *, within: float = 120.0) -> int:
        """Wait until it has ended; its exit code."""
        return await asyncio.to_thread(self._child.wait, within)

    async def kill(self) -> None:
        """kill -9."""
        if self.alive:
            os.kill(self.pid, signal.SIGKILL)
        await self.gone()

    async def end(self) -> int:
        """SIGTERM; its exit code once it has ended."""
        if self.alive:
            os.kill(self.pid, signal.SIGTERM)
        return await self.gone()

    def freeze(self) -> None:
        """kill -STOP."""
        os.kill(self.pid, signal.SIGSTOP)

    def wake(self) -> None:
        """kill -CONT."""
        os.kill(self.pid, signal.SIGCONT)

    async def frozen(self, *, within: float = 120.0) -> None:
        """Wait until it has been stopped by a signal."""
        async with asyncio.timeout(within):
            while not self._is_stopped():  # noqa: ASYNC110 - the system tells nobody
                await asyncio.sleep(0.02)

    async def left(self, door: FrontDoor, *, within: float = 120.0) -> None:
        """Wait until it listens behind this door no longer."""
        async with asyncio.timeout(within):
            while self._stands_behind(door):  # noqa: ASYNC110 - the system tells nobody
                await asyncio.sleep(0.005)

    def _stands_behind(self, door: FrontDoor) -> bool:
        listening = f"socket:[{os.fstat(door.descriptor).st_ino}]"
        with suppress(FileNotFoundError):  # closed, or ended, while we look
            return any(str(one.readlink()) == listening for one in Path(f"/proc/{self.pid}/fd").iterdir())
        return self.alive

    def _is_stopped(self) -> bool:
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


class FrontDoor:
    """A listening socket that outlives the web processes behind it, as `usher up` holds one."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.descriptor = self._socket.fileno()
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()


def _inherit(descriptor: int) -> Sequence[str]:
    return ("--descriptor", str(descriptor)) if descriptor >= 0 else ()
