"""What is the caller's own to change: the server says so, and clients work nothing out."""

from __future__ import annotations

from typing import Any

from backend.core.tokens import link_token
from tests.api.conftest import Client
from tests.house_of import Home

ACCEPT = "mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { token } }"
RAISE = "mutation ($input: AddGroupMembersInput!) { addGroupMembers(input: $input) { errors { code } } }"
MINE = """{ viewer { leadsGroups member { id } } groups { nodes { id name canManage } }
    programs { nodes { canManage } } sessions { nodes { canManage } } }"""


async def joined(home: Home, owner: Client, email: str) -> Client:
    """Whoever was invited to this address, signed in."""
    invitation_id = await home.sql.fetchval("SELECT id FROM invitations WHERE email_key = $1", email)
    given = {"token": link_token("JOIN", invitation_id, 1), "firstName": "Lea", "lastName": "Day"}
    body = {"query": ACCEPT, "variables": {"input": given | {"password": "nine herons asleep"}}}
    response = await owner.http.post("/graphql", json=body)
    owner.http.cookies.clear()
    return Client(owner.http, response.json()["data"]["acceptInvitation"]["token"])


async def test_a_learner_manages_nothing_and_a_manager_their_group(home: Home, owner: Client) -> None:
    crew = await home.group("Crew")
    await home.session(crew)
    await home.group("Divers")
    await home.invite("lea@x.org", group_ids=[crew])
    lea = await joined(home, owner, "lea@x.org")
    before = await lea(MINE)
    assert before["viewer"]["leadsGroups"] is False
    assert [(one["name"], one["canManage"]) for one in before["groups"]["nodes"]] == [("Crew", False)]

    group_id, member_id = before["groups"]["nodes"][0]["id"], before["viewer"]["member"]["id"]
    wanted: dict[str, Any] = {"groupId": group_id, "memberIds": [member_id], "groupRole": "MANAGER"}
    assert (await owner(RAISE, input=wanted))["addGroupMembers"]["errors"] == []
    after = await lea(MINE)
    assert after["viewer"]["leadsGroups"] is True
    assert [(one["name"], one["canManage"]) for one in after["groups"]["nodes"]] == [("Crew", True)]
    assert [one["canManage"] for one in after["programs"]["nodes"] + after["sessions"]["nodes"]] == [
        False,
        False,
    ]


async def test_an_owner_manages_all(home: Home, owner: Client) -> None:
    await home.session(await home.group("Crew"))
    found = await owner(MINE)
    nodes = [one for kind in ("groups", "programs", "sessions") for one in found[kind]["nodes"]]
    assert [one["canManage"] for one in nodes] == [True, True, True]
