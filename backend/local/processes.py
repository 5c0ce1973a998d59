"""Starts child processes that never outlive the one that started them, and ends them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from backend.local.owner import Owner

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class PartError(RuntimeError):
    """A part could not be started; the message is what to print."""


def spawn(
    argv: Sequence[str],
    *,
    log: Path,
    pid_file: Path,
    env: Mapping[str, str] | None = None,
    owner: Owner | None = None,
    farewell: signal.Signals = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own; the system sends it `farewell` when its parent dies."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which ends the parts in order
            pass_fds=pass_fds,
            cwd=cwd,
            preexec_fn=partial(_follow, os.getpid(), farewell),
            **identity(owner),
        )
    pid_file.write_text(f"{process.pid} {_birth(process.pid)}\n")
    return process


def identity(owner: Owner | None) -> Owner:
    """The arguments of `subprocess` that make the process run as this owner."""
    return owner or Owner()


def stop(process: subprocess.Popen[bytes], farewell: signal.Signals, patience: float) -> int:
    """Ask a process to end, kill it when patience (seconds) runs out, and return its exit code."""
    if process.poll() is None:
        process.send_signal(farewell)
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def end_stale(pid_file: Path, farewell: signal.Signals, patience: float) -> None:
    """End what an earlier, killed run left behind, if the file's process is still that very one."""
    try:
        number, birth = pid_file.read_text().split()
        pid, deadline = int(number), time.monotonic() + patience
    except (FileNotFoundError, ValueError):
        return
    with contextlib.suppress(ProcessLookupError):
        if _birth(pid) == birth:
            os.kill(pid, farewell)
        while _birth(pid) == birth:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
    pid_file.unlink()


class Program:
    """A child process that can be started again; its log and pid file stand in a folder under its name."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        folder: Path,
        env: Mapping[str, str],
        patience: float,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.name, self.log = name, folder / f"{name}.log"
        self._argv, self._env, self._pass_fds = argv, env, pass_fds
        self._pid_file, self._patience = folder / f"{name}.pid", patience
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """End what an earlier run left, then start; does not wait until it answers."""
        end_stale(self._pid_file, signal.SIGTERM, self._patience)
        self._process = spawn(
            self._argv, log=self.log, pid_file=self._pid_file, env=self._env, pass_fds=self._pass_fds
        )

    def stop(self) -> None:
        """Let it finish what it is doing, for as long as patience lasts."""
        if self._process is not None:
            stop(self._process, signal.SIGTERM, self._patience)
            self._process = None

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def last_words(log: Path, lines: int = 5) -> str:
    """The end of a log, to say why a part failed."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _follow(parent: int, farewell: signal.Signals) -> None:
    """Runs in the new process: bind its life to the parent's."""
    if LIBC is None:
        return
    LIBC.prctl(SET_PARENT_DEATH_SIGNAL, int(farewell))
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)


def _birth(pid: int) -> str:
    """When a process started, in words that no later owner of the number shares; empty if it is gone."""
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return "" if fields[0] == "Z" else fields[19]
    shown = subprocess.run(
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "-".join(shown.stdout.split())
