"""Every door spends of the workspace's day, warns where it won't do, and refuses as a whole."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from backend.core.ids import Kind, encode
from tests.api.conftest import Client
from tests.api.test_grants import do, made
from tests.api.test_idempotency import send
from tests.api.test_set_accounts import found, imported, run_all
from tests.house_of import Home

LEFT = "{ viewer { invitesLeft } }"
PLAN = "{ plan { warnings { code field suggestion } } errors { code } }"
DONE = "{ errors { code } }"
IMPORT = """{ accountImport { id state planHash warnings { code field suggestion }
    errors { code field suggestion } } errors { code } }"""
TWO: dict[str, Any] = {"emails": ["a@x.org b@x.org"]}
DOORS = ("inviteByEmail", "addGroupEmails", "registerSessionLearners")


async def limit(home: Home, number: int) -> None:
    """So many are left at the beginning of the test's day."""
    await home.sql.execute("UPDATE workspaces SET daily_invites = $1", number)


async def left(owner: Client) -> int:
    """How many are left, as the API tells."""
    number: int = (await owner(LEFT))["viewer"]["invitesLeft"]
    return number


async def refused(home: Home, owner: Client, mutation: str, /, **wanted: Any) -> dict[str, Any]:
    """A call over the day's limit: what it says, and that nothing happened."""
    before = await home.everything()
    kind = f"{mutation[0].upper()}{mutation[1:]}Input"
    document = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ errors {{ code }} }} }}"
    body = {"query": document, "variables": {"input": wanted}}
    response = await owner.http.post("/graphql", json=body, headers=owner.headers)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    (error,) = response.json()["errors"]
    told: dict[str, Any] = error["extensions"]
    assert told["code"] == "RATE_LIMITED"
    assert (told["left"], told["suggestion"]) == (await left(owner), str(await left(owner)))
    assert await home.everything() == before
    return told


@pytest.mark.parametrize("door", DOORS)
async def test_doors_of_addresses(home: Home, owner: Client, door: str) -> None:
    ids = await made(home, owner)
    wanted = {
        "inviteByEmail": TWO,
        "addGroupEmails": TWO | {"groupId": ids["groupId"]},
        "registerSessionLearners": TWO | {"sessionId": ids["sessionId"]},
    }[door]
    await limit(home, 1)
    preview = await do(owner, door, PLAN, preview=True, **wanted)
    assert preview["plan"]["warnings"] == [{"code": "DAILY_LIMIT", "field": ["emails"], "suggestion": "1"}]
    told = await refused(home, owner, door, **wanted)
    assert told["field"] == ["emails"]
    await limit(home, 2)
    assert (await do(owner, door, PLAN, preview=True, **wanted))["plan"]["warnings"] == []
    assert (await do(owner, door, DONE, **wanted))["errors"] == []
    assert await left(owner) == 0
    assert (await do(owner, door, DONE, **wanted))["errors"] == []  # they are there: it costs nothing
    assert await home.count("mails", "kind = 'workspace_invitation'") == 2


@pytest.mark.parametrize("credentials", ["LINK", "PASSWORD", "NONE"])
async def test_one_account(home: Home, owner: Client, credentials: str) -> None:
    wanted = {"firstName": "A", "lastName": "B", "email": "a@x.org", "credentials": credentials}
    wanted |= {} if credentials == "LINK" else {"password": "tulip orchard 1"}
    await limit(home, 0)
    preview = await do(owner, "setAccount", PLAN, preview=True, **wanted)
    assert preview["plan"]["warnings"] == [{"code": "DAILY_LIMIT", "field": ["email"], "suggestion": "0"}]
    assert (await refused(home, owner, "setAccount", **wanted))["field"] == ["email"]
    nobody = {"firstName": "A", "lastName": "B", "username": "a.b", "password": "tulip orchard 1"}
    assert (await do(owner, "setAccount", DONE, credentials="NONE", **nobody))["errors"] == []
    await limit(home, 1)
    assert (await do(owner, "setAccount", DONE, **wanted))["errors"] == []
    assert await left(owner) == 0


async def test_a_draft_warns_and_is_not_let_run(home: Home, owner: Client) -> None:
    await limit(home, 1)
    text = "A,Ann,a@x.org\nB,Bob,b@x.org\nC,Cid\n"
    draft = await imported(owner, "setAccounts", text=text, preview=True)
    node = "query ($id: ID!) { node(id: $id) { ... on AccountImport { warnings { code suggestion } } } }"
    warnings = (await owner(node, id=draft["id"]))["node"]["warnings"]
    assert warnings == [{"code": "DAILY_LIMIT", "suggestion": "1"}]
    wanted = {"id": draft["id"], "planHash": draft["planHash"]}
    assert (await refused(home, owner, "commitAccountImport", **wanted))["field"] == ["rows"]
    assert (await found(owner, draft["id"]))["state"] == "DRAFT"
    await limit(home, 2)
    assert (await imported(owner, "commitAccountImport", **wanted))["state"] == "RUNNING"
    assert await left(owner) == 0  # taken for the whole run before its first row
    await run_all()
    assert (await found(owner, draft["id"]))["state"] == "DONE"
    assert await left(owner) == 0
    assert await home.count("mails", "kind = 'account_link'") == 2


