"""The command line: what it refuses, in one line each, before anything is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system
SECRET = "s" * 32


def usher(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("USHER_", "DATABASE_"))
    }
    argv = [sys.executable, "-m", "backend.cli", *arguments]
    return subprocess.run(argv, cwd=cwd, env=clean | environ, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("command", "environ", "line"),
    [
        ("up", {"USHER_COLOUR": "red"}, "Unknown setting USHER_COLOUR; known are: "),
        ("up", {"USHER_PORT": "http"}, "USHER_PORT must be a whole number"),
        ("up", {"DATABASE_URL": "mysql://x"}, "DATABASE_URL must be a postgres"),
        ("up", {"USHER_SECRET": "short"}, "USHER_SECRET must be at least 32 characters long."),
        ("web", {}, "DATABASE_URL is not set"),
        ("web", {"DATABASE_URL": "postgres://x/y", "REDIS_URL": "redis://x"}, "USHER_SECRET is not set"),
        ("worker", {"DATABASE_URL": "postgres://x/y", "USHER_SECRET": SECRET}, "REDIS_URL is not set"),
        ("migrate", {}, "DATABASE_URL is not set"),
        ("clock", {"DATABASE_URL": "postgres://x/y"}, "The clock can be moved on a local set-up only."),
        ("web", {"USHER_TIME_SCALE": "0.5"}, "USHER_TIME_SCALE belongs to the local set-up only."),
    ],
)
def test_refuses_in_one_line(tmp_path: Path, command: str, environ: dict[str, str], line: str) -> None:
    done = usher(command, cwd=tmp_path, **environ)

    assert done.returncode == 2
    assert done.stderr.startswith(line)
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_command(tmp_path: Path) -> None:
    done = usher("--help", cwd=tmp_path)

    assert done.returncode == 0
    for command in ("up", "web", "worker", "migrate", "schema", "clock"):
        assert f"\n    {command} " in done.stdout
