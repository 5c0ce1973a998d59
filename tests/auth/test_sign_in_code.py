"""One-time codes for people without an address."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.auth.actions.clear_ended import clear_ended
from backend.auth.actions.issue_sign_in_code import IssuedCode, issue_sign_in_code
from backend.auth.actions.sign_in import sign_in
from backend.auth.actions.sign_in_with_code import sign_in_with_code
from backend.auth.limits import MINUTE
from backend.auth.tokens import SignedIn, Visit, authenticate
from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound, RateLimited
from backend.core.limits import limit
from tests.auth.cast import Cast

VISIT = Visit("192.0.2.7")
NEW = "seven herons at low tide"


async def worker(cast: Cast, acme: UUID, **changed: object) -> UUID:
    """Someone active who has no address."""
    named = {"username": "Ben", "username_key": "ben"} | changed
    return await cast.member(acme, None, **named)


async def issue(acme: UUID, member_id: UUID, minutes: int = 60, role: Role = Role.ADMIN) -> IssuedCode:
    return await issue_sign_in_code(Actor(acme, uuid4(), role), member_id, minutes)


async def enter(code: str, password: str = NEW, login: str = "BEN") -> SignedIn:
    return await sign_in_with_code(login, code, password, None, VISIT)


async def refused(code: str, password: str = NEW, login: str = "ben") -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        await enter(code, password, login)
    return [error.code for error in refusal.value.errors]


async def test_it_opens_once_and_sets_the_password(cast: Cast, acme: UUID) -> None:
    ben = await worker(cast, acme)
    issued = await issue(acme, ben)
    signed_in = await enter(issued.code.lower().replace("-", " "))
    assert signed_in.caller.actor.member_id == ben
    assert await authenticate(signed_in.token)
    assert await cast.count("members", "joined_at IS NOT NULL") == 1
    assert isinstance(await sign_in("ben", NEW, None, VISIT), SignedIn)
    assert await refused(issued.code) == ["WRONG_CODE"]
    assert await cast.audited() == ["auth.code_issued", "auth.signed_in", "auth.signed_in"]


async def test_the_code_itself_is_kept_nowhere(cast: Cast, acme: UUID) -> None:
    issued = await issue(acme, await worker(cast, acme))
    clean = issued.code.replace("-", "")
    for table in ("sign_in_codes", "audit_events"):
        assert await cast.count(table, f"{table}::text ILIKE '%' || $1 || '%'", clean) == 0
    assert (await cast.row("sign_in_codes"))["expires_at"] == issued.expires_at


async def test_a_hundred_at_once_and_one_gets_in(cast: Cast, acme: UUID) -> None:
    issued = await issue(acme, await worker(cast, acme))
    tries = await asyncio.gather(*(enter(issued.code) for _ in range(100)), return_exceptions=True)
    assert sum(isinstance(one, SignedIn) for one in tries) == 1
    assert all(isinstance(one, SignedIn | InvalidInput | RateLimited) for one in tries)
    assert await cast.count("access_tokens") == 1


async def test_every_wrong_one_gets_the_same_answer_and_changes_nothing(cast: Cast, acme: UUID) -> None:
    ben = await worker(cast, acme)
    old = await issue(acme, ben)
    issued = await issue(acme, ben)
    for code, login in ((old.code, "ben"), ("AAAAA-AAAAA", "ben"), (issued.code, "nobody"), ("\x00", "ben")):
        assert await refused(code, login=login) == ["WRONG_CODE"]
    await cast.sql.execute("UPDATE members SET deactivated_at = usher_now()")
    assert await refused(issued.code) == ["WRONG_CODE"]
    assert await cast.count("credentials") + await cast.count("access_tokens") == 0


async def test_a_poor_password_leaves_the_code_as_it_is(cast: Cast, acme: UUID) -> None:
    issued = await issue(acme, await worker(cast, acme))
    assert await refused(issued.code, "short") == ["PASSWORD_TOO_SHORT"]
    assert await enter(issued.code)


async def test_it_runs_out_and_is_cleared_away(cast: Cast, acme: UUID) -> None:
    issued = await issue(acme, await worker(cast, acme), 15)
    await cast.shift_clock(timedelta(minutes=16))
    assert await refused(issued.code) == ["WRONG_CODE"]
    await cast.shift_clock(timedelta(days=32))
    assert await clear_ended() >= 1
    assert await cast.count("sign_in_codes") == 0


async def test_guessing_is_limited(cast: Cast, acme: UUID) -> None:
    issued = await issue(acme, await worker(cast, acme))
    await cast.tried(limit("sign-in", "ben", 10, MINUTE), 10)
    with pytest.raises(RateLimited):
        await enter(issued.code)
    assert await cast.count("access_tokens") == 0


async def test_it_is_for_active_people_without_an_address(cast: Cast, acme: UUID) -> None:
    ada = await cast.member(acme)
    away = await worker(cast, acme, deactivated_at=await cast.now())
    boss = await worker(cast, acme, username="Boss", username_key="boss", role="OWNER")
    for who, minutes, code in (
        (ada, 60, "HAS_ADDRESS"),
        (away, 60, "NOT_ACTIVE"),
        (boss, 60, "ABOVE_YOUR_ROLE"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            await issue(acme, who, minutes)
        assert [error.code for error in refusal.value.errors] == [code]
    assert await cast.count("sign_in_codes") + await cast.count("audit_events") == 0


@pytest.mark.parametrize("minutes", [14, 24 * 60 + 1])
async def test_it_lives_a_quarter_of_an_hour_to_a_day(cast: Cast, acme: UUID, minutes: int) -> None:
    ben = await worker(cast, acme)
    with pytest.raises(InvalidInput):
        await issue(acme, ben, minutes)
    assert await cast.count("sign_in_codes") == 0


async def test_only_admins_of_the_workspace_issue_it(cast: Cast, acme: UUID) -> None:
    ben = await worker(cast, acme)
    with pytest.raises(Forbidden):
        await issue(acme, ben, role=Role.TRAINER)
    with pytest.raises(NotFound):
        await issue(await cast.workspace("other"), ben)
    assert await cast.count("sign_in_codes") == 0
