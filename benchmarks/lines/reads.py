"""P9, P10 and P11: exports, statistics, and how lists and changes grow with the data."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import asyncpg

from backend.api.answers.quick import quick_answer
from backend.api.context import Context
from backend.auth.tokens import authenticate
from backend.core.db import one_sitting, reading
from backend.exports.files import stream
from backend.exports.shapes import Format, Wanted
from backend.exports.statistics import numbers_of
from backend.exports.tables import members_export
from backend.groups.actions import GroupDraft, create_group
from backend.groups.numbers import count_anew
from backend.invitations.intake.pipeline import Terms
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from benchmarks.dataset import LARGE, SMALL, TOKEN, USUAL
from benchmarks.measure import Result, Series, interleaved, resting_memory
from benchmarks.parts import Bench, Data, owner_of, psql

COPY = """COPY (
    SELECT m.last_name, m.first_name, m.email, m.labels, places.ids, m.role, m.id, m.created_at, m.joined_at
    FROM members m LEFT JOIN (
        SELECT place.member_id, array_agg(place.group_id ORDER BY groups.sort_name, groups.id) AS ids
        FROM memberships place JOIN groups ON groups.id = place.group_id GROUP BY place.member_id
    ) AS places ON places.member_id = m.id ORDER BY m.sort_name, m.id) TO STDOUT WITH (FORMAT csv)"""
LISTS = {
    "members": "{ members(first: 50) { nodes { id email status } pageInfo { endCursor } } }",
    "members, newest": "{ members(first: 50, orderBy: NEWEST) { nodes { id email status } } }",
    "members of a group": "{ groups(first: 1) { nodes { members(first: 50) { nodes { id email } } } } }",
    "search, a name": '{ members(first: 20, filter: {search: "garcía-123"}) { nodes { id } } }',
    "search, an address": '{ members(first: 20, filter: {search: "person4321@"}) { nodes { id } } }',
    "search, a surname": '{ members(first: 50, filter: {search: "garcía"}) { nodes { id email } } }',
    "search, nobody": '{ members(first: 50, filter: {search: "nobody-of-this-name"}) { nodes { id } } }',
    "trainers": "{ members(first: 50, filter: {role: [TRAINER]}) { nodes { id email } } }",
    "deactivated": "{ members(first: 50, filter: {status: [DEACTIVATED]}) { nodes { id email } } }",
    "leaving soon": '{ members(first: 50, filter: {deactivatesBefore: "2027-06-30"}) { nodes { id } } }',
    "a label": '{ members(first: 50, filter: {labels: ["team-3"]}) { nodes { id email } } }',
    "a label of nobody": '{ members(first: 50, filter: {labels: ["night"]}) { nodes { id email } } }',
    "invited people": "{ members(first: 50, filter: {status: [INVITED]}) { nodes { id email } } }",
    "invitations": "{ invitations(first: 50) { nodes { id state member { email } } } }",
    "pending invitations": "{ invitations(first: 50, filter: {state: [PENDING]}) { nodes { id state } } }",
    "revoked invitations": "{ invitations(first: 50, filter: {state: [REVOKED]}) { nodes { id state } } }",
    "expired invitations": "{ invitations(first: 50, filter: {state: [EXPIRED]}) { nodes { id state } } }",
    "invitations, failed": "{ invitations(first: 50, filter: {mailState: [FAILED]}) { nodes { id } } }",
    "invitations, search": '{ invitations(first: 20, filter: {search: "person4321@"}) { nodes { id } } }',
    "groups": "{ groups(first: 50) { nodes { id name } } }",
    "programs": "{ programs(first: 50) { nodes { id title sessions(first: 5) { nodes { id } } } } }",
    "batches": "{ batches(first: 50) { nodes { id operation } } }",
    "audit": "{ auditEvents(first: 50) { nodes { id action } } }",
}


async def p9(bench: Bench) -> Result:
    """The members with their groups as CSV, beside psql COPY of the same."""
    result = Result(
        "P9",
        "CSV export, 100k members with groups",
        "≥ 0.45× psql COPY, first bytes ≤ 100 ms, + 20 MB",
        "≥ 0.7×",
    )
    data = await bench.data(USUAL)
    firsts: list[float] = []
    async with bench.inside(data):
        owner = await owner_of(data)

        async def ours() -> float:
            start, first = time.perf_counter(), 0.0
            async for _ in stream(owner, members_export(owner, Wanted()), Format.CSV):
                first = first or time.perf_counter() - start
            firsts.append(first * 1000)
            return USUAL.members / (time.perf_counter() - start)

        async def floor() -> float:
            start = time.perf_counter()
            await psql(data, COPY)
            return USUAL.members / (time.perf_counter() - start)

        rested = resting_memory(os.getpid())
        found = await interleaved(bench.rounds, "rows/s", {"export": ours, "psql COPY": floor})
        grown = max(0.0, resting_memory(os.getpid()) - rested)
    first = Series("first bytes", "ms", firsts)
    result.series += [*found.values(), first]
    ratio = found["export"].median / found["psql COPY"].median
    small = first.median <= 100 and grown <= 20
    result.ratio("export to psql COPY", ratio, ratio >= 0.45, ratio >= 0.7)
    result.figure("first bytes", f"{first.median:.0f} ms", first.median <= 100, small)
    result.figure("memory kept after the exports", f"{grown:.0f} MB", grown <= 20, small)
    return result


async def p10(bench: Bench) -> Result:
    """The numbers of every group over a million memberships."""
    result = Result("P10", "group statistics over 1 M memberships", "≤ 150 ms", "≤ 30 ms")
    data = await bench.data(LARGE)
    async with bench.inside(data):
        owner = await owner_of(data)
        sql = await asyncpg.connect(data.owner_url)
        groups = [row["id"] for row in await sql.fetch("SELECT id FROM groups ORDER BY sort_name")]

        async def kept() -> float:
            return await _timed(lambda: numbers_of(owner, groups))

        async def changed(number: int) -> float:
            async with reading(owner.workspace_id) as rows:
                return await _timed(lambda: count_anew(rows, owner.workspace_id, groups[:number]))

        async def floor() -> float:
            return await _timed(
                lambda: sql.fetch("SELECT group_id, count(*) FROM memberships GROUP BY group_id")
            )

        trials: dict[str, Callable[[], Awaitable[float]]] = {
            "all 200 groups": kept,
            "where one of them has just changed": partial(changed, 1),
            "where 20 have": partial(changed, 20),
            "where all have": partial(changed, len(groups)),
            "count(*) alone": floor,
        }
        found = await interleaved(bench.rounds, "ms", trials)
        await sql.close()
    result.series += found.values()
    median = found["all 200 groups"].median
    result.figure("all groups, 1 M memberships", f"{median:.0f} ms", median <= 150, median <= 30)
    return result


async def p11(bench: Bench) -> Result:
    """Every list, search and change at 10k and at 1 M members."""
    result = Result("P11", "growth: members 10k → 1 M, p50", "≤ 1.5×", "≤ 1.1×")
    result.columns = ("10k", "100k", "1 M")
    medians: dict[str, dict[str, float]] = {}
    for sizes in (SMALL, USUAL, LARGE):
        data = await bench.data(sizes)
        async with bench.inside(data):
            medians[sizes.name] = await _medians(data, bench.rounds)
    for name, small in medians[SMALL.name].items():
        values = [medians[sizes.name][name] for sizes in (SMALL, USUAL, LARGE)]
        result.series.append(Series(name, "ms p50", values))
        result.ratio(name, values[-1] / small, values[-1] <= 1.5 * small, values[-1] <= 1.1 * small)
    return result


async def _medians(data: Data, rounds: int) -> dict[str, float]:
    owner, caller = await owner_of(data), await authenticate(TOKEN)

    async def ask(query: str) -> Any:
        async with one_sitting():
            answer = await quick_answer({"query": query}, Context(caller))
        assert answer, query
        return answer

    async def invite() -> Any:
        address = f"one{time.time_ns()}@growth.example"
        return await invite_by_email(owner, EmailInvitation((address,)), Terms())

    async def make_group() -> Any:
        return await create_group(owner, GroupDraft(f"Group {time.time_ns()}"))

    runs: dict[str, Callable[[], Awaitable[Any]]] = {
        name: partial(ask, query) for name, query in LISTS.items()
    }
    runs |= {"invite one": invite, "make a group": make_group}
    found = {}
    for name, run in runs.items():
        await run()
        await run()
        found[name] = statistics.median([await _timed(run) for _ in range(rounds * 5)])
    return found


async def _timed(run: Callable[[], Awaitable[Any]]) -> float:
    start = time.perf_counter()
    await run()
    return (time.perf_counter() - start) * 1000
