"""Web and worker are replaced while people work: no request is lost, no mail is lost or doubled."""

from __future__ import annotations

import asyncio
from itertools import count
from urllib.parse import urlsplit

import httpx

from tests.faults.caller import TRUST, Caller, people
from tests.faults.form import size
from tests.faults.processes import FrontDoor
from tests.faults.system import System

RESTARTS, CALLERS, ME = size(3, 20), 4, "{ viewer { member { id } } }"
WRITING = """mode = 'RowExclusiveLock' AND relation = 'invitations'::regclass
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


async def test_nobody_notices(system: System) -> None:
    door, done = FrontDoor(), asyncio.Event()
    system.smtp.on_message = lambda _: asyncio.sleep(0.1)  # some are always on their way
    web, worker = await system.web(door), await system.worker()

    async def work(caller: int) -> None:
        """Each call over a connection of its own; one that is not answered raises."""
        owner = system.owner.at(door.url)
        for number in count():
            if done.is_set():
                return
            await owner.invite(people(3, f"c{caller}-{number}-"))

    async def look() -> None:
        """One connection for as long as the server keeps it."""
        async with httpx.AsyncClient(verify=TRUST, base_url=door.url, timeout=60) as http:
            while not done.is_set():
                answer = await http.post("/graphql", json={"query": ME}, headers=system.owner.authorization)
                assert answer.json()["data"]["viewer"]["member"]["id"]

    async with asyncio.TaskGroup() as group:
        for caller in range(CALLERS):
            group.create_task(work(caller))
        group.create_task(look())
        for _ in range(RESTARTS):
            taken = system.smtp.taken
            assert await web.end() == 0
            web = await system.web(door)
            heir = await system.worker()
            assert await worker.end() == 0
            worker = heir
            await system.smtp.kept(taken + 20)
        done.set()
    await system.settled()
    await system.check()
    assert await web.end() == 0
    door.close()


async def test_what_has_begun_is_finished_and_nothing_new_is_let_in(system: System) -> None:
    door = FrontDoor()
    web = await system.web(door, failpoint="before_commit:sleep:2")
    owner = system.owner.at(door.url)
    begun = asyncio.create_task(owner.invite(people(5)))
    await system.until(WRITING, table="pg_locks")
    ending = asyncio.create_task(web.end())
    assert (await begun).ended
    assert await ending == 0
    waiting = asyncio.create_task(Caller(door.url, "", system.history).is_ready())
    await system.web(door)
    assert await waiting
    door.close()


async def test_who_has_connected_and_not_spoken_yet_is_answered(system: System) -> None:
    door = FrontDoor()
    web = await system.web(door)
    where = urlsplit(door.url)
    silent = [await asyncio.open_connection(where.hostname, where.port) for _ in range(5)]
    assert await Caller(door.url, "", system.history).is_ready()  # let in after them, so they are in
    ending = asyncio.create_task(web.end())
    await web.left(door)
    for _, writer in silent:
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: usher.test\r\n\r\n")
    answers = await asyncio.gather(*(reader.read() for reader, _ in silent))
    assert [answer.split(b" ", 2)[1] for answer in answers] == [b"200"] * 5
    assert await ending == 0
    for _, writer in silent:
        writer.close()
    door.close()
