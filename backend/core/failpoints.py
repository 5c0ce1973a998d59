"""Places at which fault tests let a process die, freeze or dawdle; on the local set-up only."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from dataclasses import dataclass
from enum import StrEnum


class Point(StrEnum):
    """A step after which, or before which, a crash must cost nothing."""

    BEFORE_COMMIT = "before_commit"  # of a change that wakes the worker
    BEFORE_POKE = "before_poke"  # the change is committed, nobody has been woken
    AFTER_CLAIM = "after_claim"  # leases are taken, nothing is written
    AFTER_FENCE = "after_fence"  # the mail is out as far as any cancel is concerned
    AFTER_DATA = "after_data"  # the mail server has taken it, and that is not recorded
    AFTER_POST = "after_post"  # a webhook's receiver has answered, and that is not recorded


@dataclass(frozen=True, slots=True)
class Failpoint:
    """What is to happen at which arrival at a point."""

    point: Point
    action: str
    seconds: float
    arrival: int


SPOKEN = re.compile(
    r"(?P<point>[a-z_]+):(?P<action>exit|freeze|sleep:(?P<seconds>\d+(\.\d+)?))(@(?P<arrival>\d+))?"
)


def parse_failpoint(text: str) -> Failpoint:
    """`after_fence:exit`, `before_poke:sleep:5`, `after_data:freeze@3` (the third); raises ValueError."""
    found = SPOKEN.fullmatch(text)
    if found is None or found["point"] not in set(Point):
        raise ValueError(f"{text!r} is none: say one of {', '.join(Point)} and :exit, :freeze or :sleep:5.")
    action = found["action"].partition(":")[0]
    return Failpoint(Point(found["point"]), action, float(found["seconds"] or 0), int(found["arrival"] or 1))


_armed: list[Failpoint] = []
_arrivals = 0


def arm(failpoint: Failpoint | None) -> None:
    """Make this the failpoint of this process."""
    global _arrivals
    _armed[:] = [failpoint] if failpoint else []
    _arrivals = 0


async def reached(point: Point) -> None:
    """The process is at this point; whatever was asked for happens here, once."""
    global _arrivals
    if not _armed or _armed[0].point is not point:
        return
    _arrivals += 1
    if _arrivals != _armed[0].arrival:
        return
    if _armed[0].action == "sleep":
        await asyncio.sleep(_armed[0].seconds)
    else:  # as kill -9 and kill -STOP do it: nothing of ours runs any more
        os.kill(os.getpid(), signal.SIGKILL if _armed[0].action == "exit" else signal.SIGSTOP)
