"""What has changed, told to every web process through Redis and on to whoever looks at it.

Nothing depends on it: a message that is lost costs a moment of an old screen. After a break in the
connection everyone is told that anything may have changed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from uuid import UUID

import orjson

from backend.api.broker import Broker
from backend.core.brokers import redis_at
from backend.core.work import Change, ChangeKind

log = logging.getLogger(__name__)

CHANNEL = "usher:changes:"
LISTEN_AGAIN = 1.0  # seconds after Redis went away
LONGEST_QUEUE = 200  # changes a slow listener may be behind before they are told as one


class Live:
    """One process's ear and its listeners, by workspace."""

    def __init__(self, url: str | None, broker: Broker) -> None:
        self._url = url or "redis://localhost"
        self._broker = broker
        self._listeners: dict[UUID, set[asyncio.Queue[Change]]] = defaultdict(set)

    async def announce(self, changes: Sequence[Change]) -> None:
        """Tell every web process; raises where Redis is away."""
        by_workspace: dict[UUID, list[list[str | None]]] = defaultdict(list)
        for change in changes:
            by_workspace[change.workspace_id].append([change.kind, str(change.id) if change.id else None])
        for workspace_id, told in by_workspace.items():
            await self._broker.publish(f"{CHANNEL}{workspace_id}", orjson.dumps(told))

    @contextlib.contextmanager
    def listener(self, workspace_id: UUID) -> Iterator[asyncio.Queue[Change]]:
        """A queue of the changes in one workspace, for as long as somebody looks."""
        queue: asyncio.Queue[Change] = asyncio.Queue(LONGEST_QUEUE)
        self._listeners[workspace_id].add(queue)
        try:
            yield queue
        finally:
            self._listeners[workspace_id].discard(queue)
            if not self._listeners[workspace_id]:
                del self._listeners[workspace_id]

    async def listen(self) -> None:
        """Hear what other processes tell, for as long as this one lives."""
        away = False
        while True:
            try:
                async for workspace_id, changes in self._heard():
                    for change in changes:
                        self._tell(workspace_id, change)
                    away = False
            except Exception:
                if not away:
                    log.warning("lost the broker; screens are told once it is back")
                away = True
            await asyncio.sleep(LISTEN_AGAIN)
            for workspace_id in list(self._listeners):
                self._tell(workspace_id, Change(workspace_id, ChangeKind.ANYTHING, None))

    async def _heard(self) -> AsyncIterator[tuple[UUID, list[Change]]]:
        async with redis_at(self._url) as redis, redis.pubsub() as ear:
            await ear.psubscribe(f"{CHANNEL}*")
            async for message in ear.listen():
                if message["type"] == "pmessage":
                    workspace_id = UUID(message["channel"].decode().removeprefix(CHANNEL))
                    told = orjson.loads(message["data"])
                    yield workspace_id, [_change(workspace_id, kind, one) for kind, one in told]

    def _tell(self, workspace_id: UUID, change: Change) -> None:
        for queue in self._listeners.get(workspace_id, ()):
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                change = Change(workspace_id, ChangeKind.ANYTHING, None)
            queue.put_nowait(change)


def _change(workspace_id: UUID, kind: str, one: str | None) -> Change:
    """A process of another release may know kinds that this one does not."""
    known = ChangeKind(kind) if kind in ChangeKind.__members__ else ChangeKind.ANYTHING
    return Change(workspace_id, known, UUID(one) if one else None)
