"""Every hot statement finds its rows by an index, as the planner sees it with a workspace of some size."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.api.answers.quick import quick_answer
from backend.api.context import Context
from backend.auth.tokens import authenticate
from backend.core.db import BY_KEYS, crossing, one_sitting, reading
from backend.invitations.letters import INVITATIONS, RETIRE_OLDER
from backend.mail.statements import CLAIM, HAND_ON, HEARTBEAT, LET_THROUGH, LOCK_HELD, SETTLE, STILL_HELD
from tests.house_of import Home
from tests.security.world import sign_in

LARGE = ("members", "memberships", "invitations", "mails", "audit_events", "batches")
PEOPLE = """
    INSERT INTO members (id, workspace_id, email, email_key, username, username_key, sort_name, role, labels,
        additional_information, activated_at, created_at, updated_at)
    SELECT usher_uuid7(), $1, 'p' || n || '@people.example', 'p' || n || '@people.example',
        'u' || n, 'u' || n, 'name' || md5(n::text), 'TRAINEE', '{}', '{}',
        CASE WHEN n % 5 > 0 THEN now() END, now(), now()
    FROM generate_series(1, 6000) AS n
"""
OTHERS = {
    "memberships": """INSERT INTO memberships (id, workspace_id, group_id, member_id, role, created_at)
        SELECT usher_uuid7(), $1, (SELECT id FROM groups ORDER BY id LIMIT 1), id, 'LEARNER', now()
        FROM members WHERE sort_name LIKE 'namea%'""",
    "invitations": """INSERT INTO invitations (id, workspace_id, member_id, email_key, state, role, door,
            operation, version, created_at, expires_at)
        SELECT usher_uuid7(), $1, id, email_key, 'PENDING', 'TRAINEE', 'APP', 'inviteByEmail', 1, now(),
            now() + interval '1 year' FROM members WHERE email_key LIKE 'p%'""",
    "mails": """INSERT INTO mails (id, workspace_id, kind, dedupe_key, member_id, subject_id, due_at, next_at,
            state, version, attempts, message_id, created_at)
        SELECT usher_uuid7(), $1, 'workspace_invitation', id::text, member_id, id, now() + interval '9 days',
            now() + interval '9 days', 'SCHEDULED', 1, 0, id::text, now() FROM invitations""",
    "audit_events": """INSERT INTO audit_events (id, workspace_id, at, action, door, subject_kind, data)
        SELECT usher_uuid7(), $1, now(), 'group.created', 'APP', 'group', '{}'
        FROM generate_series(1, 6000)""",
    "batches": """INSERT INTO batches (id, workspace_id, operation, door, plan_hash, counts, created_at)
        SELECT usher_uuid7(), $1, 'inviteByEmail', 'APP', '', '{}', now() FROM generate_series(1, 6000)""",
}
# The index that a list walks, as a pattern: with one workspace the primary key is as good as that by age.
HOT = {
    "{ members(first: 50) { nodes { id email } } }": "members_by_name",
    "{ members(first: 50, orderBy: NEWEST) { nodes { id } } }": "members_(by_age|pkey)",
    "{ members(first: 50, orderBy: EMAIL) { nodes { id } } }": "members_by_email",
    "{ members(first: 50, orderBy: ROLE) { nodes { id } } }": "members_by_role",
    "{ members(first: 50, orderBy: STATUS) { nodes { id } } }": "members_by_standing",
    "{ members(first: 50) { nodes { groups { nodes { name } } } } }": "memberships_member",
    "{ groups(first: 5) { nodes { members(first: 50) { nodes { id } } } } }": "memberships_by_name",
    "{ members(first: 50) { nodes { invitation { mail { state } } } } }": "invitations_member mails_subject",
    '{ members(filter: {search: "p4321@"}) { nodes { email } } }': "members",
    "{ invitations(first: 50) { nodes { id state } } }": "invitations_(by_age|pkey)",
    "{ invitations(filter: {state: [PENDING]}) { nodes { id } } }": "invitations_(by_age|by_state|pkey)",
    "{ members(filter: {role: [TRAINER]}) { nodes { id } } }": "members_by_role members_pkey",
    "{ members(filter: {status: [DEACTIVATED]}) { nodes { id } } }": "members_by_standing members_leaving",
    '{ members(filter: {deactivatesBefore: "2030-01-01"}) { nodes { id } } }': "members_by_last_day",
    '{ members(filter: {search: "name"}) { nodes { id } } }': "members_by_name",
    '{ invitations(filter: {search: "p4321@"}) { nodes { id } } }': "invitations_member",
    "{ invitations(filter: {state: [REVOKED, ACCEPTED]}) { nodes { id } } }": "invitations_by_state",
    "{ invitations(filter: {state: [EXPIRED]}) { nodes { id } } }": "invitations_by_state invitations_expiry",
    "{ invitations(filter: {mailState: [FAILED]}) { nodes { id } } }": "mails_in_trouble",
    '{ auditEvents(filter: {action: ["group.archived"]}) { nodes { at } } }': "audit_events_by_action",
    "{ auditEvents(first: 50) { nodes { action } } }": "audit_events_(by_age|pkey)",
    "{ batches(first: 50) { nodes { operation } } }": "batches_(by_age|pkey)",
}
NONE: list[UUID] = []
BY_KEY: dict[str, tuple[str, tuple[Any, ...]]] = {
    "lock": (LOCK_HELD, (NONE, NONE, [], ["QUEUED"])),
    "still held": (STILL_HELD, (NONE, NONE)),
    "letters": (INVITATIONS, (NONE,)),
    "let through": (LET_THROUGH, (NONE, timedelta(seconds=20))),
    "settle": (SETTLE, (NONE, [], [], [], [], [], [], [], timedelta(days=3), [])),
    "retire older links": (RETIRE_OLDER, (NONE,)),
    "hand on": (HAND_ON.format(aim="AND mail.waits_for = ANY($1)"), (NONE,)),
    "heartbeat": (HEARTBEAT, (NONE, NONE, timedelta(seconds=20))),
}


@dataclass(slots=True)
class Plans:
    """The plans of all statements of one connection, as the owner's log tells them."""

    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def note(self, record: Any) -> None:
        """Remember a statement and its values."""
        if record.query.lstrip().startswith("SELECT") and record.args:
            self.statements.append((record.query, record.args))


