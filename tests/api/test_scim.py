"""SCIM as directories use it: through the same pipeline and actions, refused in SCIM's own form."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from backend.auth.actions.create_api_key import create_api_key
from backend.core.access import Permission, Role
from backend.core.ids import Kind, decode, encode
from tests.api.scim_of import Directory, directory_of
from tests.house_of import Home, make_home

USERS = "/Users"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


@pytest.fixture
async def directory(home: Home, http: httpx.AsyncClient) -> Directory:
    """A directory's system."""
    return await directory_of(home, http)


def person(login: str, **more: Any) -> dict[str, Any]:
    return {
        "schemas": [USER],
        "userName": login,
        "name": {"givenName": "Ann", "familyName": "Bee"},
        **more,
    }


def patch(*operations: tuple[str, str, Any]) -> dict[str, Any]:
    named = [{"op": op, "path": path, "value": value} for op, path, value in operations]
    return {"schemas": [PATCH], "Operations": named}


async def mails(home: Home) -> list[str]:
    rows = await home.sql.fetch("SELECT kind FROM mails WHERE state = 'SCHEDULED' ORDER BY kind")
    return [row["kind"] for row in rows]


async def made(directory: Directory, login: str, **more: Any) -> dict[str, Any]:
    answer = await directory.ask("POST", "/Users", person(login, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_person_is_brought_with_one_mail(home: Home, directory: Directory) -> None:
    user = await made(directory, "Ann@X.org", externalId="e-1", preferredLanguage="fr")
    assert (user["userName"], user["active"], user["externalId"]) == ("Ann@X.org", True, "e-1")
    assert user["emails"] == [{"value": "Ann@X.org", "type": "work", "primary": True}]
    assert user["meta"]["location"].endswith(f"/scim/v2{USERS}/{user['id']}")
    assert await mails(home) == ["account_link"]
    row = await home.sql.fetchrow("SELECT * FROM members WHERE email_key = 'ann@x.org'")
    assert row is not None
    assert (row["first_name"], row["language"], row["role"]) == ("Ann", "fr", "TRAINEE")
    assert await home.count("audit_events", "door = 'API_KEY' AND action = 'member.provisioned'") == 1
    again = await directory.ask("POST", "/Users", person("ann@x.org"))
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")
    assert await mails(home) == ["account_link"]


async def test_an_open_invitation_is_claimed_and_mailed_no_second_time(
    home: Home, directory: Directory
) -> None:
    await home.invite("ann@x.org")
    before = await mails(home)
    user = await made(directory, "ann@x.org", externalId="e-1")
    assert await mails(home) == before
    assert await home.count("invitations", "state = 'PENDING'") == 1
    row = await home.sql.fetchrow("SELECT * FROM members WHERE email_key = 'ann@x.org'")
    assert row is not None
    assert row["id"] == decode(Kind.MEMBER, user["id"])
    assert (row["external_id"], row["first_name"]) == ("e-1", "Ann")
    assert (await directory.ask("POST", "/Users", person("ann@x.org"))).status_code == 409


async def test_active_shuts_out_and_lets_in_again(home: Home, directory: Directory) -> None:
    user = await made(directory, "ann@x.org")
    path = f"{USERS}/{user['id']}"
    off = await directory.ask("PATCH", path, patch(("Replace", "active", False)))
    assert (off.status_code, off.json()["active"]) == (200, False)
    assert await mails(home) == []
    assert await home.count("members", "deactivated_at IS NOT NULL") == 1
    on = await directory.ask("PUT", path, person("ann@x.org", active=True))
    assert on.json()["active"] is True
    assert await home.count("members", "deactivated_at IS NOT NULL") == 0


async def test_who_was_removed_is_gone_to_the_directory_and_may_come_back(
    home: Home, directory: Directory
) -> None:
    user = await made(directory, "ann@x.org", externalId="e-1")
    assert (await directory.ask("DELETE", f"{USERS}/{user['id']}")).status_code == 204
    gone = await directory.ask("GET", f"{USERS}/{user['id']}")
    assert (gone.status_code, gone.json()["schemas"]) == (404, [ERROR])
    assert (await directory.ask("GET", "/Users", filter='userName eq "ann@x.org"')).json()[
        "totalResults"
    ] == 0
    assert await home.count("members", "deactivated_at IS NOT NULL AND external_id IS NULL") == 1
    back = await made(directory, "ann@x.org", externalId="e-1")
    assert (back["id"], back["active"]) == (user["id"], True)


async def test_names_are_a_members_own_once_they_are_set(home: Home, directory: Directory) -> None:
    user = await made(directory, "ann@x.org")
    before = await home.everything()
    for method, body in (
        ("PATCH", patch(("replace", "name.familyName", "Other"))),
        ("PATCH", patch(("remove", "name.familyName", None))),
        ("PATCH", patch(("remove", f"{USER}:name", None))),
        ("PUT", person("ann@x.org", name={"givenName": "Zoe", "familyName": "Bee"})),
    ):
        answer = await directory.ask(method, f"{USERS}/{user['id']}", body)
        assert (answer.status_code, answer.json()["scimType"]) == (400, "mutability")
    assert await home.everything() == before


async def test_a_new_address_takes_owed_mail_along(home: Home, directory: Directory) -> None:
    user = await made(directory, "ann@x.org")
    answer = await directory.ask(
        "PATCH", f"{USERS}/{user['id']}", patch(("replace", "userName", "anna@x.org"))
    )
    assert answer.json()["userName"] == "anna@x.org"
    assert await home.count("members", "email_key = 'anna@x.org'") == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('userName eq "ANN@x.org"', ["ann@x.org"]),
        ('emails[value eq "bob@x.org"]', ["bob@x.org"]),
        ('emails.value sw "bob"', ["bob@x.org"]),
        ('externalId eq "e-1" and active eq true', ["ann@x.org"]),
        ("active eq false", ["bob@x.org"]),
        ('name.familyName co "EE" and not (userName ew "nobody")', ["ann@x.org", "bob@x.org"]),
        ("externalId pr", ["ann@x.org"]),
        ('userName eq "x\' OR true --"', []),
        ('meta.created gt "2001-01-01T00:00:00Z" and userName sw "a"', ["ann@x.org"]),
    ],
)
async def test_people_are_found_by_filters(
    home: Home, directory: Directory, asked: str, found: list[str]
) -> None:
    await made(directory, "ann@x.org", externalId="e-1")
    await made(directory, "bob@x.org", active=False)
    answer = (await directory.ask("GET", "/Users", filter=asked)).json()
    assert sorted(user["userName"] for user in answer.get("Resources", [])) == found
    assert answer["totalResults"] == len(found)


