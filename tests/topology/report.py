"""What the failover found, in numbers, as part of a page of the documentation."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

from tests.faults.checker import Verdict
from tests.faults.history import History
from tests.faults.report import PAGE

LONG = os.environ.get("TOPOLOGY") == "1"
ONE_PART = "<!-- written by make topology -->\n", "<!-- end of what make topology wrote -->\n"
ALL_PARTS = "<!-- all parts, written by make topology -->\n", "<!-- end of all parts -->\n"


@dataclass(slots=True)
class Failover:
    """One failover under load; seconds throughout."""

    allowed: int
    away: float
    before: int
    acknowledged: int
    promoted: float
    answered: float
    owed: int = 0
    arrived: int = 0
    lost: int = 0
    effects: int = 0
    doubled: int = 0
    waits: list[float] = field(default_factory=list)

    def conclude(self, history: History, verdict: Verdict) -> None:
        """Count what arrived against what was owed."""
        self.owed, self.arrived = verdict.owed, len(history.kept)
        self.lost, self.effects, self.doubled = len(verdict.lost), len(verdict.effects), verdict.doubled
        first: dict[str, float] = {}
        for arrival in history.kept:
            first.setdefault(arrival.recipient, arrival.at)
        self.waits = [
            max(0.0, first[letter.address] - call.ended)
            for call in history.calls
            for letter in call.owes
            if call.ended is not None and letter.address in first
        ]


def write_report(found: Sequence[Failover], marks: tuple[str, str] = ONE_PART) -> None:
    """Put the numbers between these marks of the page."""
    begin, end = marks
    before, _, rest = PAGE.read_text().partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(before + begin + _written(found) + end + after)


def _written(found: Sequence[Failover]) -> str:
    rows = [
        ("changes acknowledged before the kill", [f"{one.before:,}" for one in found]),
        ("changes acknowledged in all", [f"{one.acknowledged:,}" for one in found]),
        ("mails owed", [f"{one.owed:,}" for one in found]),
        ("messages that the mail server took", [f"{one.arrived:,}" for one in found]),
        ("**acknowledged changes lost**", [f"**{one.effects}**" for one in found]),
        ("**mails lost**", [f"**{one.lost}**" for one in found]),
        ("**doubled** (allowed)", [f"**{one.doubled}** ({one.allowed})" for one in found]),
        ("the promotion took", [f"{one.promoted:.1f} s" for one in found]),
        ("next change acknowledged after it", [f"{one.answered:.1f} s" for one in found]),
        ("mail after its change: half, all within", [_late(one) for one in found]),
    ]
    cores, when = os.cpu_count(), f"{datetime.now(UTC):%Y-%m-%d}"
    machine = f"{cores} cores ({platform.machine()}), Python {platform.python_version()}"
    head = " | ".join(f"promoted after {one.away:g} s" for one in found)
    lines = [f"| {name} | {' | '.join(values)} |" for name, values in rows]
    said = f"`make topology` on {when}, {machine}, other work beside it:\n\n"
    return "\n" + said + "\n".join([f"| | {head} |", "|---|" + "---|" * len(found), *lines]) + "\n\n"


def _late(one: Failover) -> str:
    return f"{median(one.waits):.1f} s, {max(one.waits):.1f} s"
