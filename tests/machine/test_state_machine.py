"""Whatever is done, in whatever order: registrations, owed mail and access agree with a small model."""

from __future__ import annotations

import asyncio
import copy
import os
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.auth.actions.accept_invitation import NewMember, accept_invitation
from backend.auth.tokens import Visit
from backend.core import settings as process
from backend.core.db import close_database, open_database
from backend.core.settings import load_settings
from backend.core.tokens import link_token
from backend.groups.models import GroupRole
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.cancel_session import cancel_session
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.reactivate_members import reactivate_members
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from backend.invitations.remove_group_members import remove_group_members
from backend.invitations.revoke_invitations import revoke_invitations
from backend.invitations.set_group_role import GroupRoles, set_group_role
from backend.invitations.undo_batch import undo_batch
from backend.invitations.unregister_session_learners import unregister_session_learners
from backend.invitations.update_session import SessionEdit, update_session
from backend.models import tortoise_config
from tests.accounts.imports_of import Imports
from tests.house_of import Home, make_home
from tests.invitations.conftest import ENVIRONMENT
from tests.machine.model import Model, Person, Run
from tests.machine.weather import NAMES, PEOPLE, Weather
from tests.parts import EMPTY, Database

pytestmark = pytest.mark.thorough

TWO = st.sampled_from([0, 1])
STATES = """
    SELECT m.email, r.session_id, r.ended_at IS NULL AS registered, mail.state FROM registrations r
    JOIN members m ON m.id = r.member_id
    LEFT JOIN mails mail ON mail.dedupe_key = 'program_invitation:' || r.id
"""
STANDING = "SELECT email, activated_at IS NOT NULL AS active, deactivated_at IS NOT NULL AS out FROM members"
WAITING = ("SCHEDULED", "QUEUED")


