"""Lists of invitations: each narrowed list is what reading all of them gives, however few fit."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain, combinations
from uuid import UUID

import pytest

from backend.core.paging import PageRequest
from backend.invitations import filters
from backend.invitations.expire_invitations import expire_invitations
from backend.invitations.filters import InvitationFilter
from backend.invitations.models import InvitationState
from backend.invitations.queries import count_invitations, list_invitations
from backend.mail.models import MailState
from backend.members import few, rare
from tests.house_of import Home

EVERY_SET = [*chain.from_iterable(combinations(InvitationState, size) for size in range(5))]


async def invitations(home: Home) -> dict[InvitationState, set[UUID]]:
    """Some of each state; of those that have expired, two that no clean-up has seen."""
    await home.invite("old1@x.org old2@x.org")
    await home.wait(timedelta(days=31))
    await expire_invitations()
    await home.invite("late1@x.org late2@x.org")
    await home.invite("ada@x.org bob@x.org cleo@x.org gone@x.org in1@x.org in2@x.org")
    changed = "UPDATE invitations SET {} WHERE email_key LIKE $1"
    await home.sql.execute(changed.format("expires_at = usher_now()"), "late%")
    await home.sql.execute(changed.format("state = 'REVOKED'"), "gone%")
    await home.sql.execute(changed.format("state = 'ACCEPTED'"), "in_@%")
    kept = {"ada": "PENDING", "bob": "PENDING", "cleo": "PENDING", "gone": "REVOKED"}
    rows = await home.sql.fetch("SELECT id, split_part(email_key, '@', 1) AS name FROM invitations")
    found: dict[InvitationState, set[UUID]] = {state: set() for state in InvitationState}
    for row in rows:
        by_prefix = "ACCEPTED" if row["name"].startswith("in") else "EXPIRED"
        found[InvitationState(kept.get(row["name"], by_prefix))].add(row["id"])
    assert [len(found[state]) for state in InvitationState] == [3, 2, 4, 1]
    return found


async def walk(home: Home, wanted: InvitationFilter) -> list[UUID]:
    """The ids of a list by pages of three."""
    seen: list[UUID] = []
    place = None
    while True:
        page = await list_invitations(home.owner, PageRequest(first=3, after=place), wanted)
        seen += [node.id for node in page.nodes]
        if not page.has_next:
            return seen
        place = page.cursor(-1)


@pytest.mark.parametrize("most", [0, 1, 1_000])
async def test_every_set_of_states_is_read_newest_first(
    home: Home, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(few, "FEW", most)
    monkeypatch.setattr(rare, "HALF", 2)
    monkeypatch.setattr(filters, "FEW", most)
    found = await invitations(home)
    for states in EVERY_SET:
        fitting = set().union(*(found[state] for state in states or InvitationState))
        newest = sorted(fitting, key=lambda one: one.bytes, reverse=True)
        assert await walk(home, InvitationFilter(states)) == newest, states
        assert await count_invitations(home.owner, InvitationFilter(states)) == len(newest), states
    adas = InvitationFilter((InvitationState.PENDING, InvitationState.EXPIRED), "ada@x")
    assert len(await walk(home, adas)) == 1
    assert await walk(home, InvitationFilter((InvitationState.EXPIRED,), "ada@x")) == []


@pytest.mark.parametrize("most", [0, 1_000])
async def test_whose_mail_failed_is_found(home: Home, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(filters, "FEW", most)
    await home.invite("a@x.org b@x.org c@x.org")
    failed = "UPDATE mails SET state = 'FAILED' WHERE kind = 'workspace_invitation' AND member_id = {}"
    await home.sql.execute(failed.format("(SELECT id FROM members WHERE email_key = 'b@x.org')"))
    (one,) = await walk(home, InvitationFilter(mail_states=(MailState.FAILED,)))
    assert await home.count("invitations", "id = $1 AND email_key = 'b@x.org'", one) == 1
    assert await walk(home, InvitationFilter(mail_states=(MailState.BOUNCED,))) == []
    assert await count_invitations(home.owner, InvitationFilter(mail_states=(MailState.FAILED,))) == 1
