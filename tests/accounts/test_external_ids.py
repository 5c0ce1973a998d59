"""A partner's own ids: kept on people and groups, unique, and enough to say who is meant."""

from __future__ import annotations

from backend.accounts.set_account import AccountDraft, set_account
from backend.core.paging import PageRequest
from backend.groups.queries import GroupFilter, list_groups, visible_members
from backend.invitations.intake.pipeline import Terms
from backend.members.filters import MemberFilter
from backend.members.queries import list_members
from tests.accounts.imports_of import Imports
from tests.house_of import Home

HEADER = "last name,first name,e-mail,labels,external id\n"


async def test_a_row_with_nothing_but_an_external_id_means_its_bearer(home: Home, imports: Imports) -> None:
    await imports.run(HEADER + "Bee,Ann,ann@x.org,,E-1\n")
    before = await home.count("members")
    found = await imports.run(HEADER + "Bee,Ann,,Paris,E-1\n", mode="OVERWRITE")
    assert await imports.outcomes(found) == ["UPDATE"]
    assert await home.count("members") == before
    member = await imports.member("external_id = 'E-1'")
    assert (member["email"], member["labels"], member["username"]) == ("ann@x.org", ["Paris"], None)


async def test_someone_new_with_an_external_id_is_made_as_ever(home: Home, imports: Imports) -> None:
    found = await imports.run(HEADER + "Bee,Ann,,,E-1\n")
    assert await imports.outcomes(found) == ["CREATE"]
    member = await imports.member("external_id = 'E-1'")
    assert member["username"] == "ann.bee"
    again = await imports.run(HEADER + "Bee,Ann,,,E-1\n")
    assert await imports.outcomes(again) == ["UNCHANGED"]


async def test_one_account_brings_its_external_id_once(home: Home) -> None:
    draft = AccountDraft("Ann", "Bee", "ann@x.org", external_id="E-1")
    await set_account(home.owner, draft, Terms())
    other = AccountDraft("Bob", "Cee", "bob@x.org", external_id="E-1")
    before = await home.everything()
    intake = await set_account(home.owner, other, Terms())
    assert [error.code for error in intake.plan.rows[0].errors] == ["EXTERNAL_ID_TAKEN"]
    assert await home.everything() == before


async def test_lists_are_narrowed_to_external_ids(home: Home) -> None:
    await set_account(home.owner, AccountDraft("Ann", "Bee", "ann@x.org", external_id="E-1"), Terms())
    await home.group("Crew", external_id="G-1")
    await home.group("Others")
    scope = visible_members(home.owner)
    wanted = MemberFilter(external_ids=("E-1", "E-2"))
    people = await list_members(home.owner, PageRequest(), scope, wanted)
    groups = await list_groups(home.owner, PageRequest(), GroupFilter(external_ids=("G-1",)))
    assert [member.email for member in people.nodes] == ["ann@x.org"]
    assert [group.name for group in groups.nodes] == ["Crew"]
