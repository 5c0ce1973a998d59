"""The data sets: one workspace each, filled by COPY from a seed, so that every run has the same people."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.access import Actor
from backend.core.db import close_database, open_database
from backend.core.ids import new_id
from backend.core.text import sort_key
from backend.core.tokens import token_hash
from backend.migrate import migrate
from backend.models import tortoise_config
from backend.seed import make_owner

SEED = 20261126
TOKEN = "a token that this benchmark has made itself"  # noqa: S105 - good for this run only
GROUPS, PROGRAMS, RUNS = 200, 10, 4
START = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = "Ada Ben Chloé Dmitri Élodie Fatima Grace Hiro Inês Jonas Kofi Léa Mina Noor Oğuz Pia".split()
LAST = "Abara Becker Costa Dubois Eriksen Fischer García Haddad Ivanova Jansen Kowalska López Müller".split()


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is: members, and the groups each of them is in."""

    name: str
    members: int
    each: int


SMALL = Sizes("bench_10k", 10_000, 3)
USUAL = Sizes("bench_100k", 100_000, 3)
LARGE = Sizes("bench_1m", 1_000_000, 1)


async def prepared(owner_url: str, login_url: str) -> Actor:
    """A migrated database with a workspace, its owner, and a token of the owner's."""
    await migrate(owner_url, login_url)
    await open_database(tortoise_config(login_url))
    try:
        owner = await make_owner("owner@bench.example", "a lantern over the harbour", "bench", "Bench")
    finally:
        await close_database()
    sql = await asyncpg.connect(owner_url)
    try:
        await sql.execute(
            """INSERT INTO access_tokens
                (id, workspace_id, member_id, token_hash, device, created_at, last_used_at, expires_at)
            VALUES ($1, $2, $3, $4, '', now(), now(), now() + interval '1 day')""",
            *(new_id(), owner.workspace_id, owner.member_id, token_hash(TOKEN)),
        )
    finally:
        await sql.close()
    return owner


async def fill(superuser_url: str, sizes: Sizes) -> None:
    """Groups, people, their places, invitations and runs of programs, written by COPY and analysed."""
    sql = await asyncpg.connect(superuser_url)
    try:
        await sql.execute("SET session_replication_role = replica")  # what is written fits together
        indexes = await sql.fetch(INDEXES, ["members", "memberships", "invitations"])
        for index in indexes:
            await sql.execute(f"DROP INDEX {index['name']}")
        workspace: UUID = await sql.fetchval("SELECT id FROM workspaces")
        chance = random.Random(SEED)  # noqa: S311 - the same people every time
        groups = [new_id() for _ in range(GROUPS)]
        await _copy(sql, "groups", GROUP, (_group(workspace, *one) for one in enumerate(groups)))
        people = [new_id() for _ in range(sizes.members)]
        rows = [_member(workspace, *one, chance) for one in enumerate(people)]
        names = [row[NAME] for row in rows]
        await _copy(sql, "members", MEMBER, iter(rows))
        places = _places(workspace, groups, list(zip(people, names, strict=True)), sizes.each, chance)
        await _copy(sql, "memberships", PLACE, places)
        await _copy(sql, "invitations", INVITATION, _invitations(workspace, people))
        await _programs(sql, workspace)
        for index in indexes:
            await sql.execute(index["definition"])
        await sql.execute(
            "INSERT INTO group_changes (workspace_id, group_id) SELECT workspace_id, id FROM groups"
        )
        await sql.execute("VACUUM ANALYZE")
    finally:
        await sql.close()


INDEXES = """
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid = ANY($1::text[]::regclass[])
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
GROUP = "id workspace_id name sort_name description is_private created_at"
MEMBER = (
    "id workspace_id email email_key first_name last_name sort_name role labels additional_information "
    "activated_at joined_at created_at updated_at"
)
NAME = MEMBER.split().index("sort_name")
PLACE = "id workspace_id group_id member_id member_name role created_at"
INVITATION = (
    "id workspace_id member_id email_key state role door operation version created_at expires_at accepted_at"
)


def _group(workspace: UUID, number: int, group_id: UUID) -> tuple[Any, ...]:
    name = f"Crew {number:03}"
    return group_id, workspace, name, sort_key(name), "", number % 20 == 19, START


def _member(workspace: UUID, number: int, member_id: UUID, chance: random.Random) -> tuple[Any, ...]:
    first, last = chance.choice(FIRST), f"{chance.choice(LAST)}-{chance.randrange(10_000):04}"
    email, came = _email(number), START + timedelta(minutes=number % 300_000)
    joined = came + timedelta(hours=chance.randrange(1, 400)) if number % 5 else None
    name = sort_key(f"{last} {first}")
    labels = [f"team-{number % 7}"] if number % 3 == 0 else []
    return (
        *(member_id, workspace, email, email, first, last, name, "TRAINEE", labels, []),
        *(joined, joined, came, came),
    )


def _email(number: int) -> str:
    return f"person{number}@people.example"


def _places(
    workspace: UUID, groups: list[UUID], people: list[tuple[UUID, str]], each: int, chance: random.Random
) -> Iterator[tuple[Any, ...]]:
    for number, person in enumerate(people):
        came = START + timedelta(minutes=number % 300_000)
        for group_id in chance.sample(groups, each):
            yield new_id(), workspace, group_id, *person, "LEARNER", came


def _invitations(workspace: UUID, people: list[UUID]) -> Iterator[tuple[Any, ...]]:
    """Everyone was invited; every fifth has not answered."""
    for number, member_id in enumerate(people):
        came = START + timedelta(minutes=number % 300_000)
        accepted = came + timedelta(hours=5) if number % 5 else None
        state = "ACCEPTED" if accepted else "PENDING"
        yield (
            *(new_id(), workspace, member_id, _email(number), state, "TRAINEE", "APP", "inviteByEmail", 1),
            *(came, came + timedelta(days=3_650), accepted),
        )


async def _programs(sql: Any, workspace: UUID) -> None:
    for number in range(PROGRAMS):
        program, title = new_id(), f"Program {number:02}"
        await sql.execute(
            """INSERT INTO programs (id, workspace_id, title, sort_title, summary, content_url, created_at)
            VALUES ($1, $2, $3, $4, '', '', $5)""",
            *(program, workspace, title, sort_key(title), START),
        )
        for run in range(RUNS):
            await sql.execute(
                """INSERT INTO sessions
                    (id, workspace_id, program_id, name, starts_at, time_zone, version, created_at)
                VALUES ($1, $2, $3, $4, $5, 'UTC', 1, $6)""",
                *(new_id(), workspace, program, f"Run {run}", START + timedelta(days=600 + run), START),
            )


async def _copy(sql: Any, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    await sql.copy_records_to_table(table, records=rows, columns=columns.split())
