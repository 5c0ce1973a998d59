"""How large and how strict the fault tests are: short beside all other tests, long under `make chaos`."""

from __future__ import annotations

import os

LONG = os.environ.get("CHAOS") == "1"
SLACK = 1 if LONG else 6  # beside other tests on two cores, a stopwatch measures those


def size(short: int, long: int) -> int:
    """How many of something."""
    return long if LONG else short


def in_time(seconds: float) -> float:
    """How late something may be, in seconds: as promised, or with some slack where others work too."""
    return seconds * SLACK
