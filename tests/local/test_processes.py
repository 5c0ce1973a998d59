"""Child processes: ended in order, ended with their parent, and never mistaken for others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.local.processes import Program, end_stale, last_words
from backend.local.supervisor import Farewell, Supervisor

pytestmark = pytest.mark.system

WAITS = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"


def program(folder: Path, code: str = WAITS, patience: float = 5) -> Program:
    return Program("child", [sys.executable, "-c", code], folder=folder, env=os.environ, patience=patience)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def up(child: Program) -> bool:
    return child.log.exists() and "up" in child.log.read_text()


def pid_of(folder: Path) -> int:
    return int((folder / "child.pid").read_text().split()[0])


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_stops_in_order(tmp_path: Path) -> None:
    child = program(tmp_path)
    child.start()
    until(lambda: up(child))

    child.stop()

    assert not child.alive()
    assert gone(pid_of(tmp_path))


def test_kills_what_does_not_end_in_time(tmp_path: Path) -> None:
    child = program(tmp_path, STUBBORN, patience=0.2)
    child.start()
    until(lambda: up(child))

    child.stop()

    assert gone(pid_of(tmp_path))


def test_ends_what_a_killed_run_left(tmp_path: Path) -> None:
    left = program(tmp_path)
    left.start()
    pid = pid_of(tmp_path)

    heir = program(tmp_path)
    heir.start()

    assert gone(pid)
    assert not left.alive()
    assert heir.alive()
    heir.stop()


def test_leaves_a_stranger_with_the_same_number_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.DEVNULL) as stranger:
        (tmp_path / "child.pid").write_text(f"{stranger.pid} 1\n")

        end_stale(tmp_path / "child.pid", signal.SIGTERM, 5)
        left_alone = stranger.poll() is None
        stranger.kill()
    assert left_alone
    assert not (tmp_path / "child.pid").exists()


@pytest.mark.parametrize("content", ["", "12", "x y z", "a b"])
def test_a_spoilt_pid_file_harms_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "child.pid").write_text(content)

    end_stale(tmp_path / "child.pid", signal.SIGTERM, 5)
    child = program(tmp_path)
    child.start()

    assert child.alive()
    child.stop()


def test_supervisor_starts_again_what_ended_and_stops_all(tmp_path: Path) -> None:
    said: list[str] = []
    child = program(tmp_path)
    supervisor = Supervisor(said.append)
    supervisor.start("The child", child)
    first = pid_of(tmp_path)
    os.kill(first, signal.SIGKILL)

    def look() -> None:
        if pid_of(tmp_path) != first and child.alive():
            raise Farewell

    with pytest.raises(Farewell):
        supervisor.watch(look)
    supervisor.stop()

    assert said == ["The child ended; it is started again in 0.2 s."]
    assert gone(pid_of(tmp_path))


def test_supervisor_waits_longer_for_what_ends_again_and_again(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    supervisor.start("The child", program(tmp_path, "print('no')"))

    def look() -> None:
        if len(said) == 3:
            raise Farewell

    with pytest.raises(Farewell):
        supervisor.watch(look)
    supervisor.stop()

    assert [line.rpartition(" in ")[2] for line in said] == ["0.2 s.", "0.4 s.", "0.8 s."]


def test_last_words_are_the_end_of_the_log(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"one\ntwo\n\xff three\n")

    assert last_words(tmp_path / "log", 2) == "two\n\ufffd three"
