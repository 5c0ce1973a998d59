"""What the long form found, in numbers, as a page of the documentation."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from tests.faults.checker import Verdict
from tests.faults.history import History

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- written by make chaos -->\n", "<!-- end of what make chaos wrote -->\n"
LEASE = 20.0  # seconds


@dataclass(slots=True)
class Act:
    """One run of the drama; seconds throughout."""

    seed: int
    connections: int
    kills: int = 0
    wipes: int = 0
    web_kills: int = 0
    cuts: int = 0
    overdue: float = 0.0
    seconds: float = 0.0
    ready: list[float] = field(default_factory=list)
    calls: int = 0
    owed: int = 0
    arrived: int = 0
    lost: int = 0
    doubled: int = 0
    early: int = 0
    after_withdrawal: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def recovered(self) -> float:
        """The longest from a lease's last renewal until another worker had put the mail down."""
        return LEASE + self.overdue

    def conclude(self, history: History, verdict: Verdict) -> None:
        """Count what arrived against what was owed."""
        self.calls, self.owed, self.arrived = len(history.calls), verdict.owed, len(history.kept)
        self.lost, self.doubled = len(verdict.lost), verdict.doubled
        self.early, self.after_withdrawal = len(verdict.early), len(verdict.after_withdrawal)
        acknowledged = {
            one.address: call.ended
            for call in history.calls
            for one in call.owes
            if call.ended is not None and one.kind == "workspace_invitation"
        }
        first: dict[str, float] = {}
        for arrival in history.kept:
            first.setdefault(arrival.recipient, arrival.at)
        self.waits = sorted(max(0.0, first[who] - at) for who, at in acknowledged.items() if who in first)


def write_report(acts: list[Act]) -> None:
    """Put the numbers between the marks of the page; nothing where no run came to its end."""
    if not acts:
        return
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + _written(acts) + END + after)


def _written(acts: list[Act]) -> str:
    rows = [
        ("seed", [str(act.seed) for act in acts]),
        ("calls acknowledged", [f"{act.calls:,}" for act in acts]),
        ("mails owed at the end", [f"{act.owed:,}" for act in acts]),
        ("messages that the mail server took", [f"{act.arrived:,}" for act in acts]),
        ("workers killed", [str(act.kills) for act in acts]),
        ("web processes killed", [str(act.web_kills) for act in acts]),
        ("PostgreSQL crashed and restarted", [str(len(act.ready)) for act in acts]),
        ("broker wiped", [str(act.wipes) for act in acts]),
        ("connections cut after the final dot", [str(act.cuts) for act in acts]),
        ("**lost**", [f"**{act.lost}**" for act in acts]),
        ("**doubled** (allowed)", [f"**{act.doubled}** ({_allowed(act)})" for act in acts]),
        ("sent early", [str(act.early) for act in acts]),
        ("sent after an acknowledged withdrawal", [str(act.after_withdrawal) for act in acts]),
        ("late: half, 99 in 100, all within", [_late(act) for act in acts]),
        ("**recovered** from a dead worker within", [f"**{act.recovered:.1f} s**" for act in acts]),
        ("web ready after PostgreSQL accepts, at most", [f"{max(act.ready):.1f} s" for act in acts]),
        ("everything broken for", [f"{act.seconds:.0f} s" for act in acts]),
    ]
    lines = [f"| {name} | {' | '.join(values)} |" for name, values in rows]
    head = f"| | {' | '.join(f'run {number + 1}' for number in range(len(acts)))} |"
    when = f"{datetime.now(UTC):%Y-%m-%d}"
    machine = (
        f"{os.cpu_count()} cores ({platform.machine()}), {_memory()} GB, Python {platform.python_version()}"
    )
    said = f"`make chaos` on {when}, {machine}, other work beside it:\n\n"
    return "\n" + said + "\n".join([head, "|---|" + "---|" * len(acts), *lines]) + "\n\n"


def _allowed(act: Act) -> str:
    return f"{act.kills * act.connections + act.cuts}"


def _late(act: Act) -> str:
    cuts = quantiles(act.waits, n=100)
    return f"{cuts[49]:.1f} s, {cuts[98]:.0f} s, {act.waits[-1]:.0f} s"


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
