"""The second wall: row-level security holds where a statement forgets whose workspace it is in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from backend.core.db import reading
from backend.core.work import unit_of_work
from tests.house_of import Home
from tests.parts import Database
from tests.security.world import World, elsewhere, furnish

# What belongs to no workspace, and what the app may do with it.
OPEN = {"usher_clock": {"SELECT"}}
TABLES = """
    SELECT c.relname AS name, c.relrowsecurity AS walled,
        EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id') AS within
    FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname
"""
POLICIES = """
    SELECT polname AS name, polcmd::text AS command, polpermissive AS permissive,
        ARRAY(SELECT rolname FROM pg_roles WHERE oid = ANY(polroles)) AS roles,
        pg_get_expr(polqual, polrelid) AS sees, pg_get_expr(polwithcheck, polrelid) AS writes
    FROM pg_policy WHERE polrelid = $1::regclass ORDER BY polname
"""
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
        AND attgenerated = '' AND attidentity <> 'a'
"""
ROLES = """
    SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication AS mighty
    FROM pg_roles WHERE rolname = ANY($1)
"""
NOTHING = {"UPDATE 0", "DELETE 0"}
REFUSED = asyncpg.InsufficientPrivilegeError


@pytest.fixture
async def worlds(home: Home) -> tuple[World, World]:
    """Ours, and another one."""
    return await furnish(home, "mine"), await elsewhere(home)


async def walled(home: Home) -> list[tuple[str, str]]:
    """Every table of rows that belong to a workspace, with the column that says to which."""
    rows = await home.sql.fetch(TABLES)
    return [("workspaces", "id"), *((row["name"], "workspace_id") for row in rows if row["within"])]


async def test_every_table_has_its_wall(home: Home) -> None:
    tables = await walled(home)
    assert len(tables) > 20
    for name, column in tables:
        policies = await home.sql.fetch(POLICIES, name)
        mine = {row["name"]: row for row in policies if "usher_app" in row["roles"] or not row["roles"]}
        assert len(mine) == 1, name
        (one,) = mine.values()
        assert (one["command"], one["roles"]) == ("*", ["usher_app"]), name
        assert one["sees"] == one["writes"], name
        assert one["sees"].startswith(f"({column} = ( SELECT "), name
        assert "usher.workspace" in one["sees"], name


async def test_what_belongs_to_no_workspace_is_named_here(home: Home) -> None:
    inside = {name for name, _ in await walled(home)}
    for row in await home.sql.fetch(TABLES):
        if row["name"] in inside:
            assert row["walled"], row["name"]
            continue
        allowed = {verb for verb in VERBS if await _may(home, "usher_app", row["name"], verb)}
        assert allowed == OPEN.get(row["name"], set()), row["name"]


async def test_a_statement_without_the_filter_sees_its_own_rows_only(worlds: tuple[World, World]) -> None:
    ours, theirs = worlds
    actor, empty = ours.home.owner, set()
    for name, column in await walled(ours.home):
        own = await ours.home.count(name, f"{column} = $1", actor.workspace_id)
        if not await ours.home.count(name, f"{column} = $1", theirs.home.owner.workspace_id):
            empty.add(name)
        async with reading(actor.workspace_id) as sql:
            assert await sql.fetchval(f"SELECT count(*) FROM {name}") == own, name
        async with unit_of_work(actor) as work:
            assert await work.sql.fetchval(f"SELECT count(*) FROM {name}") == own, name
    assert len(empty) < 15, empty  # most tables had something to be seen


async def test_nothing_is_written_over_the_wall(worlds: tuple[World, World]) -> None:
    ours, theirs = worlds
    before = await theirs.picture()
    there = theirs.home.owner.workspace_id
    for name, column in await walled(ours.home):
        changes = (f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}")
        for statement in changes if name != "audit_events" else ():
            async with unit_of_work(ours.home.owner) as work:
                assert await work.sql.execute(f"{statement} WHERE {column} = $1", there) in NOTHING, name
        row = await ours.home.sql.fetchval(
            f"SELECT to_jsonb(t) FROM {name} t WHERE {column} = $1 LIMIT 1", there
        )
        if row is not None:
            columns = await ours.home.sql.fetchval(COLUMNS, name)
            same = f"jsonb_populate_record(NULL::{name}, $1)"
            copy = f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {same}"
            with pytest.raises(REFUSED):
                await _try(ours.home, copy, row)
    assert await theirs.picture() == before


async def test_no_row_is_moved_over_the_wall(worlds: tuple[World, World]) -> None:
    ours, theirs = worlds
    for name, column in await walled(ours.home):
        if name in {"workspaces", "audit_events"} or not await ours.home.count(
            name, f"{column} = $1", ours.home.owner.workspace_id
        ):
            continue
        with pytest.raises(REFUSED):
            await _try(ours.home, f"UPDATE {name} SET {column} = $1", theirs.home.owner.workspace_id)


async def test_a_reading_writes_nothing(home: Home) -> None:
    async with reading(home.owner.workspace_id) as sql:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await sql.execute("DELETE FROM members")
    assert await home.count("members") == 1


async def test_the_audit_only_grows(home: Home) -> None:
    for role in ("usher_app", "usher_worker"):
        allowed = {verb for verb in VERBS if await _may(home, role, "audit_events", verb)}
        assert allowed == {"SELECT", "INSERT"}


@pytest.fixture
async def login(api_database: Database) -> AsyncIterator[asyncpg.Connection[Any]]:
    """A connection as the processes have it, before they choose a role."""
    connection = await asyncpg.connect(api_database.url)
    yield connection
    await connection.close()


async def test_the_processes_own_nothing_and_migrations_are_another_roles(
    home: Home, login: asyncpg.Connection[Any]
) -> None:
    who, migrator = (
        await login.fetchval("SELECT session_user"),
        await home.sql.fetchval("SELECT session_user"),
    )
    owners = await login.fetch("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert [row["tableowner"] for row in owners] == [migrator]
    roles = await login.fetch(ROLES, [who, "usher_app", "usher_worker"])
    assert {row["rolname"]: row["mighty"] for row in roles} == {
        who: False,
        "usher_app": False,
        "usher_worker": False,
    }
    assert await login.fetchval("SELECT rolinherit FROM pg_roles WHERE rolname = $1", who) is False


async def test_without_a_role_nothing_is_seen(home: Home, login: asyncpg.Connection[Any]) -> None:
    with pytest.raises(REFUSED):
        await login.fetch("SELECT * FROM members")
    with pytest.raises(REFUSED):
        await login.execute("CREATE TABLE mine (id int)")
    async with login.transaction():
        await login.execute("SELECT set_config('role', 'usher_app', true)")
        assert await login.fetchval("SELECT count(*) FROM members") == 0
        assert await login.fetchval("SELECT count(*) FROM workspaces") == 0
    async with login.transaction():
        await login.execute("SELECT set_config('role', 'usher_app', true)")
        with pytest.raises(REFUSED):
            await login.execute("UPDATE usher_clock SET shift = '1 day'")


async def _may(home: Home, role: str, table: str, verb: str) -> bool:
    found: bool = await home.sql.fetchval("SELECT has_table_privilege($1, $2, $3)", role, table, verb)
    return found


async def _try(home: Home, statement: str, *values: Any) -> None:
    async with unit_of_work(home.owner) as work:
        await work.sql.execute(statement, *values)
