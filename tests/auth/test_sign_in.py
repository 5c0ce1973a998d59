"""Signing in: the one right way, and every wrong one that answers alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from backend.auth.actions.sign_in import ChooseWorkspace, sign_in
from backend.auth.limits import MINUTE
from backend.auth.tokens import SignedIn, Visit, authenticate
from backend.core.access import Role
from backend.core.errors import InvalidInput, RateLimited
from backend.core.limits import limit
from backend.core.passwords import tally
from tests.auth.cast import PASSWORD, Cast

A_MINUTE_PASSES = "UPDATE rate_windows SET hits = ARRAY(SELECT hit - interval '1 min' FROM unnest(hits) hit)"
VISIT = Visit("192.0.2.7", "Firefox on Linux")


async def enter(login: str, password: str = PASSWORD, workspace: str | None = None) -> SignedIn:
    """Sign in where exactly one account fits."""
    signed_in = await sign_in(login, password, workspace, VISIT)
    assert isinstance(signed_in, SignedIn)
    return signed_in


async def test_signs_in_and_joins(cast: Cast, acme: UUID) -> None:
    ada = await cast.account(acme, role="ADMIN")

    signed_in = await enter(" Ada@Example.ORG ")

    seen = await authenticate(signed_in.token)
    assert seen is not None
    assert (seen.actor.member_id, seen.actor.workspace_id, seen.actor.role) == (ada, acme, Role.ADMIN)
    assert await cast.count("members", "joined_at IS NOT NULL") == 1
    assert await cast.audited() == ["auth.signed_in"]
    row = await cast.row("access_tokens")
    assert row["device"] == VISIT.device
    assert signed_in.token not in str(row)


async def test_joins_only_once(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await enter("ada@example.org")
    joined = await cast.sql.fetchval("SELECT joined_at FROM members")
    await cast.shift_clock(timedelta(days=1))

    await enter("ada@example.org")

    assert await cast.sql.fetchval("SELECT joined_at FROM members") == joined


async def test_signs_in_by_username(cast: Cast, acme: UUID) -> None:
    member_id = await cast.member(acme, None, username="J.Smith", username_key="j.smith")
    await cast.password(acme, member_id)

    assert (await enter("j.SMITH")).caller.actor.member_id == member_id


async def test_composed_and_decomposed_letters_are_one_password(cast: Cast, acme: UUID) -> None:
    member_id = await cast.member(acme)
    await cast.password(acme, member_id, "caf\u00e9 au lait, s'il vous pla\u00eet")

    assert await enter("ada@example.org", "cafe\u0301 au lait, s'il vous plai\u0302t")


@pytest.mark.parametrize(
    "kind", ["unknown", "wrong", "invited", "deactivated", "left", "no password", "dead"]
)
async def test_refusals_answer_alike(cast: Cast, acme: UUID, kind: str) -> None:
    now = await cast.now()
    columns: dict[str, dict[str, Any]] = {
        "invited": {"activated_at": None},
        "deactivated": {"deactivated_at": now},
        "left": {"deactivates_at": now - timedelta(seconds=1)},
    }
    member_id = await cast.member(acme, "ada@example.org", **columns.get(kind, {}))
    initial: dict[str, Any] = (
        {"must_change": True, "initial_until": now - timedelta(seconds=1)} if kind == "dead" else {}
    )
    if kind != "no password":
        await cast.password(acme, member_id, **initial)
    login = "nobody@example.org" if kind == "unknown" else "ada@example.org"
    password = "not the password at all" if kind == "wrong" else PASSWORD
    verified = tally.verified

    with pytest.raises(InvalidInput) as refusal:
        await sign_in(login, password, None, VISIT)

    assert [(error.code, error.field) for error in refusal.value.errors] == [("WRONG_SIGN_IN", ("password",))]
    assert tally.verified - verified == 1
    assert await cast.count("access_tokens") == 0
    assert await cast.count("members", "joined_at IS NOT NULL") == 0
    assert await cast.audited() == []


@pytest.mark.parametrize("workspaces_of_ada", [0, 1, 2, 4])
async def test_refusal_takes_as_long_however_many_accounts_there_are(
    cast: Cast, workspaces_of_ada: int
) -> None:
    for number in range(4):
        workspace = await cast.workspace(f"w{number}")
        if number < workspaces_of_ada:
            await cast.account(workspace)
    verified = tally.verified

    with pytest.raises(InvalidInput):
        await sign_in("ada@example.org", "not the password at all", None, VISIT)

    assert tally.verified - verified == 4


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("ada@example.org", "x" * 100_000),
        ("ada@example.org", "\ud800" * 20),
        ("ada@example.org", "nul\x00nul\x00nul\x00"),
        ("\x00", PASSWORD),
        ("\udfff@example.org", PASSWORD),
        ("a" * 1_000_000, PASSWORD),
        ("", ""),
    ],
)
async def test_odd_input_is_only_wrong(cast: Cast, acme: UUID, login: str, password: str) -> None:
    await cast.account(acme)

    with pytest.raises(InvalidInput):
        await sign_in(login, password, None, VISIT)

    assert await cast.count("access_tokens") == 0


async def test_asks_which_workspace_where_the_password_fits_in_several(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await cast.account(await cast.workspace("zebra"))
    other = await cast.member(third := await cast.workspace("third"))
    await cast.password(third, other, "quite another password")

    answer = await sign_in("ada@example.org", PASSWORD, None, VISIT)

    assert isinstance(answer, ChooseWorkspace)
    assert [workspace.slug for workspace in answer.workspaces] == ["acme", "zebra"]
    assert await cast.count("access_tokens") == 0
    assert (await enter("ada@example.org", PASSWORD, "Zebra ")).caller.actor.workspace_id != acme


async def test_password_alone_decides_between_workspaces(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    other = await cast.member(second := await cast.workspace("second"))
    await cast.password(second, other, "quite another password")

    assert (await enter("ada@example.org")).caller.actor.workspace_id == acme
    assert (await enter("ada@example.org", "quite another password")).caller.actor.workspace_id == second


async def test_unknown_workspace_is_only_wrong(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)

    for slug in ("elsewhere", "\x00", "\ud800"):
        with pytest.raises(InvalidInput):
            await sign_in("ada@example.org", PASSWORD, slug, VISIT)

    assert await cast.count("access_tokens") == 0


async def test_old_hash_is_renewed(cast: Cast, acme: UUID) -> None:
    member_id = await cast.member(acme)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    await cast.password(acme, member_id, hash=weak)

    await enter("ada@example.org")

    assert "m=19456,t=2,p=1" in await cast.sql.fetchval("SELECT hash FROM credentials")
    assert await enter("ada@example.org")


async def test_ten_a_minute_per_account(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    for login in ("ada@example.org", "nobody@example.org"):
        for _ in range(10):
            with pytest.raises(InvalidInput):
                await sign_in(login, "not the password at all", None, VISIT)
        verified = tally.verified

        with pytest.raises(RateLimited) as refusal:
            await sign_in(login.upper(), PASSWORD, None, Visit("198.51.100.1"))

        assert 1 <= refusal.value.extensions["retryAfter"] <= 60
        assert tally.verified == verified
    assert await cast.count("access_tokens") == 0

    await cast.sql.execute(A_MINUTE_PASSES)
    assert await enter("ada@example.org")


async def test_hundred_a_minute_per_address(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await cast.tried(limit("sign-in-from", VISIT.address, 100, MINUTE), 99)
    await enter("ada@example.org")

    with pytest.raises(RateLimited):
        await sign_in("ada@example.org", PASSWORD, None, VISIT)

    assert await cast.count("access_tokens") == 1
    assert await sign_in("ada@example.org", PASSWORD, None, Visit("198.51.100.1"))


async def test_ten_a_minute_per_person_by_whichever_name(cast: Cast, acme: UUID) -> None:
    member_id = await cast.account(acme)
    await cast.sql.execute(
        "UPDATE members SET username = 'ada', username_key = 'ada' WHERE id = $1", member_id
    )
    for _ in range(10):
        with pytest.raises(InvalidInput):
            await sign_in("ada@example.org", "not the password at all", None, VISIT)
    verified = tally.verified

    with pytest.raises(InvalidInput):  # as if it were wrong, for a limit would tell whose name it is
        await sign_in("ada", PASSWORD, None, VISIT)

    assert tally.verified == verified + 1
    assert await cast.count("access_tokens") == 0
    await cast.sql.execute(A_MINUTE_PASSES)
    assert await enter("ada")
