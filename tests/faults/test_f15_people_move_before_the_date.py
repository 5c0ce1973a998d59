"""F15: before the day of a session, people leave, change their address, are shut out and come back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend.core.ids import Kind, encode
from tests.faults.caller import people
from tests.faults.form import size
from tests.faults.history import Letter
from tests.faults.system import System

EACH, JOINED = size(5, 40), size(2, 10)
DAY = timedelta(days=1)


class Before:
    """What happens to some people between their invitation and the day of the session."""

    def __init__(self, system: System, group: UUID, session: UUID) -> None:
        self.system, self.group, self.session = system, group, session

    def programs(self, who: Sequence[str]) -> set[Letter]:
        return {Letter(one, "program_invitation", str(self.session)) for one in who}

    async def leave(self, who: list[str]) -> None:
        given = {"groupId": encode(Kind.GROUP, self.group), "memberIds": await self.system.members(*who)}
        noted = {"left": [(one, self.group) for one in who]}
        await self.system.owner.ask("removeGroupMembers", given, noted, withdraws=self.programs(who))

    async def come_back(self, who: list[str]) -> None:
        given = {"groupId": encode(Kind.GROUP, self.group), "memberIds": await self.system.members(*who)}
        await self.system.owner.ask("addGroupMembers", given, owes=self.programs(who))

    async def move(self, who: list[str]) -> None:
        for one, member in zip(who, await self.system.members(*who), strict=True):
            new = f"new-{one}"
            owes = {*self.programs([new]), Letter(new, "workspace_invitation")}
            given, noted = {"id": member, "email": new}, {"moved": {one: new}}
            taken = self.programs([one])
            await self.system.owner.ask("changeMemberEmail", given, noted, owes=owes, withdraws=taken)

    async def shut_out(self, who: list[str]) -> None:
        given, noted = {"ids": await self.system.members(*who)}, {"out": who}
        await self.system.owner.ask("deactivateMembers", given, noted, withdraws=self.programs(who))

    async def shut_out_and_let_in(self, who: list[str]) -> None:
        """They had joined, so that nobody invites them anew."""
        given = {"ids": await self.system.members(*who)}
        await self.system.owner.ask("deactivateMembers", given, withdraws=self.programs(who))
        await self.system.owner.ask("reactivateMembers", given, owes=self.programs(who))


async def test_nothing_to_the_former_and_one_to_the_right_one(system: System, seed: int) -> None:
    chance = random.Random(seed)
    group = await system.home.group()
    session = await system.home.session(group, starts=DAY)
    await system.worker()
    crowd = people(4 * EACH + JOINED)
    await system.owner.invite(crowd, groups=[group], sessions=[session])
    await system.smtp.kept(len(crowd))
    await system.settled()
    joined = crowd[:JOINED]
    for one in joined:
        await system.join(one)
    chance.shuffle(rest := crowd[JOINED:])
    before = Before(system, group, session)
    left, back, moved, out = (rest[start : start + EACH] for start in range(0, len(rest), EACH))
    await before.leave(back)
    verbs = [
        before.leave(left),
        before.come_back(back),
        before.move(moved),
        before.shut_out(out),
        before.shut_out_and_let_in(joined),
    ]
    for verb in chance.sample(verbs, len(verbs)):
        await verb
    await system.settled()
    await system.shift(DAY)
    await system.settled()
    await system.check()
