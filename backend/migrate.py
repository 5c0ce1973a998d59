"""Brings a database up to this version's tables, and lets the processes' login role act in it."""

from __future__ import annotations

from typing import TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as run_migrations

from backend.core.settings import SettingsError
from backend.models import tortoise_config

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
GROUP_ROLES = ("usher_app", "usher_worker")
UNREACHABLE = (
    OSError,
    TimeoutError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)
ONE_AT_A_TIME = 0x75736865  # the advisory lock's number: "ushe"


async def migrate(migration_url: str, login_url: str | None = None) -> list[str]:
    """Run what has not run yet, one migrator at a time; returns the names of the migrations applied.

    `login_url` is what the processes connect by. Its role is made where it is missing, and becomes a
    member of the group roles. Raises SettingsError where the database can't be reached.
    """
    try:
        connection = await asyncpg.connect(migration_url)
    except UNREACHABLE as error:
        raise SettingsError(f"The database can't be reached: {error}.") from error
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", ONE_AT_A_TIME)
        applied = await _apply(migration_url)
        await _admit(connection, urlsplit(login_url or migration_url))
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


async def _admit(connection: Connection, login: SplitResult) -> None:
    """Let the login role act in the group roles; on a prepared server there is nothing left to do."""
    name, password = unquote(login.username or ""), unquote(login.password or "")
    if not name:
        return
    if not await connection.fetchval("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", name):
        await _execute(connection, "CREATE ROLE %I LOGIN NOINHERIT PASSWORD %L", name, password)
    for role in GROUP_ROLES:
        if not await connection.fetchval("SELECT pg_has_role($1, $2, 'MEMBER')", name, role):
            await _execute(connection, "GRANT %I TO %I", role, name)


async def _execute(connection: Connection, statement: str, *names: str) -> None:
    """Statements about roles take no parameters: PostgreSQL itself quotes what goes into them."""
    places = ", ".join(f"${number}::text" for number in range(2, len(names) + 2))
    await connection.execute(await connection.fetchval(f"SELECT format($1, {places})", statement, *names))
