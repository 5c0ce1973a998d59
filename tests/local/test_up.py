"""`usher up` as a person runs it: a process that starts others, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from backend.local.mailbox import MAILDIR, newest
from backend.local.processes import free_port
from tests.local.conftest import open_folder
from tests.local.test_processes import gone, until

pytestmark = [pytest.mark.system, pytest.mark.xdist_group("up")]
PATIENCE = 90  # seconds; a first start on a busy machine


class Up:
    """One `usher up`, and what it printed."""

    def __init__(self, data: Path, port: int) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        environ = kept | {"USHER_DATA": str(data), "USHER_PORT": str(port)}
        self.data, self.port, self.lines = data, port, list[str]()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "backend.cli", "up"],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until_line(self, wanted: str) -> None:
        """Read on until a line that contains these words."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if wanted in line:
                return
        pytest.fail(f"it ended before it said {wanted!r}:\n" + "\n".join(self.lines))

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal, wait, and return the exit code."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.lines += rest.splitlines()
        return self.process.returncode

    def pids(self) -> dict[str, int]:
        """What runs: the name and number of each part."""
        files = [*self.data.glob("*/pid"), *self.data.glob("processes/*.pid")]
        found: dict[str, int] = {}
        for file in files:
            with contextlib.suppress(FileNotFoundError, IndexError):  # it is just being started
                found[str(file.relative_to(self.data))] = int(file.read_text().split()[0])
        return found

    def said(self, name: str) -> str:
        """What stands beside a word of the welcome."""
        return next(line.split(maxsplit=1)[1] for line in self.lines if line.split()[:1] == [name])


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture
def start(folder: Path, port: int) -> Iterator[Callable[[], Up]]:
    """Starts Usher on the module's folder, always on the same port; ends what a failed test left."""
    started: list[Up] = []

    def make() -> Up:
        started.append(Up(folder / "data", port))
        started[-1].until_line("Ctrl-C ends everything")
        return started[-1]

    yield make
    for up in started:
        if up.process.poll() is None:
            up.end()


def beside(up: Up, *words: str) -> subprocess.CompletedProcess[str]:
    """Another command, with nothing but the folder to go by."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    argv = [sys.executable, "-m", "backend.cli", *words]
    return subprocess.run(argv, env=kept | {"USHER_DATA": str(up.data)}, capture_output=True, text=True)


async def count_members(up: Up) -> int:
    told = json.loads((up.data / "addresses.json").read_text())
    connection = await asyncpg.connect(told["DATABASE_MIGRATION_URL"])
    try:
        return int(await connection.fetchval("SELECT count(*) FROM members"))
    finally:
        await connection.close()


def answer(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_starts_twice_on_the_same_data(start: Callable[[], Up]) -> None:
    cold = time.monotonic()
    first = start()
    cold = time.monotonic() - cold
    assert answer(first.port, "/healthz") == 200
    assert answer(first.port, "/readyz") == 200
    assert answer(first.port, "/mailbox") == 200
    password, pids = first.said("Password"), first.pids()
    assert {Path(name).stem for name in pids} >= {"web", "worker", "mailcatcher", "pid"}

    assert first.end() == 0
    assert all(gone(pid) for pid in pids.values())
    assert not (first.data / "addresses.json").exists()

    warm = time.monotonic()
    second = start()
    warm = time.monotonic() - warm
    assert second.said("Password") == password
    assert warm < cold  # what lasts is not made again
    assert second.end(signal.SIGTERM) == 0


def test_what_dies_is_started_again(start: Callable[[], Up]) -> None:
    up = start()
    for name, line in (
        ("web", "The web process"),
        ("worker", "The worker"),
        ("mailcatcher", "The mail catcher"),
    ):
        pid = up.pids()[f"processes/{name}.pid"]
        os.kill(pid, signal.SIGKILL)
        up.until_line(f"{line} ended")
        until(lambda name=name, pid=pid: up.pids().get(f"processes/{name}.pid", pid) != pid)  # type: ignore[misc]
    os.kill(up.pids()["postgres/pid"], signal.SIGQUIT)
    up.until_line("PostgreSQL ended")
    until(lambda: answer(up.port, "/readyz") == 200)

    assert answer(up.port, "/healthz") == 200
    assert up.end() == 0


def test_ends_nothing_it_did_not_start(start: Callable[[], Up]) -> None:
    up = start()
    with subprocess.Popen(["sleep", "600"]) as bystander:
        code, outlived = up.end(), bystander.poll() is None
        bystander.kill()
    assert (code, outlived) == (0, True)


def test_second_start_on_the_same_folder_is_refused(start: Callable[[], Up]) -> None:
    up = start()
    pids = up.pids()

    other = Up(up.data, free_port())
    said, _ = other.process.communicate(timeout=PATIENCE)

    assert other.process.returncode == 2
    assert said.strip() == f"Usher already runs on {up.data} (process {up.process.pid})."
    assert up.pids() == pids
    assert not any(gone(pid) for pid in pids.values())
    assert up.end() == 0


def test_port_in_use_is_said_in_one_line(start: Callable[[], Up], tmp_path: Path) -> None:
    up = start()

    other = Up(tmp_path / "data", up.port)
    said, _ = other.process.communicate(timeout=PATIENCE)

    assert other.process.returncode == 2
    assert said.strip() == f"Port {up.port} is in use; choose another with USHER_PORT."
    assert not list((tmp_path / "data").glob("*/pid"))
    assert up.end() == 0


def test_a_killed_supervisor_leaves_nothing_behind(start: Callable[[], Up]) -> None:
    up = start()
    pids = up.pids()

    up.end(signal.SIGKILL)
    until(lambda: all(gone(pid) for pid in pids.values()))

    heir = start()
    assert answer(heir.port, "/readyz") == 200
    assert heir.end() == 0


def test_the_demo_is_made_once_and_its_mail_arrives(start: Callable[[], Up]) -> None:
    up = start()
    until(lambda: len(newest(up.data / MAILDIR, 100)) >= 9)
    assert up.end() == 0

    again = start()
    assert beside(again, "prepare").stdout.strip() == "The database is up to date."
    assert asyncio.run(count_members(again)) == 10
    assert again.end() == 0

    letters = [(one.recipients, one.subject) for one in newest(again.data / MAILDIR, 100)]
    assert ("amelie.durand@harbour.example.org",) in {recipients for recipients, _ in letters}
    assert len(set(letters)) == len(letters)


def test_other_commands_find_a_running_set_up(start: Callable[[], Up]) -> None:
    up = start()

    until(lambda: beside(up, "health").returncode == 0)
    assert beside(up, "migrate").stdout.strip() == "The database is up to date."
    before = datetime.fromisoformat(beside(up, "clock").stdout.strip().removesuffix(" UTC"))
    after = datetime.fromisoformat(beside(up, "clock", "+9d").stdout.strip().removesuffix(" UTC"))
    assert timedelta(days=9) <= after - before < timedelta(days=9, minutes=5)
    beside(up, "clock", "reset")
    assert up.end() == 0
    assert "DATABASE_URL is not set" in beside(up, "migrate").stderr
