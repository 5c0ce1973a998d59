"""What a worker does by name: when poked, by a clock, and at a sweep again and again, to be sure."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import Counter, Gauge, Histogram

log = logging.getLogger(__name__)

TOOK = Histogram("usher_task_seconds", "How long a worker's tasks took", ["task"])
FAILED = Counter("usher_task_failures", "Times that a task broke off", ["task"])
AGE = Gauge("usher_sweep_age_seconds", "How long ago the last sweep through all tasks ended")
STUCK = 120.0  # seconds after which a worker that no longer sweeps had better be started again


@dataclass(frozen=True, slots=True)
class Task:
    """Something the worker does by name; at a sweep every so many seconds."""

    name: str
    run: Callable[[], Awaitable[Any]]
    every: float = 0.0


@dataclass(slots=True)
class Sweep:
    """Every task, again and again, whatever Redis does: this is what makes delivery certain."""

    tasks: Sequence[Task]
    pause: float
    ended_at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Let the age be asked for."""
        AGE.set_function(lambda: self.age)

    @property
    def age(self) -> float:
        """How many seconds ago it last came to its end."""
        return time.monotonic() - self.ended_at

    async def forever(self) -> None:
        """Until cancelled."""
        last = {task.name: float("-inf") for task in self.tasks}
        while True:
            for task in self.tasks:
                if time.monotonic() - last[task.name] >= task.every:
                    last[task.name] = time.monotonic()
                    await do(task)
            self.ended_at = time.monotonic()
            await asyncio.sleep(self.pause)


async def do(task: Task) -> None:
    """Do it once; a failure is logged and counted, and the next sweep tries again."""
    try:
        with TOOK.labels(task.name).time():
            await task.run()
    except Exception:
        FAILED.labels(task.name).inc()
        log.exception("task %s failed; the next sweep tries again", task.name)
