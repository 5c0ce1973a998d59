"""Measuring: interleaved rounds, medians with their spread, and the CPU seconds of processes."""

from __future__ import annotations

import os
import statistics
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

TICK = os.sysconf("SC_CLK_TCK")
Trial = Callable[[], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Series:
    """What one contender came to, round by round."""

    name: str
    unit: str
    values: list[float]

    @property
    def median(self) -> float:
        """The value that half of the rounds stayed below."""
        return statistics.median(self.values)

    @property
    def spread(self) -> float:
        """The range of the rounds, as a part of the median."""
        return (max(self.values) - min(self.values)) / self.median if self.median else 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """One ratio or figure, and which of its two targets it reached."""

    what: str
    value: str
    first: bool
    moonshot: bool


@dataclass(slots=True)
class Result:
    """Everything one line came to."""

    number: str
    title: str
    first: str
    moonshot: str
    series: list[Series] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: tuple[str, ...] = ()  # what each value of a series is of, where they are no rounds of the same

    def ratio(self, what: str, value: float, first: bool, moonshot: bool) -> None:
        """Add a ratio of two medians."""
        self.verdicts.append(Verdict(what, f"{value:.2f}×", first, moonshot))

    def figure(self, what: str, value: str, first: bool, moonshot: bool) -> None:
        """Add a figure that has a target of its own."""
        self.verdicts.append(Verdict(what, value, first, moonshot))


async def interleaved(rounds: int, unit: str, trials: Mapping[str, Trial]) -> dict[str, Series]:
    """Run every contender once in each round, in turn, so that a busy moment meets them all."""
    found: dict[str, list[float]] = {name: [] for name in trials}
    for turn in range(rounds):
        order = list(trials.items())
        for name, trial in order if turn % 2 == 0 else reversed(order):
            found[name].append(await trial())
    return {name: Series(name, unit, values) for name, values in found.items()}


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, of all its threads."""
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 - a file of the kernel's
        parts = stat.read().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICK


def peak_memory(pid: int) -> float:
    """The most memory that a process has held, in MB."""
    with open(f"/proc/{pid}/status") as status:  # noqa: PTH123 - a file of the kernel's
        line = next(one for one in status if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def resting_memory(pid: int) -> float:
    """The memory that a process holds now, in MB."""
    with open(f"/proc/{pid}/status") as status:  # noqa: PTH123 - a file of the kernel's
        line = next(one for one in status if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
