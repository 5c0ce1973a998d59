"""The poke: waking the workers through Redis. It shortens the wait and carries nothing that could be lost."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import orjson
from arq.connections import ArqRedis, RedisSettings, create_pool

from backend.core.brokers import hang_up, watched

QUEUE = "usher:jobs"
PATIENCE = 0.5  # seconds that a caller waits for Redis at most
PAUSE = 1.0  # after a failure, so that callers are not slowed one after the other


class BrokerAway(ConnectionError):
    """Redis can't be reached at the moment; the sweep will find what was meant."""


def dumps(job: Any) -> bytes:
    """A job as JSON: arq's own default is pickle, which runs code."""
    return orjson.dumps(job, default=str)


def redis_settings(url: str) -> RedisSettings:
    """How arq reaches Redis: one try at a time, since whoever needs it tries again in its own way."""
    if (found := watched(url)) is None:
        settings = RedisSettings.from_dsn(url)
    else:
        settings = RedisSettings(
            host=list(found.sentinels),
            sentinel=True,
            sentinel_master=found.name,
            database=found.database,
            username=found.username,
            password=found.password,
        )
    settings.conn_retries = 0
    return settings


class Broker:
    """This process's way to the workers' queue."""

    def __init__(self, url: str | None) -> None:
        self._settings = redis_settings(url or "redis://localhost")
        self._redis: ArqRedis | None = None
        self._away_until = 0.0

    async def poke(self, jobs: list[str]) -> None:
        """Wake the workers for these jobs; raises at once, or in half a second, where Redis is away."""
        if time.monotonic() < self._away_until:
            raise BrokerAway("tried a moment ago")
        try:
            async with asyncio.timeout(PATIENCE):
                redis = await self._connected()
                for job in jobs:
                    await redis.enqueue_job(job)
        except Exception as error:
            self._away_until = time.monotonic() + PAUSE
            raise BrokerAway(str(error)) from error

    async def publish(self, channel: str, message: bytes) -> None:
        """Tell whoever listens at this moment; raises BrokerAway as `poke` does."""
        if time.monotonic() < self._away_until:
            raise BrokerAway("tried a moment ago")
        try:
            async with asyncio.timeout(PATIENCE):
                await (await self._connected()).publish(channel, message)
        except Exception as error:
            self._away_until = time.monotonic() + PAUSE
            raise BrokerAway(str(error)) from error

    async def ping(self) -> None:
        """Raise unless Redis answers."""
        async with asyncio.timeout(PATIENCE):
            await (await self._connected()).ping()

    async def close(self) -> None:
        """Hang up."""
        if self._redis is not None:
            await hang_up(self._redis)
            self._redis = None

    async def _connected(self) -> ArqRedis:
        if self._redis is None:
            self._redis = await create_pool(
                self._settings, job_serializer=dumps, job_deserializer=orjson.loads, default_queue_name=QUEUE
            )
        return self._redis
