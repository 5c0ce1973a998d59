"""What happened in a fault test, written down while it happens and judged afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter someone is owed: to whom, of what kind, and for which session where it is about one."""

    address: str
    kind: str
    session: str = ""


@dataclass(slots=True)
class Call:
    """One mutation; `ended` stays None where no answer came back."""

    name: str
    variables: dict[str, Any]
    owes: frozenset[Letter]
    withdraws: frozenset[Letter]
    begun: float
    ended: float | None = None
    answer: dict[str, Any] | None = None

    @property
    def payload(self) -> dict[str, Any]:
        """The answer of a call that was acknowledged."""
        assert self.answer is not None
        return self.answer


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message handed to the mail server; `kept` if the server took it, whatever it answered."""

    recipient: str
    message_id: str
    digest: str
    at: float
    kept: bool


@dataclass(slots=True)
class History:
    """Calls, arrivals and moves of the clock, in the order they happened; seconds since the epoch."""

    calls: list[Call] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    shifts: list[tuple[float, float]] = field(default_factory=list)

    def begin(
        self, name: str, variables: dict[str, Any], owes: Iterable[Letter], withdraws: Iterable[Letter]
    ) -> Call:
        """Note a call before it is sent."""
        self.calls.append(Call(name, variables, frozenset(owes), frozenset(withdraws), time.time()))
        return self.calls[-1]

    def answered(self, call: Call) -> None:
        """Note that a call was acknowledged."""
        call.ended = time.time()

    def shifted(self, total: float) -> None:
        """Note that the clock of dates now runs `total` seconds ahead."""
        self.shifts.append((time.time(), total))

    def latest_clock(self, at: float, slack: float = 3.0) -> float:
        """The latest that the clock of dates said within `slack` seconds before an instant."""
        before = [total for when, total in self.shifts if when <= at - slack][-1:]
        within = [total for when, total in self.shifts if at - slack < when <= at]
        return at + max([*(before or [0.0]), *within])

    @property
    def kept(self) -> list[Arrival]:
        """What the mail server took."""
        return [arrival for arrival in self.arrivals if arrival.kept]
