"""F10: some addresses take no mail."""

from __future__ import annotations

import time
from collections import Counter

from tests.faults.caller import people
from tests.faults.form import in_time
from tests.faults.system import System

BOUNCED = """{ members(first: 100, filter: {bounced: true}) { nodes {
    email invitation { mail { state smtpCode smtpReply } } } } }"""


async def test_one_attempt_each_visible_and_suppressed(system: System) -> None:
    gone = people(10, "gone")
    system.smtp.on_rcpt = lambda who: "550 5.1.1 No such user" if who in gone else None
    await system.worker()
    began = time.monotonic()
    await system.owner.invite(people(30) + gone, undeliverable=gone)
    await system.smtp.kept(30)
    await system.settled()
    shown = (await system.owner.query(BOUNCED))["members"]["nodes"]
    assert time.monotonic() - began <= in_time(60)
    assert {one["email"] for one in shown} == set(gone)
    mail = {"state": "BOUNCED", "smtpCode": 550, "smtpReply": "5.1.1 No such user"}
    assert all(one["invitation"]["mail"] == mail for one in shown)

    given = {"emails": gone, "groupIds": []}
    again = await system.owner.send("inviteByEmail", given)
    assert again["plan"]["counts"]["refused"] == len(gone)
    await system.settled()
    tries = Counter(system.smtp.tried)
    assert all(tries[address] == 1 for address in gone)
    await system.check()
