"""The way to the workers: a poke through arq, which only shortens the wait for what the rows promise."""

from __future__ import annotations

import asyncio

import orjson
from arq.connections import ArqRedis, RedisSettings, create_pool

PATIENCE = 0.5  # seconds a caller waits for the broker after a commit


class Broker:
    """One process's connection to Redis, made at first use and again whenever it was lost."""

    def __init__(self, url: str | None) -> None:
        self._url = url
        self._redis: ArqRedis | None = None

    async def poke(self, jobs: list[str]) -> None:
        """Wake the workers for these jobs; raises where Redis is away."""
        async with asyncio.timeout(PATIENCE):
            redis = await self._connected()
            for job in jobs:
                await redis.enqueue_job(job)

    async def ping(self) -> None:
        """Raise unless Redis answers."""
        async with asyncio.timeout(PATIENCE):
            await (await self._connected()).ping()

    async def close(self) -> None:
        """Let go of the connection."""
        if self._redis is not None:
            await self._redis.aclose()
            self._redis = None

    async def _connected(self) -> ArqRedis:
        if self._redis is None:
            self._redis = await create_pool(
                broker_settings(self._url or ""), job_serializer=serialize, job_deserializer=orjson.loads
            )
        return self._redis


def broker_settings(url: str) -> RedisSettings:
    """How to reach Redis: no long waits, since nothing depends on it."""
    found = RedisSettings.from_dsn(url)
    found.conn_timeout, found.conn_retries = 1, 0
    return found


def serialize(job: dict[str, object]) -> bytes:
    """Jobs are JSON: arq's default runs code on reading."""
    return orjson.dumps(job)
