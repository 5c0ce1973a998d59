"""P3, P4 and P5: many people at once, by address and by file, without and with passwords."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg

from backend.accounts.files import keep_upload
from backend.accounts.imports.form import ImportForm
from backend.accounts.imports.hashers import Hashers
from backend.accounts.imports.importer import Importer
from backend.accounts.imports.queries import import_by_id
from backend.accounts.imports.records import ImportState
from backend.accounts.imports.set_accounts import Source, set_accounts
from backend.core.access import Actor
from backend.core.ids import new_id
from backend.groups.actions import GroupDraft, create_group
from backend.invitations.assign_group import assign_group_to_session
from backend.invitations.create_session import SessionDraft, create_session
from backend.invitations.intake.pipeline import Terms
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from backend.programs.actions import ProgramDraft, create_program
from benchmarks.dataset import MEMBER, PLACE, SMALL, START, USUAL, Sizes
from benchmarks.lines.pages import BEARER, PAGE
from benchmarks.load import Load, put_load
from benchmarks.measure import Result, Series, interleaved, peak_memory, resting_memory
from benchmarks.parts import Bench, Data, owner_of

IMPORT = Sizes("bench_import", 1_000, 1)
FLOOR = """import sys
from backend.core.passwords import HASHER
for _ in range(int(sys.argv[1])):
    HASHER.hash("a lantern over the harbour")"""
NUMBERS = count()


async def p3(bench: Bench) -> Result:
    """A thousand addresses, then ten thousand, with three groups in sessions of two programs."""
    result = Result("P3", "`inviteByEmail`, 3 groups, 2 programs", "1,000 in ≤ 0.5 s", "10,000 in ≤ 1.5 s")
    data = await bench.data(USUAL)
    async with bench.inside(data):
        owner = await owner_of(data)
        groups = [(await create_group(owner, GroupDraft(f"Invited {n}"))).id for n in range(3)]
        for number in range(2):
            await _stand_in(owner, f"Invited to {number}", groups[number : number + 2])

        async def invite(size: int) -> float:
            batch = next(NUMBERS)
            emails = [f"guest{n}.{batch}@guests.example" for n in range(size)]
            start = time.perf_counter()
            intake = await invite_by_email(
                owner, EmailInvitation(tuple(emails), group_ids=tuple(groups)), Terms()
            )
            took = time.perf_counter() - start
            assert intake.committed
            assert len(intake.committed.member_ids) == size
            return took

        await invite(100)
        found = await interleaved(
            bench.rounds,
            "s",
            {"1,000 addresses": lambda: invite(1_000), "10,000 addresses": lambda: invite(10_000)},
        )
    result.series += found.values()
    small, large = found["1,000 addresses"].median, found["10,000 addresses"].median
    result.figure("1,000 addresses", f"{small:.2f} s", small <= 0.5, False)
    result.figure("10,000 addresses", f"{large:.2f} s", False, large <= 1.5)
    return result


async def p4(bench: Bench) -> Result:
    """Accounts without passwords as one job, beside COPY of the same rows straight into the tables."""
    size = 5_000 if bench.quick else 100_000
    title = f"`setAccounts`, {size:,} rows without passwords, 3 groups each"
    result = Result("P4", title, "≥ 0.5× of direct COPY, + 100 MB", "≥ 0.7×")
    data = await bench.data(IMPORT)
    await _lift_limit(data)
    memory: list[float] = []

    async def job() -> float:
        told = await _child(bench, data, size)
        memory.append(told["grown"])
        return float(size / told["seconds"])

    async def direct() -> float:
        return size / await _copy(data, size)

    found = await interleaved(2 if bench.quick else 3, "rows/s", {"setAccounts": job, "direct COPY": direct})
    grown = Series("memory while it runs", "MB more", memory)
    result.series += [*found.values(), grown]
    ratio = found["setAccounts"].median / found["direct COPY"].median
    flat = grown.median <= 100
    result.ratio("setAccounts to direct COPY", ratio, ratio >= 0.5 and flat, ratio >= 0.7 and flat)
    result.notes.append(
        "The job reads the file, keeps each row, plans, checks, writes, and owes a letter each."
    )
    return result


async def p5(bench: Bench) -> Result:
    """Passwords hashed by a job, beside argon2 alone on every core; and what the page's clients notice."""
    result = Result(
        "P5", "accounts with passwords", "≥ 90 % of the argon2 floor, web p99 unchanged", "≥ 95 %"
    )
    hashers = Hashers()
    await hashers.hash_all(["a warm-up"] * 4)
    found, noticed = await _hashes(bench, hashers), await _page_meanwhile(bench, hashers)
    await hashers.close()
    result.series += [*found.values(), *noticed.values()]
    ratio = found["the job's hashers"].median / found["argon2 alone"].median
    slower = noticed["page, while hashing"].median / noticed["page, calm"].median
    result.ratio("hashers to argon2 alone", ratio, ratio >= 0.9, ratio >= 0.95)
    result.ratio("p99 of a page while hashing", slower, slower <= 1.2, slower <= 1.05)
    return result


