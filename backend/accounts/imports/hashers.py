"""Processes that hash passwords: one for each core, at the lowest priority, away from everyone's requests."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

import orjson

SLICE = 10  # passwords handed over at once
LONGEST_LINE = 1_000_000  # bytes


class Hashers:
    """They start at first need, and end when their pipe does: with `close`, or with this process."""

    def __init__(self, number: int | None = None) -> None:
        self._number = number or os.cpu_count() or 1
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._started: list[Process] = []

    async def hash_all(self, passwords: Sequence[str]) -> list[str]:
        """The argon2id hash of each password."""
        while len(self._started) < self._number:
            await self._start()
        slices = [passwords[at : at + SLICE] for at in range(0, len(passwords), SLICE)]
        done = await asyncio.gather(*(self._hash(one) for one in slices))
        return [hashed for some in done for hashed in some]

    async def close(self) -> None:
        """End them."""
        started, self._started, self._idle = self._started, [], asyncio.Queue()
        for process in started:
            if process.stdin:
                process.stdin.close()
        await asyncio.gather(*(process.wait() for process in started))

    async def _start(self) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backend.core.hashing", stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE
        )
        self._started.append(process)
        self._idle.put_nowait(process)

    async def _hash(self, passwords: Sequence[str]) -> list[str]:
        process = await self._idle.get()
        if process.stdin is None or process.stdout is None:
            raise ConnectionError("a hashing process has no pipes")
        try:
            process.stdin.write(orjson.dumps(passwords) + b"\n")
            await process.stdin.drain()
            answer = await process.stdout.readline()
        except BaseException:
            self._forget(process)
            raise
        if not answer:
            self._forget(process)
            raise ConnectionError("a hashing process has ended")
        self._idle.put_nowait(process)
        hashes: list[str] = orjson.loads(answer)
        return hashes

    def _forget(self, process: Process) -> None:
        """What it was about to answer would be taken for the answer to something else."""
        if process in self._started:
            self._started.remove(process)
        if process.returncode is None:
            process.kill()