async def test_an_import_without_a_preview_becomes_a_draft_that_says_why(home: Home, owner: Client) -> None:
    await limit(home, 1)
    kept = ("members", "mails", "batches", "spent_invites")
    before = await home.everything()
    answer = await do(owner, "setAccounts", IMPORT, text="A,Ann,a@x.org\nB,Bob,b@x.org\n")
    await run_all()
    assert answer["accountImport"]["state"] == "DRAFT"
    error = {"code": "DAILY_LIMIT", "field": ["rows"], "suggestion": "1"}
    assert answer["accountImport"]["errors"] == [error]
    after = await home.everything()
    assert {table: after[table] for table in kept} == {table: before[table] for table in kept}
    assert await left(owner) == 1


async def test_what_an_import_did_not_use_is_given_back(home: Home, owner: Client) -> None:
    await limit(home, 5)
    text = "A,Ann,a@x.org\nB,Bob,b@x.org\n"
    running = await imported(owner, "setAccounts", text=text)
    assert (running["state"], await left(owner)) == ("RUNNING", 3)
    await home.invite("b@x.org")  # meanwhile: the second row becomes something else, and is refused
    assert await left(owner) == 2
    await run_all()
    assert (await found(owner, running["id"]))["counts"]["refused"] == 1
    assert await left(owner) == 3
    running = await imported(owner, "setAccounts", text="C,Cid,c@x.org\nD,Dan,d@x.org\n")
    assert await left(owner) == 1
    await imported(owner, "cancelAccountImport", id=running["id"])
    assert await left(owner) == 3


async def mailed(home: Home) -> list[str]:
    """The ids of all invitations, as if their mails had left."""
    await home.sql.execute("UPDATE mails SET state = 'SENT', data_at = now(), sent_at = now()")
    rows = await home.sql.fetch("SELECT id FROM invitations ORDER BY id")
    return [encode(Kind.INVITATION, row["id"]) for row in rows]


async def test_invitations_mailed_again(home: Home, owner: Client) -> None:
    await limit(home, 3)
    await home.invite("a@x.org", "b@x.org")
    ids = await mailed(home)
    told = await refused(home, owner, "resendInvitations", ids=ids)
    assert told["field"] == ["ids"]
    await limit(home, 4)
    assert (await do(owner, "resendInvitations", DONE, ids=ids))["errors"] == []
    assert await left(owner) == 0
    waiting = await do(owner, "resendInvitations", DONE, ids=ids)  # the newer mail has not left yet
    assert {error["code"] for error in waiting["errors"]} == {"MAIL_WAITING"}
    await home.sql.execute("UPDATE invitations SET expires_at = created_at")
    await mailed(home)
    await refused(home, owner, "resendInvitations", ids=ids[:1])


async def test_an_invitation_that_goes_to_another_address(home: Home, owner: Client) -> None:
    await limit(home, 1)
    await home.invite("a@x.org")
    moved = await do(owner, "updateInvitation", DONE, id=(await ids(home))[0], email="b@x.org")
    assert moved["errors"] == []  # its one mail has not left, and goes there instead
    (one,) = await mailed(home)
    told = await refused(home, owner, "updateInvitation", id=one, email="c@x.org")
    assert told["field"] == ["email"]


async def ids(home: Home) -> list[str]:
    """The ids of all invitations."""
    rows = await home.sql.fetch("SELECT id FROM invitations ORDER BY id")
    return [encode(Kind.INVITATION, row["id"]) for row in rows]


async def test_members_who_come_back(home: Home, owner: Client) -> None:
    await limit(home, 1)
    await home.invite("a@x.org")
    member = await home.sql.fetchval("SELECT id FROM members WHERE email_key = 'a@x.org'")
    back = {"ids": [encode(Kind.MEMBER, member)]}
    assert (await do(owner, "deactivateMembers", DONE, **back))["errors"] == []
    told = await refused(home, owner, "reactivateMembers", **back)
    assert told["field"] == ["ids"]
    await limit(home, 2)
    assert (await do(owner, "reactivateMembers", DONE, **back))["errors"] == []
    assert await left(owner) == 0


async def test_a_repeat_costs_nothing_twice(home: Home, owner: Client) -> None:
    await limit(home, 3)
    answers = await asyncio.gather(*(send(owner, "k1", input=TWO) for _ in range(10)))
    again = await send(owner, "k1", input=TWO)
    assert again.status_code == 200
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert await left(owner) == 1


async def test_an_account_that_is_given_an_address(home: Home, owner: Client) -> None:
    nobody = {"firstName": "A", "lastName": "B", "username": "a.b", "password": "tulip orchard 1"}
    await do(owner, "setAccount", DONE, credentials="NONE", **nobody)
    await limit(home, 0)
    member = encode(Kind.MEMBER, await home.sql.fetchval("SELECT id FROM members WHERE username = 'a.b'"))
    told = await refused(home, owner, "changeMemberEmail", id=member, email="a@x.org")
    assert told["field"] == ["email"]
    assert await home.count("members", "email_key = 'a@x.org'") == 0
    await limit(home, 1)
    assert (await do(owner, "changeMemberEmail", DONE, id=member, email="a@x.org"))["errors"] == []
    assert await left(owner) == 0
