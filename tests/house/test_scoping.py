"""Nothing crosses a workspace: each statement says whose rows it means, and the wall stands behind it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import asyncpg

from tests.house.source import Module, calls, functions, modules
from tests.house.sql import OF_NO_MODEL, Statement, models, scoped_tables, statements
from tests.parts import Database

# Who may look past one workspace, and why.
CROSSING = {
    "backend/accounts/files.py": "files are erased in all of them",
    "backend/accounts/imports/finishing.py": "erases what is old in all of them",
    "backend/accounts/imports/jobs.py": "finds the next import to work on, in all of them",
    "backend/auth/actions/accept_invitation.py": "the link says which workspace",
    "backend/auth/actions/clear_ended.py": "clears away in all of them",
    "backend/auth/actions/confirm_email_change.py": "the link says which workspace",
    "backend/auth/actions/request_password_reset.py": "an address may have an account in several",
    "backend/auth/actions/reset_password.py": "the link says which workspace",
    "backend/auth/actions/sign_in.py": "an address may have an account in several",
    "backend/auth/actions/sign_in_with_code.py": "a username may have an account in several",
    "backend/auth/api_keys.py": "the key says which workspace",
    "backend/auth/queries.py": "the link says which workspace",
    "backend/auth/tokens.py": "the token says which workspace",
    "backend/api/health.py": "asks which migrations have run, before any workspace is there",
    "backend/core/limits.py": "limits belong to no workspace",
    "backend/groups/numbers.py": "groups are counted in all of them",
    "backend/doctor.py": "asks of the whole installation",
    "backend/invitations/close_sessions.py": "sessions end in all of them",
    "backend/invitations/clear_bounce.py": "finds where an address bounced, in all of them",
    "backend/invitations/deactivate_members.py": "finds whose day has come, in all of them",
    "backend/invitations/expire_invitations.py": "finds what ran out, in all of them",
    "backend/invitations/sort_renamed_members.py": "finds whose names have changed, in all of them",
    "backend/mail/bounces.py": "the return path says which mail",
    "backend/mail/gate.py": "one gate before the outbox of all of them",
    "backend/mail/invariants.py": "asks what must hold in all of them",
    "backend/mail/outbox.py": "one outbox for all of them",
    "backend/seed.py": "makes the first",
    "backend/webhooks/outbox.py": "one outbox for all of them",
    "backend/workspaces/actions.py": "makes one",
}
# Statements that name no workspace though they run in one, or are run by those above.
HELD = "by the id of an import that this worker holds, behind its workspace's wall"
UNSCOPED = {
    "backend/accounts/imports/credentials_sheet.py": "only ever the caller's own row",
    "backend/accounts/imports/commit_account_import.py": "the import was found in this workspace before",
    "backend/accounts/imports/hashing.py": HELD,
    "backend/accounts/imports/planning.py": HELD,
    "backend/accounts/imports/running.py": HELD,
    "backend/accounts/letters.py": "found by mails that the courier hands over, and by dedupe keys",
    "backend/auth/actions/change_password.py": "only ever the caller's own row",
    "backend/auth/actions/refresh_token.py": "only ever the caller's own row",
    "backend/auth/actions/sign_out.py": "only ever the caller's own row",
    "backend/invitations/invariants.py": "the reconciler asks it of all of them",
    "backend/mail/actions.py": "found by dedupe keys, and by ids that were read in this workspace",
    "backend/mail/bounces.py": "the return path says which mail",
    "backend/mail/statements.py": "one outbox for all of them",
    "backend/mail/wordings.py": "names the workspaces of the mails that the courier hands over",
    "backend/webhooks/statements.py": "one outbox for all of them",
}
BESIDE_THE_WORKSPACES = {"usher_clock", "rate_windows", "tortoise_migrations", "outbox_gate"}
SMALL_LOOPS = {"local", "migrate.py", "seed.py"}  # what a command does once
LOOPS = {
    "backend/accounts/imports/finishing.py": "over its own statements",
    "backend/accounts/imports/reading_in.py": "some thousands of rows at a time",
    "backend/auth/actions/clear_ended.py": "over its own statements",
    "backend/auth/actions/request_password_reset.py": "over the workspaces that one address has accounts in",
    "backend/core/limits.py": "over the limits of one request: two",
    "backend/groups/numbers.py": "one workspace after the other, each by one statement",
    "backend/invitations/deactivate_members.py": "in pieces of many members each",
    "backend/invitations/intake/commit.py": "over the sessions of one intake: one",
    "backend/invitations/program_mails.py": "over the reasons why mails are owed no longer",
    "backend/invitations/sort_renamed_members.py": "in pieces of many members each",
    "backend/mail/gate.py": "until nothing more waits for what was found",
    "backend/mail/invariants.py": "over its own statements",
    "backend/mail/outbox.py": "over the kinds of mail in one group, each behind a savepoint",
    "backend/webhooks/outbox.py": "over the webhooks that were given up at one time",
}
# A statement, or something that is handed the connection or the transaction to make one.
AWAITED = re.compile(
    r"await (?:[\w.]*(?:sql|connection)\.(?:fetch|execute)|[\w.]+\((?:[\w.]*sql|connection|work)\b)"
)
SCOPED = re.compile(r"workspace_id = [$({]|INSERT INTO \w+(?: AS \w+)?\s*\([^)]*\bworkspace_id\b|\{where\}")
FOR_THE_COURIER = re.compile(r"\bmail\.id = ANY\(\$1\)")  # what a letter is loaded by, whosever it is
# Its own, those of a room below, or statements that name it as their first value.
CONDITIONS = re.compile(r"workspace_id = \{\}|\w+_where\(actor|Where\(\[workspace_id\]\)")
TABLES = """
    SELECT relname::text AS name, relrowsecurity AS walled, ARRAY(
        SELECT polname::text FROM pg_policy WHERE polrelid = pg_class.oid ORDER BY polname
    ) AS policies, EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'workspace_id'
    ) AS scoped FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
