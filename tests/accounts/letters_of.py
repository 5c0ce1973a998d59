"""Accounts as tests set them, and their letters as they arrive."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.accounts.set_account import AccountDraft, set_account
from backend.auth.actions.reset_password import reset_password
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import SignedIn, Visit
from backend.core.errors import InvalidInput
from backend.invitations.account_letters import account_token
from backend.invitations.intake.people import Delivery
from backend.invitations.intake.pipeline import Intake, Terms
from tests.house_of import Home
from tests.invitations.carrying import deliver

FIRST, SECOND, CHOSEN = "tulip-orchard-91", "lantern-harbour-42", "a lantern over the lake"
HELD = Terms(hold_seconds=600)
BACK = Terms(reactivate=True)
LINE = "Smith,James,james@x.org"


async def account(home: Home, terms: Terms | None = None, **wanted: Any) -> Intake:
    """The account of James."""
    given = {"first_name": "James", "last_name": "Smith", "email": "james@x.org"} | wanted
    return await set_account(home.owner, AccountDraft(**given), terms or Terms())


def ways(way: Delivery, password: str = FIRST) -> dict[str, Any]:
    """What an account is set with so that its credentials are mailed this way."""
    return {"credentials": way, "password": password if way is Delivery.PASSWORD else None}


async def james(home: Home) -> UUID:
    """Who James is."""
    found: UUID = await home.sql.fetchval("SELECT id FROM members WHERE first_name = 'James'")
    return found


async def arrivals(home: Home) -> list[tuple[str, str]]:
    """What leaves within the hour: recipient and text of each mail."""
    await home.wait(timedelta(hours=1))
    texts = []
    for mail in (await deliver(home)).accepted:
        body = mail.message.get_body(("plain",))
        assert body is not None
        texts.append((mail.recipients[0], str(body.get_content())))
    return texts


def kinds(intake: Intake) -> list[tuple[str, int]]:
    """The mails that a plan promises."""
    return [(mail.kind, mail.count) for mail in intake.plan.mails]


async def signs_in(text: str, password: str | None = None) -> bool:
    """Whether what a letter says lets its reader in: the password, or else the link."""
    if password is not None:
        assert password in text
        return isinstance(await sign_in("james@x.org", password, None, Visit()), SignedIn)
    token = text.partition("/reset/")[2].split()[0]
    return isinstance(await reset_password(token, CHOSEN, Visit()), SignedIn)


async def is_dead(link: UUID) -> bool:
    """Whether the link of this id lets nobody in."""
    with pytest.raises(InvalidInput) as refusal:
        await reset_password(account_token(link), CHOSEN, Visit())
    return refusal.value.errors[0].code.startswith("LINK_")