async def test_pages_and_attributes(home: Home, directory: Directory) -> None:
    for name in "abc":
        await made(directory, f"{name}@x.org")
    page = (await directory.ask("GET", "/Users", startIndex=2, count=2, attributes="userName")).json()
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (4, 2, 2)
    assert [sorted(user) for user in page["Resources"]] == [["id", "schemas", "userName"]] * 2


async def test_groups_are_kept_by_their_members(home: Home, directory: Directory) -> None:
    ann, bob = [await made(directory, f"{name}@x.org") for name in ("ann", "bob")]
    session = await home.session()
    body = {"schemas": [GROUP], "displayName": "Crew", "members": [{"value": ann["id"]}]}
    group = (await directory.ask("POST", "/Groups", body)).json()
    path = f"/Groups/{group['id']}"
    await home.sql.execute(
        "INSERT INTO assignments (id, workspace_id, group_id, session_id, created_at) "
        "VALUES (gen_random_uuid(), $1, $2, $3, now())",
        home.owner.workspace_id,
        decode(Kind.GROUP, group["id"]),
        session,
    )
    joined = await directory.ask("PATCH", path, patch(("Add", "members", [{"value": bob["id"]}])))
    assert {one["value"] for one in joined.json()["members"]} == {ann["id"], bob["id"]}
    registered = "SELECT count(*) FROM registrations WHERE ended_at IS NULL"
    assert await home.sql.fetchval(registered) == 1
    left = await directory.ask(
        "PATCH", path, {"schemas": [PATCH], "Operations": [
            {"op": "remove", "path": f'members[value eq "{bob["id"]}"]'}]}
    )  # fmt: skip
    assert [one["value"] for one in left.json()["members"]] == [ann["id"]]
    assert await home.sql.fetchval(registered) == 0
    shown = (await directory.ask("GET", f"{USERS}/{ann['id']}")).json()["groups"]
    assert shown[0]["display"] == "Crew"
    assert (await directory.ask("DELETE", path)).status_code == 204
    assert (await directory.ask("GET", path)).status_code == 404
    assert await home.count("groups", "archived_at IS NOT NULL") == 1