ENTRIES = ("crossing", "crossing_work")


def test_only_who_must_looks_past_one_workspace() -> None:
    found = {str(module.path) for module in modules() if _crosses(module)}
    assert found == set(CROSSING)


def test_every_statement_names_its_workspace() -> None:
    unscoped = {str(module.path): places for module in modules() if (places := _unscoped(module))}
    known = CROSSING | UNSCOPED
    assert {path: places for path, places in unscoped.items() if path not in known} == {}
    assert set(UNSCOPED) <= set(unscoped), "an exception that nothing needs any more"


def test_every_list_of_conditions_begins_with_the_workspace() -> None:
    bare = [
        f"{module.where(function)} {function.name}"
        for module in modules()
        for function in functions(module)
        if any(_is_where(node) for node in ast.walk(function))
        and not CONDITIONS.search(ast.unparse(function))
    ]
    assert bare == []


def test_no_statement_runs_in_a_loop() -> None:
    in_loops = {
        str(module.path)
        for module in modules()
        if module.path.parts[1] not in SMALL_LOOPS
        for node in ast.walk(module.tree)
        for repeated in _repeated(node)
        if AWAITED.search(ast.unparse(repeated))
    }
    assert in_loops == set(LOOPS)


async def test_a_wall_stands_around_every_table_of_a_workspace(database: Database) -> None:
    connection = await asyncpg.connect(database.owner_url)
    try:
        rows = await connection.fetch(TABLES)
    finally:
        await connection.close()
    assert {str(kind._meta.db_table) for kind in models()} | OF_NO_MODEL == {
        row["name"] for row in rows
    } - BESIDE_THE_WORKSPACES
    assert scoped_tables() == {row["name"] for row in rows if row["scoped"]}
    assert scoped_tables() | {"workspaces"} == {row["name"] for row in rows if row["walled"]}
    assert {tuple(row["policies"]) for row in rows if row["walled"]} == {("every", "mine")}


async def test_the_login_role_by_itself_sees_nothing(database: Database) -> None:
    connection = await asyncpg.connect(database.url)
    try:
        readable = await connection.fetch("""
            SELECT relname::text FROM pg_class WHERE relkind = 'r'
                AND relrowsecurity AND has_table_privilege(oid, 'SELECT')
        """)
    finally:
        await connection.close()
    assert readable == []


async def test_what_is_audited_stays(database: Database) -> None:
    connection = await asyncpg.connect(database.owner_url)
    try:
        rights = await connection.fetch("""
            SELECT role, privilege FROM unnest(ARRAY['usher_app', 'usher_worker']) AS role,
                unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
            WHERE has_table_privilege(role, 'audit_events', privilege)
        """)
    finally:
        await connection.close()
    assert rights == []


def _crosses(module: Module) -> bool:
    return module.path != Path("backend/core/work.py") and any(
        any(calls(module.tree, name)) for name in ENTRIES
    )


def _unscoped(module: Module) -> list[str]:
    return [one.where for one in statements(module) if one.tables & scoped_tables() and not _is_scoped(one)]


def _is_scoped(statement: Statement) -> bool:
    return any(pattern.search(statement.text) for pattern in (SCOPED, FOR_THE_COURIER))


def _repeated(node: ast.AST) -> list[ast.AST]:
    """What a loop does again and again; what it loops over is asked once."""
    if isinstance(node, ast.For | ast.AsyncFor | ast.While):
        return list(node.body)
    if isinstance(node, ast.DictComp):
        return [node.key, node.value]
    return [node.elt] if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp) else []


def _is_where(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "Where"
