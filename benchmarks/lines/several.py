"""P15: twice the web processes and twice the workers, on one database and one broker."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack

from backend.invitations.intake.pipeline import Terms
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from benchmarks.dataset import SMALL
from benchmarks.lines.mail import arrived, mail_rate, running_worker, sink
from benchmarks.lines.pages import BEARER, PAGE
from benchmarks.load import Load, put_load
from benchmarks.measure import Result, Series, interleaved
from benchmarks.parts import Bench, Data, owner_of

CLIENTS = 32


async def p15(bench: Bench) -> Result:
    """Pages per second through one door and two; letters per second by one worker and two."""
    result = Result("P15", "several processes: web × 2, worker × 2", "> 1× of one", "≥ 1.8×")
    data = await bench.data(SMALL)
    pages = await _pages(bench, data)
    mails = await _mails(bench, data)
    for found in (pages, mails):
        result.series += found.values()
        one, two = (series.median for series in found.values())
        name, other = found
        result.ratio(f"{other} to {name}", two / one, two > one, two >= 1.8 * one)
    result.notes.append("The clients, the sink and PostgreSQL share the machine's cores with them.")
    return result


async def _pages(bench: Bench, data: Data) -> dict[str, Series]:
    async with AsyncExitStack() as stack:
        ports = [(await stack.enter_async_context(bench.web(data)))[0] for _ in range(2)]

        async def pages(doors: list[int]) -> float:
            body = json.dumps({"query": PAGE})
            each = [Load(one, "/graphql", body, BEARER, clients=CLIENTS // len(doors)) for one in doors]
            return sum(outcome.rate for outcome in await asyncio.gather(*map(put_load, each)))

        await pages(ports)
        trials = {"one web process": lambda: pages(ports[:1]), "two web processes": lambda: pages(ports)}
        return await interleaved(bench.rounds, "pages/s", trials)


async def _mails(bench: Bench, data: Data) -> dict[str, Series]:
    size, turn = 1_500 if bench.quick else 6_000, 0
    async with sink(bench) as (port, log), bench.inside(data):
        owner = await owner_of(data)

        async def mails(workers: int) -> float:
            nonlocal turn
            turn += 1
            before = arrived(log)
            emails = tuple(f"several{n}.{turn}@letters.example" for n in range(size))
            await invite_by_email(owner, EmailInvitation(emails), Terms())
            async with AsyncExitStack() as stack:
                for _ in range(workers):
                    await stack.enter_async_context(running_worker(bench, data, port))
                return await mail_rate(log, before, size)

        return await interleaved(
            bench.rounds, "mails/s", {"one worker": lambda: mails(1), "two workers": lambda: mails(2)}
        )
