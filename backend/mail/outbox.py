"""The outbox's statements: claim, hold, fence and settle, each a transaction that crosses workspaces.

They never wait for a row that a change has locked: they step over it and come again, so that a worker
and a change can't wait for each other.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from prometheus_client import Counter

from backend.core.db import BY_KEYS, Connection, Row, crossing
from backend.core.ids import new_id
from backend.core.work import Change, ChangeKind, announce
from backend.mail.letters import Letter, Loaded, Registry, load_letters
from backend.mail.models import MailState
from backend.mail.rules import GIVE_UP_AFTER, Outcome
from backend.mail.statements import (
    CLAIM,
    HAND_ON,
    HEARTBEAT,
    LET_THROUGH,
    LOCK_HELD,
    RECLAIM,
    SET_UNKNOWN_ASIDE,
    SETTLE,
    STILL_HELD,
    SUPPRESS,
)
from backend.mail.wordings import in_own_words

log = logging.getLogger(__name__)
OUTCOMES = Counter("usher_mail_outcomes", "What became of tries to deliver a mail", ["state"])


@dataclass(frozen=True, slots=True)
class Held:
    """A mail this process holds a lease on; `maybe_out` if an earlier try may have been accepted."""

    id: UUID
    workspace_id: UUID
    kind: str
    message_id: str
    version: int
    attempts: int
    first_attempt_at: datetime
    leader: UUID
    token: UUID
    maybe_out: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One message to leave: the mails it stands for, leader first, and the letter of each."""

    mails: tuple[Held, ...]
    letters: dict[UUID, Letter] = field(hash=False, compare=False)
    data: bytes = field(repr=False, compare=False)
    sender: str
    recipient: str
    return_path: str = ""  # where bounces go; empty means to the sender

    @property
    def reverse_path(self) -> str:
        """Whom the envelope names as its sender."""
        return self.return_path or self.sender


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of some mails that belong together: all of them are recorded, or none."""

    mails: tuple[Held, ...]
    outcome: Outcome
    letter: Letter | None = None


OPEN = [MailState.QUEUED.value, MailState.SENDING.value]


async def claim(kinds: Sequence[str], limit: int, lease: timedelta) -> list[Held]:
    """Take a lease on up to `limit` messages that are due, of the kinds this process knows."""
    async with crossing() as connection:
        rows = await connection.fetch(CLAIM, list(kinds), limit, new_id(), lease)
    return [Held(**row) for row in rows]


async def reclaim(mine: Sequence[UUID]) -> int:
    """Put down what a dead or frozen worker holds; leases of this process, by token, are left alone."""
    async with crossing() as connection:
        return len(await connection.fetch(RECLAIM, list(mine)))


async def heartbeat(mails: Sequence[Held], lease: timedelta) -> None:
    """Renew the leases on what is in hand."""
    async with crossing(BY_KEYS) as connection:
        await connection.execute(HEARTBEAT, *_held(mails), lease)


async def read_letters(mails: Sequence[Held], handlers: Registry) -> dict[UUID, Loaded]:
    """The letters of these mails as things stand; one query for each kind among them."""
    async with crossing(BY_KEYS) as connection:
        return await _load(connection, mails, handlers)


async def fence(messages: Sequence[Message], handlers: Registry, lease: timedelta) -> list[bool | None]:
    """Let those messages pass that are still held, unchanged and owed as they were written.

    Answers for each whether it passed; None where a change has a row of it locked at this moment.
    """
    mails = [mail for message in messages for mail in message.mails]
    async with crossing(BY_KEYS) as connection:
        locked, is_open = await _lock(connection, mails, [MailState.QUEUED.value])
        busy = await _still_held(connection, mails, locked)
        now = await _load(connection, [mail for mail in mails if mail.id in locked], handlers)
        found = [_passes(message, now, busy) for message in messages]
        passes = [passed and is_open for passed in found]  # who is busy is asked again, open or not
        through = [
            mail.id
            for message, passed in zip(messages, passes, strict=True)
            for mail in (message.mails if passed else ())
        ]
        await connection.execute(LET_THROUGH, through, lease)
    return passes


def _passes(message: Message, now: Mapping[UUID, Loaded], busy: set[UUID]) -> bool | None:
    if any(mail.id in busy for mail in message.mails):
        return None
    return all(now.get(mail.id) == message.letters[mail.id] for mail in message.mails)


async def settle(
    settlements: Sequence[Settlement], handlers: Registry, scale: float
) -> tuple[list[bool], bool]:
    """Record what became of mails, where the lease still holds, and free what waited for them.

    Answers for each whether it was told (False: a change has the row locked, tell it again), and whether
    anything was freed. A lease that is gone counts as told: another worker has taken over, and no state
    goes backwards.
    """
    mails = [mail for settlement in settlements for mail in settlement.mails]
    async with crossing(BY_KEYS) as connection:
        locked, _ = await _lock(connection, mails, OPEN)
        busy = await _still_held(connection, mails, locked)
        whole = [one for one in settlements if busy.isdisjoint(mail.id for mail in one.mails)]
        rows = await connection.fetch(SETTLE, *_columns(whole, locked, scale))
        await _suppress(connection, whole, {row["id"] for row in rows if row["state"] == "BOUNCED"})
        await _tell_rooms(connection, handlers, [row for row in rows if row["state"] == "SENT"])
        final = [row["id"] for row in rows if row["state"] != "SCHEDULED"]
        freed = await connection.fetch(HAND_ON.format(aim="AND mail.waits_for = ANY($1)"), final)
    for row in rows:
        OUTCOMES.labels(row["state"]).inc()
    concerned = {mail.workspace_id for mail in mails}
    await announce([Change(workspace_id, ChangeKind.MAIL, None) for workspace_id in concerned])
    done = {id(one) for one in whole}
    return [id(one) in done for one in settlements], bool(freed)


async def hand_on() -> int:
    """Free or withdraw what waits for a mail whose fate is known; finds what a crash left behind."""
    async with crossing() as connection:
        return len(await connection.fetch(HAND_ON.format(aim="")))


async def set_unknown_aside(kinds: Sequence[str], patience: timedelta) -> None:
    """Mark what is due and of no kind that this process knows; dead once it is overdue by `patience`."""
    async with crossing() as connection:
        await connection.execute(SET_UNKNOWN_ASIDE, list(kinds), patience)


async def _load(connection: Connection, mails: Sequence[Held], handlers: Registry) -> dict[UUID, Loaded]:
    loaded = await load_letters(handlers, connection, {mail.id: mail.kind for mail in mails})
    return await in_own_words(connection, loaded, {mail.id: mail.workspace_id for mail in mails})


async def _lock(
    connection: Connection, mails: Sequence[Held], states: Sequence[str]
) -> tuple[set[UUID], bool]:
    """Lock those mails that are still held, in these states and of this version: their ids, and whether
    mail may leave at all.
    """
    versions = [mail.version for mail in mails]
    rows = await connection.fetch(LOCK_HELD, *_held(mails), versions, list(states))
    return {row["id"] for row in rows}, any(row["is_open"] for row in rows)


async def _still_held(connection: Connection, mails: Sequence[Held], locked: set[UUID]) -> set[UUID]:
    """Those others on which the lease still holds: a change has them locked."""
    others = [mail for mail in mails if mail.id not in locked]
    return {row["id"] for row in await connection.fetch(STILL_HELD, *_held(others))} if others else set()


async def _suppress(connection: Connection, settlements: Sequence[Settlement], bounced: set[UUID]) -> None:
    rows = [
        (new_id(), mail.workspace_id, one.letter.email_key, one.outcome.reply.text, mail.id)
        for one in settlements
        for mail in one.mails[:1]
        if one.letter and one.outcome.reply and mail.id in bounced
    ]
    if rows:
        await connection.execute(SUPPRESS, *(list(column) for column in zip(*rows, strict=True)))


async def _tell_rooms(connection: Connection, handlers: Registry, sent: Sequence[Row]) -> None:
    """That a mail has left is recorded even where a room fails at it: else it would leave again."""
    for kind in sorted({row["kind"] for row in sent}):
        handler = handlers.get(kind)
        if handler is None or handler.on_sent is None:
            continue
        await connection.execute("SAVEPOINT room")
        try:
            await handler.on_sent(connection, [row["id"] for row in sent if row["kind"] == kind])
        except Exception:
            log.exception("a room could not take note that its %s left", kind)
            await connection.execute("ROLLBACK TO SAVEPOINT room")


def _held(mails: Sequence[Held]) -> tuple[list[UUID], list[UUID]]:
    return [mail.id for mail in mails], [mail.token for mail in mails]


def _columns(settlements: Sequence[Settlement], locked: set[UUID], scale: float) -> list[object]:
    """The outcomes as one list per column, in the order of SETTLE's parameters; durations scaled."""
    rows = [(mail, one.outcome, one.letter) for one in settlements for mail in one.mails if mail.id in locked]
    replies = [outcome.reply for _, outcome, _ in rows]
    return [
        [mail.id for mail, _, _ in rows],
        [outcome.state.value for _, outcome, _ in rows],
        [outcome.reason for _, outcome, _ in rows],
        [reply.code if reply else None for reply in replies],
        [reply.text[:1000] if reply else None for reply in replies],
        [outcome.delay * scale for _, outcome, _ in rows],
        [outcome.burned for _, outcome, _ in rows],
        [outcome.unsure or mail.maybe_out for mail, outcome, _ in rows],
        GIVE_UP_AFTER * scale,
        [letter.address if letter else None for _, _, letter in rows],
    ]
