"""Delivers: takes what is due, writes it, hands it over, and records what became of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
from tortoise.exceptions import DBConnectionError

from backend.core.failpoints import Point, reached
from backend.mail import outbox
from backend.mail.letters import Letter, Loaded, NotOwed, NotYet, Registry
from backend.mail.link import Cut, Refused, RelayAway
from backend.mail.models import MailState
from backend.mail.outbox import Held, Message, Settlement
from backend.mail.relay import Relay
from backend.mail.rules import PAUSE, Outcome, Stage, cut, not_owed, outcome, put_down, unwritable
from backend.mail.together import Together
from backend.mail.writing import write_message

log = logging.getLogger(__name__)

LEASE, HEARTBEAT = timedelta(seconds=20), 5.0
BATCH = 200  # messages claimed at once
ROOM = 2 * BATCH  # messages in hand at most
UNKNOWN_FOR = timedelta(days=1)  # longer than a rolling deployment
FENCE_TRIES, FENCE_PAUSE = 25, 0.02
SECOND = timedelta(seconds=1)
DATABASE_AWAY = (  # what passes by itself, and is no mail's fault
    OSError,
    TimeoutError,
    DBConnectionError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.IdleInTransactionSessionTimeoutError,  # this process stood still
    asyncpg.InsufficientResourcesError,  # connections, memory, disk
    asyncpg.TransactionRollbackError,  # deadlocks
    asyncpg.ReadOnlySQLTransactionError,  # a primary that is one no longer
    asyncpg.InvalidCachedStatementError,  # a migration has just run
    asyncpg.PostgresSystemError,
)


class Courier:
    """One process's deliveries; any number of processes share an outbox."""

    def __init__(self, relay: Relay, handlers: Registry, scale: float = 1.0) -> None:
        self._relay = relay
        self._handlers = handlers
        self._scale = scale
        self._lease = LEASE * scale
        self._held: dict[UUID, Held] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._paused: dict[str, float] = {}
        self._due = asyncio.Event()
        self._room = asyncio.Event()
        self._stopping = False
        self._fence = Together(self._pass_fence)
        self._settle = Together(self._record)

    async def wake(self) -> None:
        """Look for what is due."""
        self._due.set()

    async def run(self) -> None:
        """Deliver until `stop`; returns then. Survives its database and its mail server."""
        while not self._stopping:
            try:
                await self._round()
            except DATABASE_AWAY:
                log.warning("the database is away; deliveries wait")
                await asyncio.sleep(self._scale)

    async def keep_leases(self) -> None:
        """Renew the leases on what is in hand, until cancelled."""
        while True:
            await asyncio.sleep(HEARTBEAT * self._scale)
            if self._held:
                try:
                    await outbox.heartbeat(list(self._held.values()), self._lease)
                except DATABASE_AWAY:
                    log.warning("the database is away; leases could not be renewed")

    async def recover(self) -> None:
        """Put down what dead or frozen workers hold."""
        if await outbox.reclaim(list({mail.token for mail in self._held.values()})):
            self._due.set()

    async def free_waiting(self) -> None:
        """Free what waits for a mail whose fate is known, where a crash came between; mark unknown kinds."""
        if await outbox.hand_on():
            self._due.set()
        await outbox.set_unknown_aside(list(self._handlers), UNKNOWN_FOR)

    async def stop(self, patience: float) -> None:
        """Claim nothing more, put down what has not begun, wait for what is on its way, and hang up."""
        self._stopping = True
        self._relay.closing.set()
        self._due.set()
        self._room.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._tasks:  # one may start others
                    await asyncio.wait(self._tasks)
        for task in self._tasks:  # their leases run out, and another worker takes over
            task.cancel()
        await self._relay.close()

    async def _round(self) -> None:
        """Claim what there is room for; with nothing due, wait to be woken."""
        await self._relay.reachable()
        self._due.clear()
        if self._stopping:
            return
        claimed = await outbox.claim(list(self._handlers), BATCH, self._lease)
        if not claimed:
            await self._due.wait()
            return
        self._held |= {mail.id: mail for mail in claimed}
        await reached(Point.AFTER_CLAIM)
        self._start(self._take(claimed))
        while len(self._tasks) > ROOM - BATCH and not self._stopping:
            self._room.clear()
            await self._room.wait()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._room.set()
        if not task.cancelled() and task.exception():
            log.error("a delivery broke off", exc_info=task.exception())

    async def _take(self, claimed: Sequence[Held]) -> None:
        """Read the letters of what was claimed, and start a delivery for each message."""
        groups: dict[UUID, list[Held]] = {}
        for mail in sorted(claimed, key=lambda mail: (mail.id != mail.leader, mail.id)):
            groups.setdefault(mail.leader, []).append(mail)
        try:
            letters = await outbox.read_letters(claimed, self._handlers)
        except Exception as error:
            if len(groups) > 1:  # one of them spoils it for all: each by itself
                for group in groups.values():
                    self._start(self._take(group))
            else:
                await self._tell(tuple(claimed), self._broken(error, claimed[0]))
            return
        ready = [group for group in groups.values() if self._still_whole(group, letters)]
        for group, message in zip(ready, await asyncio.to_thread(self._write, ready, letters), strict=True):
            work = (
                self._tell(tuple(group), message) if isinstance(message, Outcome) else self._deliver(message)
            )
            self._start(work)

    def _still_whole(self, group: Sequence[Held], letters: dict[UUID, Loaded]) -> bool:
        """Whether all of a message is owed; if not, what isn't is cancelled and the rest put down."""
        gone = {mail: loaded.reason for mail in group if isinstance(loaded := letters[mail.id], NotOwed)}
        for mail, reason in gone.items():
            self._start(self._tell((mail,), not_owed(reason)))
        rest = tuple(mail for mail in group if mail not in gone)
        waits = [loaded.wait for mail in rest if isinstance(loaded := letters[mail.id], NotYet)]
        if rest and (gone or waits):
            wait = max(waits, default=timedelta(0))
            self._start(self._tell(rest, put_down("NOT_AT_THIS_HOUR" if waits else None, wait / self._scale)))
        return not gone and not waits

    def _write(
        self, groups: Sequence[Sequence[Held]], letters: dict[UUID, Loaded]
    ) -> list[Message | Outcome]:
        """Runs in a thread. A letter that can't be written fails alone."""
        written: list[Message | Outcome] = []
        for group in groups:
            owed = {mail.id: letter for mail in group if isinstance(letter := letters[mail.id], Letter)}
            try:
                written.append(write_message(tuple(group), owed))
            except Exception:
                log.exception("mail %s could not be written", group[0].id)
                written.append(unwritable(group[0].attempts))
        return written

    async def _deliver(self, message: Message) -> None:
        pause = self._paused.get(message.sender, 0.0) - time.monotonic()
        if pause > 0:
            left = timedelta(seconds=pause / self._scale)
            result = put_down("SENDER_PAUSED", left)
        else:
            result = await self._attempt(message)
        if result.reason == "SENDER_PAUSED" and result.reply:
            self._paused[message.sender] = time.monotonic() + PAUSE.total_seconds() * self._scale
        await self._tell(message.mails, result, message.letters[message.mails[0].id])

    async def _attempt(self, message: Message) -> Outcome:
        """Envelope, fence, data; the only place from which mail leaves."""
        attempts = message.mails[0].attempts
        try:
            async with self._relay.link(message.reverse_path, message.recipient) as link:
                asked = time.monotonic()
                passed = await self._through_fence(message)
                # A process that was frozen here may have lost its lease to another.
                if not passed or time.monotonic() - asked > self._lease.total_seconds():
                    await link.reset()
                    return put_down(None, SECOND)
                await reached(Point.AFTER_FENCE)
                reply = await link.data(message.data)
                await reached(Point.AFTER_DATA)
                return outcome(reply, attempts)
        except Refused as refusal:
            return outcome(refusal.reply, attempts)
        except Cut as end:
            return cut(attempts, unsure=end.stage is Stage.MESSAGE)
        except RelayAway:
            return put_down("RELAY_AWAY")
        except Exception as error:
            return self._broken(error, message.mails[0])

    async def _through_fence(self, message: Message) -> bool:
        """Ask until nobody has the rows locked; a change that takes long is left to finish first."""
        for _ in range(FENCE_TRIES):
            passed = await self._fence(message)
            if passed is not None:
                return passed
            await asyncio.sleep(FENCE_PAUSE)
        return False

    def _broken(self, error: Exception, mail: Held) -> Outcome:
        """What can't be read or checked: the database's fault, or else this mail's."""
        if isinstance(error, DATABASE_AWAY):
            return put_down(None, SECOND)
        log.error("mail %s could not be prepared", mail.id, exc_info=error)
        return unwritable(mail.attempts)

    async def _tell(self, mails: tuple[Held, ...], result: Outcome, letter: Letter | None = None) -> None:
        """Record what became of mails, as often as it takes, and let go of them."""
        settlement = Settlement(mails, result, letter)
        try:
            while True:
                try:
                    if await self._settle(settlement):
                        break
                except DATABASE_AWAY:
                    pass
                await asyncio.sleep(0.2 * self._scale)
        finally:
            for mail in mails:
                self._held.pop(mail.id, None)
        if result.state is MailState.SCHEDULED and not result.delay:
            self._due.set()

    async def _pass_fence(self, messages: Sequence[Message]) -> list[bool | None]:
        return await outbox.fence(messages, self._handlers, self._lease)

    async def _record(self, settlements: Sequence[Settlement]) -> list[bool]:
        told, freed = await outbox.settle(settlements, self._handlers, self._scale)
        if freed:
            self._due.set()
        return told
