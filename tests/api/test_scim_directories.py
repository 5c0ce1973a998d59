"""SCIM as Entra ID and Okta really send it: tolerated where it is harmless, and meant as they mean it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.scim_of import Directory, directory_of
from tests.api.test_scim import GROUP, PATCH, USER, made, mails, person
from tests.house_of import Home

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


@pytest.fixture
async def directory(home: Home, http: httpx.AsyncClient) -> Directory:
    """A directory's system."""
    return await directory_of(home, http)


def operations(*named: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": list(named)}


async def group_of(directory: Directory, *members: dict[str, Any]) -> dict[str, Any]:
    body = {"schemas": [GROUP], "displayName": "Crew", "members": [{"value": one["id"]} for one in members]}
    answer = await directory.ask("POST", "/Groups", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def members_in(group: dict[str, Any]) -> set[str]:
    return {one["value"] for one in group.get("members", [])}


async def test_entra_brings_a_person_with_all_that_it_knows(home: Home, directory: Directory) -> None:
    answer = await directory.ask(
        "POST",
        "/Users",
        {
            "schemas": [USER, ENTERPRISE],
            "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
            "userName": "ann@x.org",
            "active": True,
            "displayName": "Ann Bee",
            "title": "Pilot",
            "emails": [{"primary": True, "type": "work", "value": "ann@x.org"}],
            "meta": {"resourceType": "User"},
            "name": {"formatted": "Ann Bee", "familyName": "Bee", "givenName": "Ann"},
            "addresses": [{"type": "work", "country": "FR"}],
            "preferredLanguage": "fr-FR",
            "roles": [],
            ENTERPRISE: {"department": "Harbour", "manager": {"value": "x"}},
        },
    )
    assert answer.status_code == 201, answer.text
    user = answer.json()
    assert (user["schemas"], user["name"]) == ([USER], {"familyName": "Bee", "givenName": "Ann"})
    assert user["preferredLanguage"] == "fr"
    assert "title" not in user
    assert await home.count("members", "email_key = 'ann@x.org' AND language = 'fr'") == 1


async def test_okta_brings_a_person_with_a_password_of_its_own(home: Home, directory: Directory) -> None:
    answer = await directory.ask(
        "POST",
        "/Users",
        {
            "schemas": [USER],
            "userName": "ann@x.org",
            "name": {"givenName": "Ann", "familyName": "Bee"},
            "emails": [{"primary": True, "value": "ann@x.org", "type": "work"}],
            "displayName": "Ann Bee",
            "locale": "en-US",
            "externalId": "00ujl29u0le5T6Aj10h7",
            "groups": [],
            "password": "1mz050nq",
            "active": True,
        },
    )
    assert answer.status_code == 201, answer.text
    assert "password" not in answer.json()
    secret = await home.count("credentials", "member_id <> $1", home.owner_id)
    assert (secret, await home.count("members", "email_key = 'ann@x.org'")) == (0, 1)
    assert await mails(home) == ["account_link"]


@pytest.mark.parametrize(
    "off",
    [
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "path": "active", "value": False},
        {"op": "Add", "path": "active", "value": "false"},
        {"op": "replace", "value": {"active": False}},
        {"op": "Replace", "value": {"active": "False"}},
        {"op": "replace", "path": f"{USER}:active", "value": "False"},
        {"op": "replace", "value": {f"{USER}:active": "False"}},
    ],
)
async def test_access_ends_however_it_is_said(home: Home, directory: Directory, off: dict[str, Any]) -> None:
    user = await made(directory, "ann@x.org")
    answer = await directory.ask("PATCH", f"/Users/{user['id']}", operations(off))
    assert (answer.status_code, answer.json().get("active")) == (200, False), answer.text
    assert await home.count("members", "deactivated_at IS NOT NULL") == 1
    assert await mails(home) == []


@pytest.mark.parametrize("value", ["maybe", "", None, [False], {"value": False}])
async def test_what_is_neither_true_nor_false_ends_nothing(
    home: Home, directory: Directory, value: object
) -> None:
    user = await made(directory, "ann@x.org")
    off = {"op": "Replace", "path": "active", "value": value}
    answer = await directory.ask("PATCH", f"/Users/{user['id']}", operations(off))
    assert answer.status_code == 400, answer.text
    assert await home.count("members", "deactivated_at IS NOT NULL") == 0


async def test_entra_changes_many_things_at_once(home: Home, directory: Directory) -> None:
    user = (await directory.ask("POST", "/Users", {"schemas": [USER], "userName": "ann@x.org"})).json()
    nothing = operations({"op": "Remove", "path": "name.familyName"})
    assert (await directory.ask("PATCH", f"/Users/{user['id']}", nothing)).status_code == 200
    body = operations(
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "ann@x.org"},
        {"op": "Add", "path": 'emails[type eq "work"].primary', "value": "True"},
        {"op": "Add", "path": "name.givenName", "value": "Ann"},
        {"op": "Replace", "path": "title", "value": "Pilot"},
        {"op": "Add", "path": 'phoneNumbers[type eq "work"].value', "value": "+33 1"},
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Harbour"},
        {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": "x"},
        {"op": "Replace", "path": "externalId", "value": "e-9"},
        {
            "op": "Add",
            "value": {"name.familyName": "Bee", "displayName": "Ann Bee", f"{ENTERPRISE}:division": "N"},
        },
    )
    answer = await directory.ask("PATCH", f"/Users/{user['id']}", body)
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert (changed["name"], changed["externalId"]) == ({"familyName": "Bee", "givenName": "Ann"}, "e-9")
    assert changed["emails"] == [{"value": "ann@x.org", "type": "work", "primary": True}]
    assert (
        await home.count("members", "first_name = 'Ann' AND last_name = 'Bee' AND external_id = 'e-9'") == 1
    )


async def test_a_new_name_holds_up_nothing_else(home: Home, directory: Directory) -> None:
    user = await made(directory, "ann@x.org")
    path = f"/Users/{user['id']}"
    off = operations(
        {"op": "Replace", "path": "name.familyName", "value": "Other"},
        {"op": "Replace", "path": "preferredLanguage", "value": "de-DE"},
        {"op": "Replace", "path": "active", "value": "False"},
    )
    answer = await directory.ask("PATCH", path, off)
    assert (answer.status_code, answer.json()["active"]) == (200, False), answer.text
    assert answer.json()["name"] == {"givenName": "Ann", "familyName": "Bee"}
    assert answer.json()["preferredLanguage"] == "de"
    other = person("ann@x.org", name={"givenName": "Zoe", "familyName": "Bee"}, active=True)
    answer = await directory.ask("PUT", path, other)
    assert (answer.status_code, answer.json()["active"]) == (200, True), answer.text
    assert answer.json()["name"]["givenName"] == "Ann"
    assert await home.count("members", "first_name = 'Ann' AND last_name = 'Bee'") == 1


async def test_okta_sends_the_whole_person_back(home: Home, directory: Directory) -> None:
    user = await made(directory, "ann@x.org", externalId="00u1")
    path = f"/Users/{user['id']}"
    whole = user | {"displayName": "Ann Bee", "locale": "en-US", "groups": [], "userName": "anna@x.org"}
    changed = await directory.ask("PUT", path, whole)
    assert (changed.status_code, changed.json()["userName"]) == (200, "anna@x.org"), changed.text
    assert changed.json()["emails"] == [{"value": "anna@x.org", "type": "work", "primary": True}]
    off = await directory.ask("PUT", path, whole | {"active": False})
    assert off.json()["active"] is False
    assert await home.count("members", "deactivated_at IS NOT NULL AND external_id = '00u1'") == 1


async def test_entra_puts_people_in_and_takes_them_out(home: Home, directory: Directory) -> None:
    ann, bob, eve = [await made(directory, f"{name}@x.org") for name in ("ann", "bob", "eve")]
    group = await group_of(directory)
    path = f"/Groups/{group['id']}"

    async def after(*named: dict[str, Any]) -> set[str]:
        answer = await directory.ask("PATCH", path, operations(*named))
        assert answer.status_code == 200, answer.text
        return members_in(answer.json())

    add = {"op": "Add", "path": "members"}
    assert await after(add | {"value": [{"$ref": None, "value": ann["id"]}]}) == {ann["id"]}
    both = [{"value": bob["id"]}, {"value": ann["id"]}]
    assert await after(add | {"value": both}) == {ann["id"], bob["id"]}
    assert await after({"op": "add", "value": {"members": [{"value": eve["id"], "display": "Eve"}]}}) == {
        ann["id"],
        bob["id"],
        eve["id"],
    }
    remove = {"op": "Remove", "path": "members"}
    assert await after(remove | {"value": [{"$ref": None, "value": ann["id"]}]}) == {bob["id"], eve["id"]}
    assert await after(remove | {"value": [{"value": ann["id"]}]}) == {bob["id"], eve["id"]}
    assert await after({"op": "Remove", "path": f'members[value eq "{bob["id"]}"]'}) == {eve["id"]}
    assert await after({"op": "Remove", "path": "members"}) == set()
    assert await home.count("memberships") == 0


async def test_okta_replaces_the_people_and_the_name(home: Home, directory: Directory) -> None:
    ann, bob = [await made(directory, f"{name}@x.org") for name in ("ann", "bob")]
    group = await group_of(directory, ann)
    path = f"/Groups/{group['id']}"
    people = [{"value": bob["id"], "display": "bob@x.org"}]
    swapped = await directory.ask(
        "PATCH", path, operations({"op": "replace", "path": "members", "value": people})
    )
    assert members_in(swapped.json()) == {bob["id"]}, swapped.text
    named = {"op": "replace", "value": {"id": group["id"], "displayName": "Night crew"}}
    renamed = await directory.ask("PATCH", path, operations(named))
    assert (renamed.status_code, renamed.json()["displayName"]) == (200, "Night crew"), renamed.text
    assert members_in(renamed.json()) == {bob["id"]}
    whole = {
        "schemas": [GROUP],
        "id": group["id"],
        "displayName": "Day crew",
        "members": [{"value": ann["id"]}],
    }
    put = await directory.ask("PUT", path, whole)
    assert (put.json()["displayName"], members_in(put.json())) == ("Day crew", {ann["id"]}), put.text
    assert await home.count("groups") == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('userName eq "Ann@x.org"', 1),
        ('userName Eq "ann@x.org"', 1),
        ('externalId eq "e-1"', 1),
        ('externalId eq "E-1"', 0),
        ('emails[type eq "work"].value eq "ann@x.org"', 1),
        ('emails[type eq "work" and value eq "ann@x.org"]', 1),
        ('emails[type eq "home"].value eq "ann@x.org"', 0),
        (f'{USER}:userName eq "ann@x.org"', 1),
        ('userName eq "nobody@x.org"', 0),
    ],
)
async def test_people_are_looked_up(home: Home, directory: Directory, asked: str, found: int) -> None:
    await made(directory, "ann@x.org", externalId="e-1")
    answer = await directory.ask("GET", "/Users", filter=asked)
    assert (answer.status_code, answer.json().get("totalResults")) == (200, found), answer.text


