"""Webhooks by worker processes: one dies between the post and its record, two others take over."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter

import pytest

from backend.webhooks.actions.create_webhook import create_webhook
from backend.webhooks.events import WebhookEvent
from tests.house_of import Home
from tests.parts import Database
from tests.webhooks.conftest import ENVIRONMENT
from tests.webhooks.receiver import Receiver

pytestmark = pytest.mark.system
PEOPLE = 40


async def worker(database: Database, redis_url: str, **more: str) -> asyncio.subprocess.Process:
    """One `usher worker`; its leases are short."""
    environment = ENVIRONMENT | {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database.url,
        "REDIS_URL": redis_url,
        "SMTP_URL": "smtp://127.0.0.1:1",
        "USHER_TIME_SCALE": "0.1",
        **more,
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "backend.cli", "worker"),
        env=environment,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def test_a_crash_between_post_and_record_loses_nothing(
    connected: Database, home: Home, receiver: Receiver, redis_url: str
) -> None:
    made = await create_webhook(home.owner, receiver.url, [WebhookEvent.MEMBER_CREATED])
    await home.invite(" ".join(f"p{number}@x.org" for number in range(PEOPLE)))
    dying = await worker(connected, redis_url, USHER_FAILPOINT="after_post:exit@3")
    assert await asyncio.wait_for(dying.wait(), 60) == -9
    assert 3 <= len(receiver.told) < PEOPLE
    assert await home.count("webhook_deliveries", "state = 'DELIVERED'") < len(receiver.told)
    others = [await worker(connected, redis_url) for _ in range(2)]
    async with asyncio.timeout(60):
        while True:
            if await home.count("webhook_deliveries", "state = 'DELIVERED'") == PEOPLE:
                break
            await asyncio.sleep(0.1)
    for process in others:
        process.terminate()
    assert [await asyncio.wait_for(process.wait(), 60) for process in others] == [0, 0]
    bodies = {told.id: told.verified(made.secret) for told in receiver.told}
    assert {body["data"]["email"] for body in bodies.values()} == {f"p{n}@x.org" for n in range(PEOPLE)}
    again = Counter(told.id for told in receiver.told)
    assert PEOPLE == len(again) < len(receiver.told)
    assert len({(told.id, told.body) for told in receiver.told}) == PEOPLE
