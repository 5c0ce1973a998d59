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


class Relay:
    """The server this process hands its mail to, through at most so many connections at once."""

    def __init__(self, url: str, hello: str, connections: int, scale: float) -> None:
        self._address = Address.parse(url)
        self._hello = hello
        self._scale = scale
        self._slots = asyncio.Semaphore(connections)
        self._all = asyncio.Semaphore(connections * MOST_SLOW)
        self._idle: list[Link] = []
        self._failures = 0  # since an envelope was last accepted
        self._broken_until = 0.0
        self.away = False
        self.closing = asyncio.Event()

    async def reachable(self) -> None:
        """Return at once while all is well; else try to connect, between breaks, until it works."""
        while self.away and not self.closing.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.closing.wait(), max(0.0, self._broken_until - time.monotonic()))
            with contextlib.suppress(RelayAway):
                self._idle.append(await self._open())

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
                link.close()
                raise
            await self._keep(link)

    async def close(self) -> None:
        """Hang up on what is idle; links in use are closed when they are given back."""
        self.closing.set()
        idle, self._idle = self._idle, []
        await asyncio.gather(*(link.quit() for link in idle))

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
            link = self._kept() or await self._open()
            try:
                await link.envelope(sender, recipient)
            except Refused as refusal:
                if judge(refusal.reply) is not Fate.RELAY_AWAY:
                    await self._keep(link, reset=True)
                    raise
                link.close()
                if link.used == 0:
                    raise self._failed(refusal.reply.text) from refusal
            except Cut as cut:
                link.close()
                if link.used == 0 and cut.stage is Stage.SENDER:
                    raise self._failed("the connection was cut") from cut
                if link.used == 0:
                    raise
            else:
                self._answered()
                return link

    def _kept(self) -> Link | None:
        while self._idle:
            link = self._idle.pop()
            if link.alive:
                return link
            link.close()
        return None

    async def _keep(self, link: Link, *, reset: bool = False) -> None:
        """Put a connection by for the next mail, if it is still good."""
        if reset and link.alive:
            await link.reset()
        link.idle_since = time.monotonic()
        if link.alive and not self.closing.is_set():
            self._idle.append(link)
        else:
            link.close()

    async def _open(self) -> Link:
        if self._broken_until > time.monotonic() or self.closing.is_set():
            raise RelayAway("not tried again yet")
        link = Link(self._address, self._hello, self._scale)
        try:
            await link.open()
        except RelayAway as error:
            raise self._failed(str(error)) from error
        self.away = False
        return link

    def _answered(self) -> None:
        if self._failures:
            log.warning("mail server %s answers again", self._address.name)
        self._failures = 0

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
