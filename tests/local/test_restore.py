"""Backup and restore as docs/operate.md tells: another server, another role, the same walls, nothing sent."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import SignedIn, Visit
from backend.core import settings
from backend.core.access import system
from backend.core.db import close_database, open_database
from backend.core.settings import load_settings
from backend.core.work import unit_of_work
from backend.local.owner import unprivileged
from backend.local.postgres import LOGIN, OWNER, Postgres, _programs
from backend.mail.gate import gate_status, watch_gate
from backend.mail.invariants import reconcile
from backend.migrate import migrate
from backend.models import tortoise_config
from backend.worker import INVARIANTS
from tests.house_of import Home, make_home

pytestmark = pytest.mark.system

SECRET = "a secret that only tests know, 32+"
PASSWORD = "a lantern over the harbour"
OPERATE = Path(__file__).parents[2] / "docs" / "operate.md"
COMMAND = re.compile(r"^ +((?:psql|pg_dump|pg_restore|usher) .*)$", re.M)
CASTS = re.compile(r"::(?:text|character varying)(?:\[\])?|[() ]")
# What stands around the rows, apart from who owns it.
WALLS = """
    SELECT 'policy', tablename || ' ' || policyname, concat(roles::text, qual, with_check) FROM pg_policies
    UNION ALL SELECT 'walled', relname::text, relrowsecurity::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    UNION ALL SELECT 'grant', concat_ws(' ', table_name, grantee),
        string_agg(privilege_type, ' ' ORDER BY privilege_type)
    FROM information_schema.role_table_grants WHERE table_schema = 'public' GROUP BY table_name, grantee
    UNION ALL SELECT 'execute', p.oid::regprocedure::text, p.proacl::text FROM pg_proc p
    JOIN pg_language l ON l.oid = p.prolang
    WHERE pronamespace = 'public'::regnamespace AND l.lanname IN ('sql', 'plpgsql')
    UNION ALL SELECT 'index', indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'rule', concat_ws(' ', conrelid::regclass, conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger', tgname::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY 1, 2, 3
"""
MINE = "SELECT array_agg(DISTINCT email_key ORDER BY email_key) FROM members"


@dataclass(slots=True)
class Lost:
    """What stood in the database that is gone by now."""

    rows: dict[str, int]
    walls: list[tuple[str, str, str]]
    home: Home
    other: Home


def section(title: str) -> list[str]:
    """The commands of one section of docs/operate.md, in their order."""
    text = OPERATE.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    return COMMAND.findall(text)


def say(command: str, server: Postgres, folder: Path) -> str:
    """One of these commands in a shell, with the environment of whoever runs Usher."""
    paths = (str(_programs(unprivileged())), str(Path(sys.executable).parent), os.environ["PATH"])
    environment = {
        "PATH": ":".join(paths),
        "DATABASE_URL": server.url(LOGIN),
        "DATABASE_MIGRATION_URL": server.url(OWNER),
        "REDIS_URL": "redis://127.0.0.1:1",
        "SMTP_URL": "smtp://127.0.0.1:1",
        "USHER_URL": "https://usher.example.org",
        "USHER_SECRET": SECRET,
    }
    done = subprocess.run(
        ["bash", "-c", command], env=environment, cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


async def walls_of(sql: asyncpg.Connection[asyncpg.Record]) -> list[tuple[str, str, str]]:
    """What stands around the rows; casts are written otherwise once they have been read in."""
    return [(kind, name, CASTS.sub("", text or "")) for kind, name, text in await sql.fetch(WALLS)]


async def fill(server: Postgres) -> Lost:
    """Two workspaces at work, with mail owed now and later."""
    settings.configure(load_settings({"USHER_URL": "https://usher.example.org", "USHER_SECRET": SECRET}))
    await migrate(server.url(OWNER), server.url(LOGIN))
    await open_database(tortoise_config(server.url(LOGIN)))
    sql = await asyncpg.connect(server.url(OWNER))
    home, other = await make_home(sql), await make_home(sql, "other")
    crew = await home.group()
    await home.session(crew, starts=timedelta(days=3))
    await home.invite("a@x.org", "b@x.org", group_ids=[crew])
    await other.invite("z@x.org")
    await watch_gate()  # a worker has been here
    lost = Lost(await home.everything(), await walls_of(sql), home, other)
    await close_database()
    await sql.close()
    return lost


@pytest.fixture
async def restored(data: Path) -> AsyncIterator[tuple[Postgres, Lost]]:
    """A server that has never seen Usher, with the backup of another in it."""
    first, second = Postgres(data / "first", durable=False), Postgres(data / "second", durable=False)
    await asyncio.to_thread(first.start)
    lost = await fill(first)
    for command in section("Backup"):
        say(command, first, data)
    await asyncio.to_thread(first.stop)
    await asyncio.to_thread(second.start)
    for command in section("Restore")[:-1]:
        say(command, second, data)
    await open_database(tortoise_config(second.url(LOGIN)))
    yield second, lost
    await close_database()
    await asyncio.to_thread(second.stop)


async def test_a_backup_restored_elsewhere_is_whole_walled_and_silent(
    restored: tuple[Postgres, Lost], data: Path
) -> None:
    server, lost = restored
    sql = await asyncpg.connect(server.url(OWNER))
    home, other = Home(sql, lost.home.owner), Home(sql, lost.other.owner)
    assert await home.everything() == lost.rows
    assert await walls_of(sql) == lost.walls

    login = await asyncpg.connect(server.url(LOGIN))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await login.fetch("SELECT FROM members")  # by itself it sees nothing
    await login.close()
    for one, seen in ((home, ["a@x.org", "b@x.org", "owner@home.example.org"]),
                      (other, ["owner@other.example.org", "z@x.org"])):  # fmt: skip
        async with unit_of_work(system(one.owner.workspace_id)) as work:
            assert await work.sql.fetchval(MINE) == seen

    status = await gate_status()
    assert (status.open, status.held, status.due) == (False, False, 3)
    assert isinstance(await sign_in("owner@home.example.org", PASSWORD, None, Visit()), SignedIn)
    await home.invite("c@x.org")  # work goes on; its mail waits behind the gate with the others
    assert (await gate_status()).due == 4

    say(
        section("Restore")[-1].replace(
            "2026-11-26T02:00+00:00", f"{await home.now() + timedelta(seconds=1):%Y-%m-%dT%H:%M:%S}+00:00"
        ),
        server,
        data,
    )
    status = await gate_status()
    assert (status.open, status.due) == (True, 0)
    assert await home.count("mails", "reason = 'BEFORE_RESTORE'") == 4
    assert await home.count("mails", "kind = 'program_invitation' AND state = 'SCHEDULED'") == 2
    assert {name: found for name, found in (await reconcile(INVARIANTS)).items() if found} == {}
    await sql.close()