async def test_groups_are_looked_up_with_who_is_in_them(home: Home, directory: Directory) -> None:
    ann, bob = [await made(directory, f"{name}@x.org") for name in ("ann", "bob")]
    group = await group_of(directory, ann)
    inside = f'id eq "{group["id"]}" and members'
    for asked, found in (
        ('displayName eq "crew"', 1),
        (f'{inside}[value eq "{ann["id"]}"]', 1),
        (f'{inside} eq "{ann["id"]}"', 1),
        (f'{inside}[value eq "{bob["id"]}"]', 0),
        (f'members.value eq "{ann["id"]}"', 1),
    ):
        answer = await directory.ask("GET", "/Groups", filter=asked, excludedAttributes="members")
        assert (answer.status_code, answer.json()["totalResults"]) == (200, found), (asked, answer.text)
        assert all("members" not in one for one in answer.json().get("Resources", []))


async def test_pages_as_okta_walks_them(home: Home, directory: Directory) -> None:
    for name in "abc":
        await made(directory, f"{name}@x.org")
    none = (await directory.ask("GET", "/Users", startIndex=1, count=0)).json()
    assert (none["totalResults"], none["itemsPerPage"], none.get("Resources", [])) == (4, 0, [])
    seen = []
    for start in (1, 3, 5):
        page = (await directory.ask("GET", "/Users", startIndex=start, count=2)).json()
        assert (page["totalResults"], page["startIndex"]) == (4, start)
        seen += [one["id"] for one in page.get("Resources", [])]
    assert len(seen) == len(set(seen)) == 4
    for odd in (0, -1):
        page = (await directory.ask("GET", "/Users", startIndex=odd, count=odd)).json()
        assert page["startIndex"] == 1, page
        assert page["itemsPerPage"] == 0