async def test_what_is_refused_leaves_nothing_behind(home: Home, directory: Directory) -> None:
    before = await home.everything()
    stranger = {"schemas": [GROUP], "displayName": "Crew", "members": [{"value": "nobody"}]}
    for method, path, body, status in (
        ("POST", "/Groups", stranger, 400),
        ("POST", "/Users", person("no address@"), 400),
        ("POST", "/Users", {"schemas": [USER]}, 400),
        ("POST", "/Users", person("ann@x.org", externalId="x" * 300), 400),
        ("PATCH", f"{USERS}/mem_00000000000000000000000000", patch(("replace", "active", False)), 404),
        ("DELETE", f"{USERS}/nonsense", None, 404),
        ("GET", "/Nothing", None, 404),
    ):
        answer = await directory.ask(method, path, body)
        assert (answer.status_code, answer.json()["schemas"]) == (status, [ERROR]), (path, answer.text)
        assert answer.headers["content-type"].startswith("application/scim+json")
    bad = await directory.ask("GET", "/Users", filter="userName eq")
    assert (bad.status_code, bad.json()["scimType"]) == (400, "invalidFilter")
    assert {name: rows for name, rows in (await home.everything()).items() if name != "rate_windows"} == {
        name: rows for name, rows in before.items() if name != "rate_windows"
    }


async def test_only_a_key_for_it_comes_in_and_no_rule_is_passed(
    home: Home, http: httpx.AsyncClient, directory: Directory
) -> None:
    key = await create_api_key(home.owner, "Other", [Permission.MANAGE_MEMBERS])
    refused = await Directory(http, key.secret).ask("GET", "/Users")
    assert (refused.status_code, refused.json()["status"]) == (403, "403")
    unknown = await Directory(http, "usher_nothing").ask("GET", "/Users")
    assert (unknown.status_code, unknown.headers["www-authenticate"]) == (401, "Bearer")
    owners = (await directory.ask("GET", "/Users", filter='userName sw "owner@"')).json()["Resources"]
    shut = await directory.ask("DELETE", f"{USERS}/{owners[0]['id']}")
    assert shut.status_code == 400
    assert await home.count("members", "deactivated_at IS NOT NULL") == 0
    await home.member(Role.TRAINEE, "here@x.org")
    assert (await directory.ask("POST", "/Users", person("here@x.org"))).status_code == 409


async def test_another_workspace_is_not_there(
    home: Home, http: httpx.AsyncClient, directory: Directory
) -> None:
    other = await make_home(home.sql, "canary")
    stranger, group = encode(Kind.MEMBER, other.owner_id), encode(Kind.GROUP, await other.group())
    off, named = patch(("replace", "active", False)), patch(("replace", "displayName", "Mine"))
    for path, body in ((f"{USERS}/{stranger}", off), (f"/Groups/{group}", named)):
        for method in ("GET", "PATCH", "DELETE"):
            assert (await directory.ask(method, path, body)).status_code == 404
    body = {"schemas": [GROUP], "displayName": "Crew", "members": [{"value": stranger}]}
    assert (await directory.ask("POST", "/Groups", body)).status_code == 400
    assert await home.count("memberships") == 0
    everyone = (await directory.ask("GET", "/Users")).json()["Resources"]
    assert [user["userName"] for user in everyone] == ["owner@home.example.org"]