@pytest.fixture(scope="module")
async def large(growth_home: Home) -> Home:
    """A workspace of some thousands of everything."""
    await growth_home.group("Crew")
    for statement in (PEOPLE, *OTHERS.values()):
        await growth_home.sql.execute(statement, growth_home.owner.workspace_id)
    await growth_home.sql.execute(f"VACUUM ANALYZE {', '.join(LARGE)}")
    return growth_home


@pytest.mark.parametrize("query", HOT)
async def test_a_hot_list_walks_its_index_and_reads_no_large_table_through(query: str, large: Home) -> None:
    caller = await authenticate(await sign_in(large, large.owner))
    plans = Plans()
    async with one_sitting():
        async with reading(large.owner.workspace_id) as sql:
            connection: Any = sql
        with connection.query_logger(plans.note):
            assert await quick_answer({"query": query}, Context(caller))
            await asyncio.sleep(0)  # the logger is called in the next turn of the loop
        await connection.execute("SET LOCAL enable_seqscan = off")  # where there is an index, it is used
        told = [await _plan(connection, *one) for one in plans.statements]
    whole = "\n".join(told)
    assert all(re.search(index, whole) for index in HOT[query].split()), whole
    assert not re.search(rf"Seq Scan on ({'|'.join(LARGE)})\b", whole), whole


@pytest.mark.parametrize(
    ("part", "index"),
    [
        ("substr(sort_name, 2)", "members_names_search"),
        ("substr(email_key, 2)", "members_emails_search"),
        ("username_key", "members_usernames_search"),
    ],
)
async def test_each_part_of_a_search_uses_its_index(part: str, index: str, large: Home) -> None:
    body = await large.sql.fetchval(
        "SELECT prosrc FROM pg_proc WHERE proname = 'usher_search_members' AND pronargs = 6"
    )
    assert f"{part} LIKE in_" in body
    async with large.sql.transaction():
        await large.sql.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        plan = await _plan(large.sql, f"SELECT id FROM members WHERE {part} LIKE '%p4321@%'", ())
    assert index in plan


async def test_what_is_due_is_found_by_an_index_however_much_waits(large: Home) -> None:
    kinds, token = ["workspace_invitation"], large.owner.workspace_id
    values = (kinds, 200, token, timedelta(seconds=20))
    plan = await _plan(large.sql, CLAIM, values)
    assert "mails_due" in plan
    assert not re.search(r"Seq Scan on mails\b", plan), plan


@pytest.mark.parametrize("name", BY_KEY)
async def test_what_is_delivered_is_looked_up_by_its_keys(name: str, large: Home) -> None:
    statement, values = BY_KEY[name]
    async with crossing(BY_KEYS) as sql:
        connection: Any = sql
        plan = await _plan(connection, statement, values)
    assert not re.search(r"Seq Scan on (?!letter_wordings|workspaces)", plan), plan
    assert not re.search(r"(Hash|Merge) Join", plan), plan


async def _plan(sql: asyncpg.Connection[asyncpg.Record], statement: str, values: tuple[Any, ...]) -> str:
    rows = await sql.fetch(f"EXPLAIN {statement}", *values)
    return "\n".join(row[0] for row in rows)