async def _hashes(bench: Bench, hashers: Hashers) -> dict[str, Series]:
    size = 200 if bench.quick else 400

    async def job() -> float:
        start = time.perf_counter()
        await hashers.hash_all(["a lantern over the harbour"] * size)
        return size / (time.perf_counter() - start)

    async def floor() -> float:
        cores, start = os.cpu_count() or 1, time.perf_counter()
        each = [[sys.executable, "-c", FLOOR, str(size // cores)] for _ in range(cores)]
        children = [await asyncio.create_subprocess_exec(*one) for one in each]
        await asyncio.gather(*(child.wait() for child in children))
        return size / (time.perf_counter() - start)

    return await interleaved(bench.rounds, "hashes/s", {"the job's hashers": job, "argon2 alone": floor})


async def _page_meanwhile(bench: Bench, hashers: Hashers) -> dict[str, Series]:
    async with bench.web(await bench.data(SMALL)) as (port, _):
        load = Load(port, "/graphql", json.dumps({"query": PAGE}), BEARER, clients=2)
        await put_load(load)

        async def calm() -> float:
            return (await put_load(load)).p99

        async def hashing() -> float:
            busy = asyncio.create_task(hashers.hash_all(["a lantern over the harbour"] * 2_000))
            outcome = await put_load(load)
            busy.cancel()
            await asyncio.gather(busy, return_exceptions=True)
            return outcome.p99

        trials = {"page, calm": calm, "page, while hashing": hashing}
        return await interleaved(bench.rounds, "ms p99", trials)


async def _stand_in(owner: Actor, title: str, groups: list[UUID]) -> None:
    program = await create_program(owner, ProgramDraft(title))
    begins = datetime.now(UTC) + timedelta(days=20)
    session = await create_session(owner, SessionDraft(program.id, "First run", begins, None, "UTC"))
    for group in groups:
        await assign_group_to_session(owner, session.id, group, Terms())


async def _child(bench: Bench, data: Data, size: int) -> dict[str, Any]:
    """Run a job in a process of its own, so that its memory is its own too."""
    command = [sys.executable, "-c", "from benchmarks.lines.intake import child; child()", str(size)]
    child = await asyncio.create_subprocess_exec(
        *command, env=bench.environment(data) | {"OWNER_URL": data.owner_url}, stdout=subprocess.PIPE
    )
    told, _ = await child.communicate()
    found: dict[str, Any] = json.loads(told)
    return found


async def run_accounts(bench: Bench, data: Data, size: int) -> dict[str, float]:
    """The child: take a file in, plan it and write it, as a worker does."""
    async with bench.inside(data):
        owner = await owner_of(data)
        upload = await keep_upload(owner, _file(size), "people.csv", "text/csv")
        importer, rested, start = Importer(), resting_memory(os.getpid()), time.perf_counter()
        made = await set_accounts(owner, Source(None, upload.id, None), ImportForm(), preview=False)
        while await importer.step():
            pass
        seconds = time.perf_counter() - start
        await importer.close()
        assert (await import_by_id(owner, made.id)).state is ImportState.DONE
    return {"seconds": seconds, "grown": peak_memory(os.getpid()) - rested}


async def _lift_limit(data: Data) -> None:
    """More people than any workspace may write to in a day."""
    sql = await asyncpg.connect(data.owner_url)
    await sql.execute("UPDATE workspaces SET daily_invites = 100000000")
    await sql.close()


async def _file(size: int) -> AsyncIterator[bytes]:
    batch = f"{time.time_ns():x}"
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["Last name", "First name", "E-mail", "Groups"])
    for number in range(size):
        groups = "|".join(
            f"Crew {(number + step) % 180:03}" for step in (0, 61, 122) if (number + step) % 20 != 19
        )
        writer.writerow([f"Last{number}", f"First{number}", f"n{number}.{batch}@files.example", groups])
    text = rows.getvalue().encode()
    for at in range(0, len(text), 1 << 16):
        yield text[at : at + (1 << 16)]


async def _copy(data: Data, size: int) -> float:
    sql = await asyncpg.connect(data.owner_url)
    try:
        workspace = await sql.fetchval("SELECT id FROM workspaces")
        groups = [row["id"] for row in await sql.fetch("SELECT id FROM groups LIMIT 200")]
        people = [new_id() for _ in range(size)]
        batch = next(NUMBERS)
        start = time.perf_counter()
        members = _members(workspace, people, batch)
        places = _places(workspace, people, groups)
        await sql.copy_records_to_table("members", records=members, columns=MEMBER.split())
        await sql.copy_records_to_table("memberships", records=places, columns=PLACE.split())
        return time.perf_counter() - start
    finally:
        await sql.close()


def _members(workspace: UUID, people: list[UUID], batch: int) -> Iterator[tuple[Any, ...]]:
    for number, one in enumerate(people):
        email, name = f"c{number}.{batch}@copied.example", f"last{number} first{number}"
        first, last = f"First{number}", f"Last{number}"
        fixed: tuple[Any, ...] = ("TRAINEE", [], [], START, None, START, START)
        yield (one, workspace, email, email, first, last, name, *fixed)


def _places(workspace: UUID, people: list[UUID], groups: list[UUID]) -> Iterator[tuple[Any, ...]]:
    for number, one in enumerate(people):
        for step in (0, 61, 122):
            group = groups[(number + step) % len(groups)]
            yield new_id(), workspace, group, one, f"last{number} first{number}", "LEARNER", START


def child() -> None:
    """Run one import and print what it took."""
    given = Data("", os.environ["OWNER_URL"], os.environ["DATABASE_URL"])
    told = asyncio.run(run_accounts(Bench.around(os.environ["REDIS_URL"]), given, int(sys.argv[1])))
    print(json.dumps(told))
