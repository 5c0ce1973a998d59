"""Brings a database up to this version's tables, and lets the processes' login role act in it."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as run_migrations

from backend.models import tortoise_config

GROUP_ROLES = ("usher_app", "usher_worker")
ONE_AT_A_TIME = 0x75736865  # the advisory lock's number: "ushe"


async def migrate(migration_url: str, login_url: str | None = None) -> list[str]:
    """Run what has not run yet, one migrator at a time; returns the names of the migrations applied.

    `login_url` is what the processes connect by; its role becomes a member of the group roles.
    """
    connection = await asyncpg.connect(migration_url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", ONE_AT_A_TIME)
        applied = await _apply(migration_url)
        login = unquote(urlsplit(login_url or migration_url).username or "")
        for role in GROUP_ROLES if login else ():
            await _grant(connection, role, login)
    finally:
        await connection.close()
    return applied


async def _apply(url: str) -> list[str]:
    applied: list[str] = []

    def note(event: str, _app: str, name: str) -> None:
        if event == "apply_done":
            applied.append(name)

    try:
        await run_migrations(config=tortoise_config(url, connections=2), progress=note)
    finally:
        await Tortoise.close_connections()
    return applied


async def _grant(connection: asyncpg.Connection[asyncpg.Record], role: str, login: str) -> None:
    """Asked first, since on a prepared server the migrator may not be allowed to grant."""
    if not await connection.fetchval("SELECT pg_has_role($1, $2, 'MEMBER')", login, role):
        words = "SELECT format('GRANT %I TO %I', $1::text, $2::text)"
        await connection.execute(await connection.fetchval(words, role, login))
