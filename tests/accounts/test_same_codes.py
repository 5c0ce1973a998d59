"""Twenty bad rows through every door: the same codes, and nobody comes of them."""

from __future__ import annotations

import pytest

from backend.accounts.set_account import AccountDraft, set_account
from backend.core.errors import InvalidInput
from backend.invitations.add_group_emails import GroupEmails, add_group_emails
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from tests.accounts.imports_of import Imports
from tests.house_of import Home

BAD = {
    "plain": "INVALID_EMAIL",
    "broken@": "INVALID_EMAIL",
    "@x.org": "INVALID_EMAIL",
    "two@@x.org": "INVALID_EMAIL",
    "dots..twice@x.org": "INVALID_EMAIL",
    ".first@x.org.": "INVALID_EMAIL",
    "gap@x .org": "INVALID_EMAIL",
    "name@-x.org": "INVALID_EMAIL",
    "name@x..org": "INVALID_EMAIL",
    "name@localhost": "INVALID_EMAIL",
    "name@[127.0.0.1]": "INVALID_EMAIL",
    "back\\slash@x.org": "INVALID_EMAIL",
    f"name@{'d' * 70}.org": "INVALID_EMAIL",
    f"{'long' * 90}@x.org": "INVALID_EMAIL",
    "jörg@x.org": "INVALID_EMAIL",
    "nul\x00@x.org": "INVALID_CHARACTERS",
    "lone\ud800@x.org": "INVALID_CHARACTERS",
    "bounced@allowed.org": "ADDRESS_BOUNCED",
    "stranger@elsewhere.org": "DOMAIN_NOT_ALLOWED",
    "gone@allowed.org": "MEMBER_DEACTIVATED",
}
# What a paste of addresses takes for two, or cleans, is told by the other doors of one.
ONE_BY_ONE = ("gap@x .org", ".first@x.org.")


@pytest.fixture
async def house(home: Home) -> Home:
    """A workspace with a policy, an address that bounced, and someone who left."""
    await home.invite("gone@allowed.org bounced@allowed.org")
    await home.sql.execute("UPDATE workspaces SET allowed_domains = '{allowed.org}'")
    await home.sql.execute(
        "UPDATE members SET deactivated_at = usher_now() WHERE email_key = 'gone@allowed.org'"
    )
    await home.sql.execute(
        """INSERT INTO suppressions (id, workspace_id, email_key, reason, created_at)
        SELECT usher_uuid7(), id, 'bounced@allowed.org', '550 no such user', now() FROM workspaces"""
    )
    return home


def codes(intake: Intake) -> list[str]:
    return [row.errors[0].code for row in intake.plan.rows if row.errors]


async def test_each_door_of_addresses_tells_the_same(house: Home) -> None:
    group = await house.group()
    session = await house.session()
    texts = [text for text in BAD if text not in ONE_BY_ONE]
    wanted = [BAD[text] for text in texts]
    before = await house.count("members")
    assert codes(await house.invite(*texts)) == wanted
    assert codes(await add_group_emails(house.owner, GroupEmails(group, texts), Terms())) == wanted
    learners = SessionLearners(session, texts)
    assert codes(await register_session_learners(house.owner, learners, Terms())) == wanted
    assert await house.count("members") == before


async def test_an_account_tells_the_same(house: Home) -> None:
    before = await house.count("members")
    for text in BAD:
        intake = await set_account(house.owner, AccountDraft("A", "A", text), Terms())
        assert codes(intake) == [BAD[text] if text != ".first@x.org." else "DOMAIN_NOT_ALLOWED"], text
    with pytest.raises(InvalidInput):
        await set_account(house.owner, AccountDraft("A", "A", " "), Terms())
    assert await house.count("members") == before


async def test_an_import_tells_the_same(house: Home, imports: Imports) -> None:
    before = await house.count("members")
    done = await imports.run("\n".join(f"A\tA\t{text}" for text in BAD))
    found = [errors[0] for errors in await imports.errors(done)]
    assert found == [code if text != ".first@x.org." else "DOMAIN_NOT_ALLOWED" for text, code in BAD.items()]
    assert await house.count("members") == before
