"""`usher health`: whether a worker of this host is alive, for whoever restarts containers."""

from __future__ import annotations

import socket

from backend.core.brokers import redis_at


async def worker_is_alive(redis_url: str, host: str = "") -> bool:
    """Whether a worker of the host (this one by default) has signed on lately."""
    async with redis_at(redis_url) as redis:
        async for _key in redis.scan_iter(f"usher:worker:{host or socket.gethostname()}:*", count=1000):
            return True
    return False
