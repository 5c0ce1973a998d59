"""F12: the mail server takes a message and hangs up instead of answering."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from tests.faults.caller import people
from tests.faults.smtp import CUT
from tests.faults.system import System

CUTS = 10


async def test_the_same_bytes_go_again(system: System) -> None:
    unlucky = people(CUTS, "cut")
    seen: Counter[str] = Counter()

    def cut_at_first(recipient: str) -> str | None:
        seen[recipient] += 1
        return CUT if recipient in unlucky and seen[recipient] == 1 else None

    system.smtp.on_message = cut_at_first
    await system.worker()
    await system.owner.invite(people(40) + unlucky)
    await system.smtp.kept(50)
    await system.settled()
    assert await system.count("state = 'SCHEDULED' AND reason = 'CONNECTION_CUT'") == CUTS
    await system.shift(timedelta(minutes=2))
    await system.smtp.kept(50 + CUTS)
    await system.settled()
    assert all(seen[address] == 2 for address in unlucky)
    await system.check(doubled=CUTS)
