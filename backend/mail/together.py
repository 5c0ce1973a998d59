"""Group commit: what many tasks ask for at about the same time is done in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Together(Generic[Item, Answer]):
    """Hands items to `run` in groups: whatever has gathered while the group before was under way.

    `run` answers for each item, in order. Where a group fails, its items are tried one by one, so that
    one bad item fails alone.
    """

    def __init__(self, run: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]], most: int = 256) -> None:
        self._run = run
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Answer:
        """Do it, together with others; returns or raises what became of this very item."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            if not await self._tell(group):
                for single in group:
                    await self._tell([single])

    async def _tell(self, group: list[tuple[Item, asyncio.Future[Answer]]]) -> bool:
        """Run a group and hand out the answers; False where it failed and should be tried one by one."""
        try:
            answers = await self._run([item for item, _ in group])
        except Exception as error:
            if len(group) > 1:
                return False
            if not group[0][1].done():
                group[0][1].set_exception(error)
            return True
        for (_, future), answer in zip(group, answers, strict=True):
            if not future.done():  # whoever asked may have been cancelled meanwhile
                future.set_result(answer)
        return True
