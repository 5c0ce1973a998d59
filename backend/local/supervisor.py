"""Keeps parts running: starts them in order, again when they end, and ends them in reverse."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Protocol

GLANCE = 0.2  # seconds between two looks at the parts
FIRST_DELAY, LONGEST_DELAY = 0.2, 10.0  # before a part is started again
STEADY_AFTER = 30.0  # a part that ran this long begins again with the first delay


class Part(Protocol):
    """Whatever can be started, watched and stopped."""

    def start(self) -> None:
        """Start it, or raise PartError."""

    def stop(self) -> None:
        """End it in order."""

    def alive(self) -> bool:
        """Whether it runs."""


class Farewell(BaseException):
    """Someone asked this process to end."""


@dataclass(slots=True)
class _Tended:
    name: str
    part: Part
    started: float
    delay: float = FIRST_DELAY
    due: float | None = None  # when to start it again


class Supervisor:
    """The parts in the order they were started."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._tended: list[_Tended] = []

    def start(self, name: str, part: Part) -> None:
        """Start a part and look after it from now on."""
        self._tended.append(_Tended(name, part, time.monotonic()))
        part.start()

    def watch(self, look: Callable[[], None] = lambda: None) -> None:
        """Look after the parts until a Farewell is raised, by a signal or by `look`, called each time."""
        while True:
            for tended in self._tended:
                self._tend(tended)
            look()
            time.sleep(GLANCE)

    def stop(self) -> None:
        """End every part, the last started first."""
        for tended in reversed(self._tended):
            tended.part.stop()

    def _tend(self, tended: _Tended) -> None:
        now = time.monotonic()
        if tended.part.alive():
            return
        if tended.due is None:
            if now - tended.started > STEADY_AFTER:
                tended.delay = FIRST_DELAY
            tended.due = now + tended.delay
            self._say(f"{tended.name} ended; it is started again in {tended.delay:g} s.")
        elif now >= tended.due:
            tended.delay = min(tended.delay * 2, LONGEST_DELAY)
            tended.due, tended.started = None, now
            self._restart(tended)

    def _restart(self, tended: _Tended) -> None:
        try:
            tended.part.start()
        except RuntimeError as error:  # it is tried again, later each time
            self._say(str(error))


def obey_signals() -> None:
    """From now on SIGINT, SIGTERM and SIGHUP raise Farewell, wherever the process is."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)


def ignore_signals() -> None:
    """The end has begun: nothing may interrupt it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise Farewell
