"""The gate that holds mail back holds webhooks back too."""

from __future__ import annotations

from datetime import timedelta

from backend.mail.gate import hold, release
from backend.webhooks.outbox import claim
from tests.house_of import Home
from tests.webhooks.dispatching import dispatch
from tests.webhooks.receiver import Receiver
from tests.webhooks.test_delivery import hook, people


async def test_behind_a_shut_gate_nothing_is_told(home: Home, receiver: Receiver) -> None:
    await hook(home, receiver)
    await people(home, 1)
    await hold()
    assert await claim(10, timedelta(seconds=20)) == []
    assert await home.count("webhook_deliveries", "state = 'SCHEDULED'") == 1
    await release()
    await dispatch(home)
    assert len(receiver.told) == 1
