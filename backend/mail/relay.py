"""The mail server: kept connections, a bound on how many, and a breaker while it is away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.mail.link import Address, Cut, Link, Refused, RelayAway
from backend.mail.rules import Fate, Stage, judge

log = logging.getLogger(__name__)

PATIENCE = 2.0  # after so many seconds a slow answer no longer keeps others waiting
LONGEST_BREAK = 10.0
MOST_SLOW = 5  # connections opened beside the slow ones, times the usual number


class NotYet(RelayAway):
    """It was away a moment ago, or this process is ending."""


class Relay:
    """The server this process hands its mail to, through at most so many connections at once."""

    def __init__(self, url: str, hello: str, connections: int, scale: float) -> None:
        self._address = Address.parse(url)
        self._hello = hello
        self._scale = scale
        self._slots = asyncio.Semaphore(connections)
        self._all = asyncio.Semaphore(connections * MOST_SLOW)
        self._idle: asyncio.LifoQueue[Link | None] = asyncio.LifoQueue()  # None: look for yourself
        self._used = 0  # links that carry a mail now
        self._waiting = 0  # for one of those
        self._full_until = 0.0  # the server takes no more than there are
        self._failures = 0  # since an envelope was last accepted
        self._broken_until = 0.0
        self.away = False
        self.closing = asyncio.Event()

    async def reachable(self) -> None:
        """Return at once while all is well; else try to connect, between breaks, until it works."""
        while self.away and not self.closing.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.closing.wait(), max(0.0, self._broken_until - time.monotonic()))
            try:
                self._idle.put_nowait(self._kept() or await self._open())
                self.away = False
            except NotYet:
                continue
            except RelayAway as error:
                self._failed(str(error))

    @asynccontextmanager
    async def link(self, sender: str, recipient: str) -> AsyncIterator[Link]:
        """A connection on which the envelope was accepted; raises Refused, Cut or RelayAway."""
        async with self._all, self._slot():
            if self.closing.is_set():
                raise RelayAway("closing")
            link = await self._with_envelope(sender, recipient)
            try:
                yield link
            except Refused:
                await self._keep(link, reset=True)
                raise
            except BaseException:
                self._drop(link)
                raise
            await self._keep(link)

    async def close(self) -> None:
        """Hang up on what is idle; links in use are closed when they are given back."""
        self.closing.set()
        idle = []
        while not self._idle.empty():
            idle.append(self._idle.get_nowait())
        self._wake_one()
        await asyncio.gather(*(link.quit() for link in idle if link))

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        """A place among the connections; kept longer than PATIENCE, it is lent to others meanwhile."""
        await self._slots.acquire()
        lent = False

        def lend() -> None:
            nonlocal lent
            lent = True
            self._slots.release()

        timer = asyncio.get_running_loop().call_later(PATIENCE * self._scale, lend)
        try:
            yield
        finally:
            timer.cancel()
            if not lent:
                self._slots.release()

    async def _with_envelope(self, sender: str, recipient: str) -> Link:
        """An accepted envelope; a kept connection that turns out to be stale is replaced once."""
        while True:
            link = await self._take()
            try:
                await link.envelope(sender, recipient)
            except Refused as refusal:
                if judge(refusal.reply) is not Fate.RELAY_AWAY:
                    await self._keep(link, reset=True)
                    raise
                self._drop(link)
                if link.used == 0:
                    raise self._failed(refusal.reply.text) from refusal
            except Cut as cut:
                self._drop(link)
                if link.used == 0 and cut.stage is Stage.SENDER:
                    raise self._failed("the connection was cut") from cut
                if link.used == 0:
                    raise
            except BaseException:
                self._drop(link)
                raise
            else:
                self._answered()
                return link

    async def _take(self) -> Link:
        """A connection to use; whoever finds none wakes the next who waits, to find out as well."""
        try:
            while True:
                link = await self._any()
                if link is not None and link.alive:
                    self._used += 1
                    return link
                if self.closing.is_set():
                    raise NotYet("closing")
        except RelayAway:
            self._wake_one()
            raise

    async def _any(self) -> Link | None:
        """A kept connection, or a new one; where the server takes no more, the next that is free."""
        link = self._kept()
        if link is None and (self._used == 0 or time.monotonic() >= self._full_until):
            link = await self._one_more()
        return link or await self._next_free()

    def _kept(self) -> Link | None:
        while not self._idle.empty():
            link = self._idle.get_nowait()
            if link is not None and link.alive:
                return link
            if link is not None:
                link.close()
        return None

    async def _one_more(self) -> Link | None:
        """A new connection; None where the server serves others of ours, and takes no more."""
        try:
            return await self._open()
        except NotYet:
            if self._used == 0:
                raise
        except RelayAway as error:
            if self._used == 0:
                raise self._failed(str(error)) from error
            self._is_full()
        return None

    def _is_full(self) -> None:
        if not self._full_until:
            log.warning("mail server %s takes only %s connections", self._address.name, self._used)
        self._full_until = time.monotonic() + LONGEST_BREAK * self._scale

    async def _next_free(self) -> Link | None:
        self._waiting += 1
        try:
            return await self._idle.get()
        finally:
            self._waiting -= 1

    async def _keep(self, link: Link, *, reset: bool = False) -> None:
        """Put a connection by for the next mail, if it is still good."""
        if reset and link.alive:
            await link.reset()
        link.idle_since = time.monotonic()
        if link.alive and not self.closing.is_set():
            self._used -= 1
            self._idle.put_nowait(link)
        else:
            self._drop(link)

    def _drop(self, link: Link) -> None:
        """Hang up; somebody who waited for it looks for another."""
        link.close()
        self._used -= 1
        self._wake_one()

    def _wake_one(self) -> None:
        if self._waiting:
            self._idle.put_nowait(None)

    async def _open(self) -> Link:
        if self._broken_until > time.monotonic() or self.closing.is_set():
            raise NotYet("not tried again yet")
        link = Link(self._address, self._hello, self._scale)
        await link.open()
        self.away = False
        return link

    def _answered(self) -> None:
        if self._failures:
            log.warning("mail server %s answers again", self._address.name)
        self._failures = 0
        self.away = False

    def _failed(self, why: str) -> RelayAway:
        """Take a break, longer each time; said once for each time the server goes away."""
        if not self._failures:
            log.error("mail server %s is away: %s; mail waits", self._address.name, why)
        self.away = True
        if time.monotonic() >= self._broken_until:
            self._failures += 1
            self._broken_until = time.monotonic() + self._scale * min(
                LONGEST_BREAK, 2 ** min(self._failures, 9) / 2
            )
        return RelayAway(why)
