"""F14: sessions are moved and cancelled, and people taken out, while the invitations leave."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from uuid import UUID

from backend.core.ids import Kind, encode
from tests.faults.caller import people
from tests.faults.form import size
from tests.faults.history import Letter
from tests.faults.system import System

SIZE = size(25, 100)
DAY = timedelta(days=1)


def program(addresses: list[str], session: UUID) -> set[Letter]:
    return {Letter(address, "program_invitation", str(session)) for address in addresses}


async def test_nothing_leaves_that_was_taken_back_or_put_off(system: System, seed: int) -> None:
    chance = random.Random(seed)
    groups = [await system.home.group(f"G{number}") for number in range(4)]
    sessions = [await system.home.session(group, starts=DAY) for group in groups]
    crowds = [people(SIZE, f"g{number}-") for number in range(4)]
    await system.worker(connections=4)
    for group, session, crowd in zip(groups, sessions, crowds, strict=True):
        await system.owner.invite(crowd, groups=[group], sessions=[session])
    await system.smtp.kept(4 * SIZE)
    await system.settled()
    leaving = chance.sample(crowds[2], SIZE // 2)
    ids = await system.members(*leaving)
    starts = (await system.home.now() + 2 * DAY).isoformat()
    system.smtp.on_message = lambda _: asyncio.sleep(0.05)

    async def later(name: str, given: dict[str, object], taken: set[Letter], **noted: object) -> None:
        await asyncio.sleep(2 * chance.random())
        await system.owner.ask(name, given, dict(noted), withdraws=taken)

    await system.shift(DAY)
    cancelled, moved = (encode(Kind.SESSION, session) for session in sessions[:2])
    given: dict[str, object] = {"groupId": encode(Kind.GROUP, groups[2]), "memberIds": ids}
    async with asyncio.TaskGroup() as at_once:
        for name, wanted, taken, noted in (
            ("cancelSession", {"id": cancelled, "notify": False}, program(crowds[0], sessions[0]), {}),
            ("updateSession", {"id": moved, "startsAt": starts, "notify": False}, set(), {}),
            (
                "removeGroupMembers",
                given,
                program(leaving, sessions[2]),
                {"left": [(one, groups[2]) for one in leaving]},
            ),
        ):
            at_once.create_task(later(name, wanted, taken, **noted))
    await system.settled()
    await told_the_truth(system, cancelled_of=sessions[0])
    await system.shift(DAY)
    await system.settled()
    await system.check()


async def told_the_truth(system: System, cancelled_of: UUID) -> None:
    """Who was told that so many mails stay in was told the truth."""
    (answer,) = (call.payload for call in system.history.calls if call.name == "cancelSession")
    query = """SELECT count(*) FROM mails JOIN registrations r ON r.id = subject_id
        WHERE kind = 'program_invitation' AND session_id = $1 AND state = 'SENT'"""
    out = await system.home.sql.fetchval(query, cancelled_of)
    assert answer["plan"]["mailsWithdrawn"] == SIZE - out
    assert answer["plan"]["peopleInvited"] == out
