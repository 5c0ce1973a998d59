"""Giving a member who had none an address: within the allowed domains, and within what the day has left."""

from __future__ import annotations

import pytest

from backend.accounts.set_account import AccountDraft, set_account
from backend.core.errors import RateLimited
from backend.invitations.intake.people import Delivery
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.intake.shapes import Outcome
from tests.accounts.imports_of import Imports
from tests.house_of import Home

HEADER = "last name,first name,e-mail,username\n"
ADDRESS = "SELECT email FROM members WHERE username_key = 'dom.one'"


@pytest.fixture
async def house(home: Home) -> Home:
    """A workspace with a policy, and somebody in a program who has no address."""
    group = await home.group()
    await home.session(group)
    draft = AccountDraft(
        "Dom",
        "One",
        username="dom.one",
        password="tulip-orchard-91",
        credentials=Delivery.NONE,
        group_ids=[group],
    )
    await set_account(home.owner, draft, Terms())
    await home.sql.execute("UPDATE workspaces SET allowed_domains = '{allowed.org}'")
    return home


async def give(house: Home, email: str, terms: Terms | None = None) -> Intake:
    draft = AccountDraft("Dom", "One", email, "dom.one")
    return await set_account(house.owner, draft, terms or Terms())


async def test_an_account_takes_an_address_of_the_allowed_domains_only(house: Home) -> None:
    before = await house.everything()
    refused = await give(house, "dom@evil.org")
    assert [error.code for error in refused.plan.rows[0].errors] == ["DOMAIN_NOT_ALLOWED"]
    assert await house.sql.fetchval(ADDRESS) is None
    assert await house.everything() == before
    taken = await give(house, "dom@allowed.org")
    assert [row.outcome for row in taken.plan.rows] == [Outcome.UPDATE]
    assert await house.sql.fetchval(ADDRESS) == "dom@allowed.org"


async def test_so_does_an_import(house: Home, imports: Imports) -> None:
    done = await imports.run(f"{HEADER}One,Dom,dom@evil.org,dom.one\n")
    assert await imports.errors(done) == [["DOMAIN_NOT_ALLOWED"]]
    assert await house.sql.fetchval(ADDRESS) is None


async def test_an_address_held_before_the_policy_stays_good(home: Home) -> None:
    await home.invite("ann@elsewhere.org")
    await home.sql.execute("UPDATE workspaces SET allowed_domains = '{allowed.org}'")
    assert [row.outcome for row in (await home.invite("ann@elsewhere.org")).plan.rows] == [Outcome.UNCHANGED]


async def test_the_letters_that_follow_are_spent_of_the_day(house: Home) -> None:
    await house.sql.execute("UPDATE workspaces SET daily_invites = 0")
    before = await house.everything()
    preview = await give(house, "dom@allowed.org", Terms(preview=True))
    assert [mail.kind for mail in preview.plan.mails] == ["program_invitation"]
    assert [warning.code for warning in preview.plan.warnings] == ["DAILY_LIMIT"]
    with pytest.raises(RateLimited):
        await give(house, "dom@allowed.org")
    assert await house.sql.fetchval(ADDRESS) is None
    assert await house.everything() == before