class Machine(Weather):
    """Acts on the database and on the model, and compares."""

    database: ClassVar[Database]

    @initialize()
    def begin(self) -> None:
        self.run(self._begin())

    async def _begin(self) -> None:
        self.sql = await asyncpg.connect(self.database.owner_url)
        await self.sql.execute(EMPTY)
        await self.sql.execute("UPDATE usher_clock SET shift = '0'")
        self.home: Home = await make_home(self.sql)
        self.groups = [await self.home.group("A"), await self.home.group("B")]
        self.sessions = [
            await self.home.session(self.groups[0], starts=-timedelta(days=1)),
            await self.home.session(*self.groups, starts=timedelta(days=9)),
        ]
        rows = await self.sql.fetch("SELECT id, starts_at FROM sessions")
        starts = {row["id"]: row["starts_at"] for row in rows}
        runs = [Run(starts[self.sessions[0]], {0}), Run(starts[self.sessions[1]], {0, 1})]
        self.model = Model({name: Person() for name in NAMES}, runs)
        self.last, self.put_off_lately = None, 0

    def teardown(self) -> None:
        if hasattr(self, "sql"):
            self.run(self.sql.close())

    def member(self, who: str) -> UUID:
        found: UUID = self.run(self.sql.fetchval("SELECT id FROM members WHERE email_key = $1", who))
        return found

    def grant(
        self,
        who: str,
        door: Coroutine[Any, Any, Intake],
        change: Callable[[Person], None],
        *,
        addressed: bool,
    ) -> None:
        """Something by a door that makes a batch; the model of before is kept for undo."""
        before, now = copy.deepcopy(self.model), self.now()
        made = self.run(door)
        if self.model.let_in(who, now, addressed=addressed):
            change(self.model.people[who])
        self.last = (made.committed.batch_id, before)

    @rule(who=PEOPLE, group=st.one_of(st.none(), TWO))
    def invite(self, who: str, group: int | None) -> None:
        groups = [] if group is None else [self.groups[group]]
        self.grant(
            who,
            self.home.invite(who, group_ids=groups),
            lambda person: None if group is None else person.join(group),
            addressed=True,
        )

    @rule(who=PEOPLE, group=TWO)
    def import_(self, who: str, group: int) -> None:
        """Who is new has an account at once; the others are met as by an invitation."""
        before, now, person = copy.deepcopy(self.model), self.now(), self.model.people[who]
        form = {"group_ids": (self.groups[group],), "confirm_changes": True}
        done = self.run(Imports(self.home).run(f"Doe,Jo,{who}\n", **form))
        person.active = person.active or not person.exists
        if self.model.let_in(who, now, addressed=person.exists):
            person.join(group)
        self.last = (done.batch_id, before) if done.batch_id else None

    @rule(who=PEOPLE, group=TWO)
    def add(self, who: str, group: int) -> None:
        if self.model.people[who].exists:
            wanted = GroupMembers(self.groups[group], [self.member(who)])
            self.grant(
                who,
                add_group_members(self.home.owner, wanted, Terms()),
                lambda person: person.join(group),
                addressed=False,
            )

    @rule(who=PEOPLE, run=TWO)
    def register(self, who: str, run: int) -> None:
        if self.model.runs[run].frozen is None:
            wanted = SessionLearners(self.sessions[run], [who])
            self.grant(
                who,
                register_session_learners(self.home.owner, wanted, Terms()),
                lambda person: person.direct.add(run),
                addressed=True,
            )

    @rule(who=PEOPLE, group=TWO)
    def leave(self, who: str, group: int) -> None:
        person = self.model.people[who]
        if group in person.groups | person.leads:
            self.run(remove_group_members(self.home.owner, self.groups[group], [self.member(who)]))
            person.groups.discard(group)
            person.leads.discard(group)
            self.last = None

    @rule(who=PEOPLE, group=TWO, leads=st.booleans())
    def set_role(self, who: str, group: int, leads: bool) -> None:
        """Only learners are in the sessions of their group."""
        person = self.model.people[who]
        if group in person.groups | person.leads:
            role = GroupRole.COACH if leads else GroupRole.LEARNER
            wanted = GroupRoles(self.groups[group], [self.member(who)], role)
            self.run(set_group_role(self.home.owner, wanted))
            (person.groups if leads else person.leads).discard(group)
            (person.leads if leads else person.groups).add(group)
            self.last = None

    @rule(who=PEOPLE, run=TWO)
    def unregister(self, who: str, run: int) -> None:
        if run in self.model.people[who].direct and self.model.runs[run].frozen is None:
            self.run(unregister_session_learners(self.home.owner, self.sessions[run], [self.member(who)]))
            self.model.people[who].direct.discard(run)
            self.last = None

    @rule(who=PEOPLE)
    def accept(self, who: str) -> None:
        person = self.model.people[who]
        open_to = person.exists and not (person.active or person.deactivated or person.asleep)
        if open_to and not person.expired(self.now()):
            query = "SELECT id, version FROM invitations WHERE email_key = $1 AND state = 'PENDING'"
            row = self.run(self.sql.fetchrow(query, who))
            token = link_token("JOIN", row["id"], row["version"])
            self.run(accept_invitation(token, NewMember("Jo", "Doe", "nine herons at low tide"), Visit()))
            person.active, self.last = True, None

    @rule(who=PEOPLE)
    def revoke(self, who: str) -> None:
        person = self.model.people[who]
        query = "SELECT id FROM invitations WHERE email_key = $1 AND state IN ('PENDING', 'EXPIRED')"
        invitation = self.run(self.sql.fetchval(f"{query} ORDER BY id DESC LIMIT 1", who))
        shut = person.active or person.deactivated or person.asleep or person.expired(self.now())
        if invitation and not shut:
            self.run(revoke_invitations(self.home.owner, [invitation]))
            person.asleep, person.invited, self.last = True, None, None

    @rule(who=PEOPLE)
    def deactivate(self, who: str) -> None:
        if self.model.people[who].exists:
            self.run(deactivate_members(self.home.owner, [self.member(who)]))
            self.model.people[who].deactivated, self.last = True, None

    @rule(who=PEOPLE)
    def reactivate(self, who: str) -> None:
        person = self.model.people[who]
        if person.deactivated:
            now = self.now()
            self.run(reactivate_members(self.home.owner, [self.member(who)]))
            person.deactivated = person.asleep = False
            person.invited, self.last = now, None

    @rule(run=TWO, days=st.integers(-3, 12))
    def move(self, run: int, days: int) -> None:
        session = self.model.runs[run]
        if session.frozen is None:
            starts = self.now() + timedelta(days=days, hours=1)
            self.run(update_session(self.home.owner, self.sessions[run], SessionEdit(starts_at=starts)))
            session.starts, self.last = starts, None

    @rule(run=TWO, sure=st.integers(0, 5))
    def cancel(self, run: int, sure: int) -> None:
        session = self.model.runs[run]
        if session.frozen is None and sure == 0:
            self.run(cancel_session(self.home.owner, self.sessions[run]))
            session.frozen = {who for who in NAMES if self.model.registered(who, run)}
            self.last = None

    @precondition(lambda self: getattr(self, "last", None) is not None)
    @rule()
    def undo(self) -> None:
        assert self.last
        batch, before = self.last
        self.run(undo_batch(self.home.owner, batch))
        for who, person in self.model.people.items():
            earlier = before.people[who]
            if person.invited != earlier.invited and not person.active:
                person.asleep, person.invited = True, None
            if person.active and not earlier.active:  # an account that the batch made
                person.deactivated = True
            person.groups, person.leads, person.direct = earlier.groups, earlier.leads, earlier.direct
        self.last = None

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "model"):
            return
        self.run(self.numbers_agree())
        rows = {(row["email"], row["session_id"]): row for row in self.run(self.sql.fetch(STATES))}
        for who in NAMES:
            for run, session in enumerate(self.sessions):
                row = rows.get((who, session))
                case = f"{who} in session {run}"
                assert bool(row and row["registered"]) == self.model.registered(who, run), case
                self._mail_agrees(row["state"] if row else None, who, run, case)
        for row in self.run(self.sql.fetch(STANDING)):
            if person := self.model.people.get(row["email"]):
                assert (row["active"], row["out"]) == (person.active, person.deactivated), row["email"]

    def _mail_agrees(self, state: str | None, who: str, run: int, case: str) -> None:
        if (who, run) in self.model.sent:
            assert state == "SENT", case
        elif self.model.owed(who, run):
            assert state in WAITING, f"{case}: {state}"
        else:
            assert state in (None, "CANCELLED"), f"{case}: {state}"


def test_everything_agrees_with_the_model(new_database: Callable[[], Coroutine[Any, Any, Database]]) -> None:
    process.configure(load_settings(ENVIRONMENT))
    with asyncio.Runner() as loop:
        Machine.loop, Machine.database = loop, loop.run(new_database())
        loop.run(open_database(tortoise_config(Machine.database.url)))
        try:
            run_state_machine_as_test(
                Machine,
                settings=settings(
                    max_examples=int(os.environ.get("EXAMPLES", "8")),
                    stateful_step_count=25,
                    deadline=None,
                    print_blob=True,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            loop.run(close_database())
