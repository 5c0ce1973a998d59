"""P1 and P2: pages of members with their groups, over HTTP and inside the process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from backend.api.answers.quick import quick_answer
from backend.api.context import Context
from backend.api.schema import schema
from backend.auth.tokens import authenticate
from backend.core.db import one_sitting
from backend.local.processes import free_port
from benchmarks.dataset import TOKEN, USUAL
from benchmarks.load import Load, put_load
from benchmarks.measure import Result, Series, cpu_seconds, interleaved
from benchmarks.parts import Bench, answering, process

PEERS = Path(__file__).parents[1] / "peers"
PAGE = """query Page { members(first: 50) { nodes {
    id email firstName lastName role createdAt groups(first: 50) { nodes { id name } } } } }"""
FULL_PAGE = """query Page { members(first: 100) { nodes {
    id email firstName lastName role status createdAt
    groups(first: 10) { nodes { id name } } invitation { state expiresAt } } } }"""
BEARER = {"Authorization": f"Bearer {TOKEN}"}
UVICORN = [sys.executable, "-m", "uvicorn", "--loop", "uvloop", "--http", "httptools", "--no-access-log"]


async def p1(bench: Bench) -> Result:
    """A page of fifty, 32 clients."""
    result = Result(
        "P1", "`members(first: 50)` with groups, 32 clients", "≥ 0.5× Mercurius, ≥ 15× stock", "≥ 1.5×"
    )
    data = await bench.data(USUAL)
    async with AsyncExitStack() as stack:
        port, pid = await stack.enter_async_context(bench.web(data))
        contenders = {"Usher": (port, pid, BEARER)}
        for name, command, cwd in _peers():
            place = free_port()
            told = {"PATH": os.environ["PATH"], "DATABASE_URL": data.owner_url, "PORT": str(place)}
            whole = [*command, *(["--port", str(place)] if "uvicorn" in command else [])]
            child = stack.enter_context(process(whole, told, bench.folder / f"{name}.log", cwd))
            await answering(place)
            contenders[name] = (place, child, {})
        cpu: dict[str, list[float]] = {name: [] for name in contenders}
        trials = {name: _trial(cpu[name], *one) for name, one in contenders.items()}
        for trial in trials.values():
            await trial()  # warms caches, pools and compilers
        for times in cpu.values():
            times.clear()
        found = await interleaved(bench.rounds, "requests/s", trials)
    result.series += [*found.values(), *(Series(f"{name}, CPU", "ms/request", cpu[name]) for name in cpu)]
    usher = found["Usher"].median
    best, stock, floor = (found[name].median for name in ("Mercurius + JIT", "stock", "JSON made in SQL"))
    result.ratio("Usher to Mercurius + JIT", usher / best, usher >= 0.5 * best, usher >= 1.5 * best)
    result.ratio("Usher to stock", usher / stock, usher >= 15 * stock, usher >= 15 * stock)
    result.ratio("Usher to JSON made in SQL", usher / floor, True, usher >= floor)
    result.notes.append(
        "Usher signs in, asks for permissions and stands behind its wall of rows; the peers do not."
    )
    return result


async def p2(bench: Bench) -> Result:
    """A page of a hundred with groups and invitations, against the tuned stock executor."""
    result = Result("P2", "page of 100 with groups and invitation state, CPU per request", "≤ 0.3×", "≤ 0.1×")
    async with bench.inside(await bench.data(USUAL)):
        caller = await authenticate(TOKEN)

        async def levels() -> Any:
            async with one_sitting():
                return await quick_answer({"query": FULL_PAGE}, Context(caller))

        async def library() -> Any:
            told = await schema.execute(FULL_PAGE, context_value=Context(caller))
            return {"data": told.data, "extensions": told.extensions}

        assert await levels() == await library()
        found = await interleaved(
            bench.rounds, "ms CPU", {"level by level": _cpu_of(levels), "library, tuned": _cpu_of(library)}
        )
    result.series += found.values()
    ratio = found["level by level"].median / found["library, tuned"].median
    result.ratio("level by level to the library", ratio, ratio <= 0.3, ratio <= 0.1)
    result.notes.append("The library has the same loaders, and its caches of parsing and checking are on.")
    return result


def _peers() -> list[tuple[str, list[str], Path | None]]:
    mercurius = PEERS / "mercurius"
    if not (mercurius / "node_modules").exists():
        subprocess.run(["npm", "install", "--silent", "--no-package-lock"], cwd=mercurius, check=True)
    return [
        ("Mercurius + JIT", ["node", "server.mjs"], mercurius),
        ("stock", [*UVICORN, "benchmarks.peers.stock:app"], None),
        ("JSON made in SQL", [*UVICORN, "benchmarks.peers.json_in_sql:app"], None),
    ]


def _trial(cpu: list[float], port: int, pid: int, headers: dict[str, str]) -> Callable[[], Awaitable[float]]:
    async def trial() -> float:
        before = cpu_seconds(pid)
        outcome = await put_load(Load(port, "/graphql", json.dumps({"query": PAGE}), headers))
        assert not outcome.failed, "a request failed"
        cpu.append((cpu_seconds(pid) - before) / outcome.requests * 1000)
        return outcome.rate

    return trial


def _cpu_of(run: Callable[[], Awaitable[Any]], times: int = 40) -> Callable[[], Awaitable[float]]:
    async def trial() -> float:
        start = time.process_time()
        for _ in range(times):
            await run()
        return (time.process_time() - start) / times * 1000

    return trial
