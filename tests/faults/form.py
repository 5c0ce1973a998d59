"""How large and how strict the fault tests are: short beside all other tests, long under `make chaos`."""

from __future__ import annotations

import os

LONG = os.environ.get("CHAOS") == "1"
PART = float(os.environ.get("CHAOS_PART") or 1)  # of the long form, to see that it goes from start to end
SLACK = 1 if LONG else 6  # beside other tests on two cores, a stopwatch measures those


def size(short: int, long: int) -> int:
    """How many of something."""
    return max(short, part_of(long)) if LONG else short


def part_of(number: int) -> int:
    """So much of it as is asked for, at least one."""
    return max(1, round(number * PART))


def in_time(seconds: float) -> float:
    """How late something may be, in seconds: as promised, or with some slack where others work too."""
    return seconds * SLACK
