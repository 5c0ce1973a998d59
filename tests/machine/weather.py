"""The part of the state machine in which a worker works: in good weather, in bad, and until it dies.

No broker takes part: what is done here is done as if it had been wiped before every step.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from backend.core.db import reading
from backend.exports.statistics import numbers_of
from backend.groups.numbers import GroupNumbers, count_anew, count_changed_groups
from backend.mail import outbox
from backend.worker import HANDLERS
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.machine.model import Model
from tests.mail.mail_server import MailServer

NAMES = [f"p{number}@x.org" for number in range(4)]
PEOPLE = st.sampled_from(NAMES)
LEASE_RUN_OUT = timedelta(seconds=-1)


class Weather(RuleBasedStateMachine):
    """What is due leaves, or does not yet."""

    loop: ClassVar[asyncio.Runner]
    home: Home
    groups: list[UUID]
    model: Model
    last: tuple[UUID, Model] | None
    put_off_lately: int

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run(work)

    def now(self) -> Any:
        return self.run(self.home.now())

    @rule()
    def count(self) -> None:
        """A worker keeps the numbers of the groups that have changed."""
        self.run(count_changed_groups())

    async def numbers_agree(self) -> None:
        """What is kept is what the rows say."""
        owner = self.home.owner
        shown = await numbers_of(owner, self.groups)
        async with reading(owner.workspace_id) as sql:
            counted = await count_anew(sql, owner.workspace_id, self.groups)
        assert shown == {group: counted.get(group, GroupNumbers()) for group in self.groups}

    @rule(days=st.integers(0, 4))
    def tick(self, days: int) -> None:
        self.run(self.home.wait(timedelta(days=days)))
        self.run(deliver(self.home))
        self.model.tick(self.now())
        self.last, self.put_off_lately = None, 0

    @precondition(lambda self: getattr(self, "put_off_lately", 2) < 2)
    @rule(who=PEOPLE)
    def put_off(self, who: str) -> None:
        """For an hour the mail server takes nothing for one person."""
        server = MailServer(on_rcpt=lambda whom: "451 4.7.1 Try again later" if whom == who else None)
        self.run(deliver(self.home, server))
        self.model.tick(self.now(), without=who)
        self.run(self.home.wait(timedelta(hours=1)))
        self.last, self.put_off_lately = None, self.put_off_lately + 1

    @precondition(lambda self: hasattr(self, "model"))
    @rule()
    def crash(self) -> None:
        """A worker takes all that is due, and dies before it has written any of it."""
        self.run(outbox.claim(list(HANDLERS), 200, LEASE_RUN_OUT))
