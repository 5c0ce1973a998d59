"""Changing one's own address: only the link that was mailed there changes anything."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from backend.auth.actions.change_password import change_password
from backend.auth.actions.confirm_email_change import confirm_email_change
from backend.auth.actions.issue_sign_in_code import issue_sign_in_code
from backend.auth.actions.request_email_change import change_token, request_email_change
from backend.auth.actions.request_password_reset import request_password_reset, reset_token
from backend.auth.actions.reset_password import reset_password
from backend.auth.actions.sign_in_with_code import sign_in_with_code
from backend.auth.letters import load_changes
from backend.auth.tokens import Visit
from backend.core.access import Actor, Role
from backend.core.db import crossing
from backend.core.errors import Forbidden, InvalidInput
from backend.mail.letters import Letter, NotOwed
from tests.auth.cast import PASSWORD, Cast

VISIT, FRESH = Visit("192.0.2.7", "Firefox on Linux"), "another lantern over the quay"


async def ask(cast: Cast, acme: UUID, email: str = "Ada@new.org", password: str = PASSWORD) -> None:
    ada = await cast.sql.fetchval("SELECT id FROM members WHERE email_key = 'ada@example.org'")
    await request_email_change(Actor(acme, ada, Role.TRAINEE), email, password)


async def newest(cast: Cast) -> str:
    return change_token(await cast.sql.fetchval("SELECT id FROM email_changes ORDER BY id DESC LIMIT 1"))


async def address(cast: Cast) -> str:
    found: str = await cast.sql.fetchval(
        "SELECT email FROM members WHERE id = (SELECT member_id FROM email_changes LIMIT 1)"
    )
    return found


async def letters(cast: Cast) -> list[object]:
    ids = [row["id"] for row in await cast.sql.fetch("SELECT id FROM mails ORDER BY id")]
    async with crossing() as sql:
        found = await load_changes(sql, ids)
    return [found[one] for one in ids]


async def refused(token: str) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        await confirm_email_change(token)
    return [error.code for error in refusal.value.errors]


async def test_the_link_goes_to_the_new_address_and_changes_it_once(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await ask(cast, acme)
    (letter,) = await letters(cast)
    assert isinstance(letter, Letter)
    token = await newest(cast)
    assert letter.address == "Ada@new.org"
    assert str(letter.slots["link"]).endswith(f"/email/{token}")
    assert await address(cast) == "ada@example.org"
    await confirm_email_change(token)
    assert await address(cast) == "Ada@new.org"
    assert await cast.count("members", "email_key = 'ada@new.org'") == 1
    assert await refused(token) == ["LINK_ACCEPTED"]
    assert await cast.audited() == ["member.email_change_requested", "member.email_changed"]


async def test_only_the_newest_link_counts(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await ask(cast, acme, "one@new.org")
    first = await newest(cast)
    await ask(cast, acme, "two@new.org")
    assert await refused(first) == ["LINK_ACCEPTED"]
    assert await letters(cast) == [NotOwed("LINK_USED"), (await letters(cast))[1]]
    await confirm_email_change(await newest(cast))
    assert await address(cast) == "two@new.org"


async def test_it_runs_out_and_dies_with_the_access(cast: Cast, acme: UUID) -> None:
    await cast.account(acme)
    await ask(cast, acme)
    await cast.sql.execute("UPDATE members SET deactivated_at = usher_now()")
    assert await refused(await newest(cast)) == ["LINK_REVOKED"]
    await cast.sql.execute("UPDATE members SET deactivated_at = NULL")
    await cast.shift_clock(timedelta(days=2))
    assert await refused(await newest(cast)) == ["LINK_EXPIRED"]
    assert await refused("nonsense") == ["LINK_UNKNOWN"]
    assert await address(cast) == "ada@example.org"


async def test_that_somebody_has_the_address_is_told_to_who_reads_its_mail_only(
    cast: Cast, acme: UUID
) -> None:
    await cast.account(acme)
    await cast.account(acme, "eve@example.org")
    await ask(cast, acme, "eve@example.org")
    assert await refused(await newest(cast)) == ["EMAIL_TAKEN"]
    assert await address(cast) == "ada@example.org"
    assert await cast.count("email_changes", "used_at IS NULL") == 1


@pytest.mark.parametrize(
    ("email", "password", "code"),
    [("new@new.org", "wrong", "WRONG_PASSWORD"), ("nonsense", PASSWORD, "INVALID_EMAIL")],
)
async def test_refusals_do_nothing(cast: Cast, acme: UUID, email: str, password: str, code: str) -> None:
    await cast.account(acme)
    with pytest.raises(InvalidInput) as refusal:
        await ask(cast, acme, email, password)
    assert [error.code for error in refusal.value.errors] == [code]
    assert (
        await cast.count("mails") + await cast.count("email_changes") + await cast.count("audit_events") == 0
    )


async def test_keys_have_no_address(cast: Cast, acme: UUID) -> None:
    with pytest.raises(Forbidden):
        await request_email_change(Actor(acme, None, Role.ADMIN), "a@new.org", PASSWORD)
    assert await cast.count("email_changes") == 0


@pytest.mark.parametrize("way", ["change", "reset", "code"])
async def test_a_new_password_ends_the_link_of_whoever_knew_the_old_one(
    cast: Cast, acme: UUID, way: str
) -> None:
    await cast.account(acme)
    await ask(cast, acme, "thief@evil.org")
    token = await newest(cast)
    ada = await cast.sql.fetchval("SELECT id FROM members WHERE email_key = 'ada@example.org'")
    if way == "change":
        await change_password(Actor(acme, ada, Role.TRAINEE), PASSWORD, FRESH, keep=None)
    elif way == "reset":
        await request_password_reset("ada@example.org", None, VISIT)
        reset_id = await cast.sql.fetchval("SELECT id FROM password_resets")
        await reset_password(reset_token(reset_id), FRESH, VISIT)
    else:
        owner = Actor(acme, None, Role.OWNER)
        await cast.sql.execute(
            "UPDATE members SET username = 'ada', username_key = 'ada', email = NULL, email_key = NULL"
        )
        code = await issue_sign_in_code(owner, ada)
        await sign_in_with_code("ada", code.code, FRESH, None, VISIT)
    assert await refused(token) == ["LINK_ACCEPTED"]
    assert await cast.count("members", "email_key = 'thief@evil.org'") == 0
