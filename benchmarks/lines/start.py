"""P13: how long the processes take to start."""

from __future__ import annotations

import asyncio
import sys
import time

from redis.asyncio import Redis

from benchmarks.dataset import SMALL
from benchmarks.measure import Result, Series, interleaved, resting_memory
from benchmarks.parts import Bench, answering, free_port, process


async def p13(bench: Bench) -> Result:
    """From the command to the first answer of a web process, and to a worker that hears pokes."""
    result = Result("P13", "start, web and worker", "≤ 1.5 s and ≤ 1 s", "≤ 1.0 s and ≤ 0.5 s")
    data = await bench.data(SMALL)
    memory: dict[str, list[float]] = {"web": [], "worker": []}

    async def web() -> float:
        port = free_port()
        told = bench.environment(data, USHER_PORT=str(port), USHER_URL=f"http://127.0.0.1:{port}")
        start = time.perf_counter()
        with process([sys.executable, "-m", "backend.cli", "web"], told, bench.folder / "start.log") as pid:
            await answering(port)
            took = time.perf_counter() - start
            memory["web"].append(resting_memory(pid))
        return took

    async def worker() -> float:
        told = bench.environment(data, SMTP_URL="smtp://127.0.0.1:9", USHER_URL="http://127.0.0.1")
        log = bench.folder / f"start-{time.time_ns()}.log"
        start = time.perf_counter()
        with process([sys.executable, "-m", "backend.cli", "worker"], told, log) as pid:
            while b"worker hears pokes" not in log.read_bytes() and time.perf_counter() - start < 60:
                await asyncio.sleep(0.005)
            took = time.perf_counter() - start
            memory["worker"].append(resting_memory(pid))
        return took

    trials = {"web": web, "worker": worker, "an empty Python": _python}
    found = await interleaved(bench.rounds, "s", trials)
    result.series += [*found.values(), *(Series(f"{name}, memory", "MB", memory[name]) for name in memory)]
    web_s, worker_s = found["web"].median, found["worker"].median
    result.figure("web", f"{web_s:.2f} s", web_s <= 1.5, web_s <= 1.0)
    result.figure("worker", f"{worker_s:.2f} s", worker_s <= 1.0, worker_s <= 0.5)
    async with Redis.from_url(bench.redis_url) as redis:
        await redis.flushdb()
    return result


async def _python() -> float:
    start = time.perf_counter()
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "import asyncio")
    await child.wait()
    return time.perf_counter() - start
