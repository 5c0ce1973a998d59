"""F19: mails that can't be written, and mails of a kind that no worker knows."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.caller import people
from tests.faults.form import in_time
from tests.faults.system import System

SCALE = 0.1
POISONED = "UPDATE members SET email = 'poi' || chr(8232) || 'son@x.org' WHERE email_key = $1"
OF_NO_KIND = """
    INSERT INTO mails (id, workspace_id, kind, dedupe_key, member_id, due_at, next_at, state, version,
        attempts, message_id, created_at)
    SELECT gen_random_uuid(), workspace_id, 'of_no_kind', 'of_no_kind:1', id, usher_now(),
        usher_now() - interval '2 minutes', 'SCHEDULED', 1, 0, '<of-no-kind@x.org>', usher_now()
    FROM members WHERE email_key = $1
"""
SHOWN = (
    """{ members(filter: {search: "poison"}) { nodes { invitation { mail { state reason attempts } } } } }"""
)


async def test_it_dies_visibly_and_holds_nobody_up(system: System) -> None:
    sql = system.home.sql
    await system.owner.invite(["poison@x.org"], undeliverable=["poison@x.org"])
    await sql.execute(POISONED, "poison@x.org")
    await sql.execute(OF_NO_KIND, "poison@x.org")
    await system.worker(scale=SCALE)
    call = await system.owner.invite(people(40))
    await system.smtp.kept(40)
    assert call.ended
    assert system.late(call.ended) <= in_time(5)
    await system.until("state = 'FAILED' AND reason = 'CANNOT_BE_WRITTEN' AND attempts = 5")
    await system.until("reason = 'UNKNOWN_KIND' AND state = 'SCHEDULED'")
    (shown,) = (await system.owner.query(SHOWN))["members"]["nodes"]
    assert shown["invitation"]["mail"] == {"state": "FAILED", "reason": "CANNOT_BE_WRITTEN", "attempts": 5}
    await system.shift(timedelta(days=1))
    await system.until("reason = 'UNKNOWN_KIND' AND state = 'FAILED'")
    assert {arrival.recipient for arrival in system.history.kept} == set(people(40))
    await system.check()
