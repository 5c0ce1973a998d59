"""The command line: what it refuses, in one line each, before anything is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from tests.parts import Database

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
        ("up", {"SMTP_URL": "mail.example.org"}, "SMTP_URL must be a smtp:// or smtps:// address."),
        ("up", {"USHER_DATA": "/dev/null/data"}, "USHER_DATA can't be used: "),
        (
            "up",
            {"REDIS_URL": "redis://[::1"},
            "REDIS_URL must be a redis:// or rediss:// or unix:// or redis+sentinel:// address.",
        ),
        ("up", {"DATABASE_URL": "postgres://x:port/y"}, "DATABASE_URL must be a postgres"),
        ("up", {"USHER_LOG_LEVEL": "loud"}, "USHER_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR."),
        ("up", {"USHER_SECRET": "short"}, "USHER_SECRET must be at least 32 characters long."),
        ("web", {}, "DATABASE_URL is not set"),
        ("web", {"DATABASE_URL": "postgres://x/y", "REDIS_URL": "redis://x"}, "USHER_SECRET is not set"),
        ("worker", {"DATABASE_URL": "postgres://x/y", "USHER_SECRET": SECRET}, "REDIS_URL is not set"),
        ("migrate", {}, "DATABASE_URL is not set"),
        ("migrate", {"DATABASE_URL": "postgres://x@127.0.0.1:1/x"}, "The database can't be reached: "),
        ("workspace create quays Quays chief@x.org", {}, "DATABASE_URL is not set"),
        ("clock", {"DATABASE_URL": "postgres://x/y"}, "The clock can be moved on a local set-up only."),
        ("web", {"USHER_TIME_SCALE": "0.5"}, "USHER_TIME_SCALE belongs to the local set-up only."),
    ],
)
def test_refuses_in_one_line(tmp_path: Path, command: str, environ: dict[str, str], line: str) -> None:
    done = usher(*command.split(), cwd=tmp_path, **environ)

    assert done.returncode == 2
    assert done.stderr.startswith(line)
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_command(tmp_path: Path) -> None:
    done = usher("--help", cwd=tmp_path)

    assert done.returncode == 0
    for command in ("up", "web", "worker", "migrate", "workspace", "schema", "clock"):
        assert f"\n    {command}" in done.stdout


async def test_an_owner_and_workspaces_on_a_server(
    tmp_path: Path, new_database: Callable[[], Awaitable[Database]]
) -> None:
    database = await new_database()
    environ = {"DATABASE_URL": database.url, "DATABASE_MIGRATION_URL": database.owner_url}
    environ |= {"USHER_SECRET": SECRET, "USHER_URL": "https://learn.example.org"}
    owner = {"USHER_OWNER_EMAIL": "chief@quays.example.org", "USHER_OWNER_PASSWORD": "short"}
    refused = usher("prepare", cwd=tmp_path, **environ, **owner)
    assert (refused.returncode, refused.stderr) == (
        2,
        "USHER_OWNER_PASSWORD can't be taken: At least 12 characters.\n",
    )
    owner["USHER_OWNER_PASSWORD"] = "a lantern over the water"
    assert usher("prepare", cwd=tmp_path, **environ, **owner).returncode == 0
    create = ("workspace", "create", "piers", "The piers", "pier@piers.example.org", "--language", "fr")
    made = usher(*create, cwd=tmp_path, **environ)
    assert made.stdout.startswith(
        "Workspace piers is made; pier@piers.example.org is invited as its owner:\n"
        "https://learn.example.org/join/"
    )
    again = usher(*create, cwd=tmp_path, **environ)
    assert (again.returncode, again.stderr) == (2, "There is a workspace 'piers' already.\n")
    connection = await asyncpg.connect(database.owner_url)
    rows = await connection.fetch(
        """SELECT w.slug, w.name, w.language, m.email, m.first_name, m.role, m.activated_at IS NULL AS waits
        FROM workspaces w JOIN members m ON m.workspace_id = w.id ORDER BY w.created_at"""
    )
    owed = await connection.fetchval("SELECT count(*) FROM mails WHERE kind = 'workspace_invitation'")
    await connection.close()
    assert [tuple(row) for row in rows] == [
        ("first", "quays.example.org", "en", "chief@quays.example.org", None, "OWNER", False),
        ("piers", "The piers", "fr", "pier@piers.example.org", None, "OWNER", True),
    ]
    assert owed == 1
