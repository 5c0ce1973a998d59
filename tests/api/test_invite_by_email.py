"""The main job over the API: groups, programs, sessions, a preview, a commit, an undo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.api.conftest import Client
from tests.house_of import Home

INVITE = """
    mutation ($input: InviteByEmailInput!) {
      inviteByEmail(input: $input) {
        plan {
          hash
          counts { total invite duplicate refused }
          mails { kind count dueAt language session { name program { title } } }
          rows { totalCount nodes { position input email outcome member { id } errors { code suggestion } } }
        }
        batch { id counts { invite } createdBy { email } }
        errors { code field message }
      }
    }
"""


async def make_session(home: Home, owner: Client) -> dict[str, str]:
    made = await owner(
        """mutation {
          createGroup(input: {name: "Crew", externalId: "HR-1"}) { group { id } errors { code } }
          createProgram(input: {title: "Safety"}) { program { id } errors { code } }
        }"""
    )
    ids = {"group": made["createGroup"]["group"]["id"], "program": made["createProgram"]["program"]["id"]}
    starts = (await home.now() + timedelta(days=9)).isoformat()
    session = await owner(
        """mutation ($input: CreateSessionInput!) {
          createSession(input: $input) { session { id state } errors { code } } }""",
        input={"programId": ids["program"], "name": "Autumn", "startsAt": starts, "timeZone": "Europe/Paris"},
    )
    ids["session"] = session["createSession"]["session"]["id"]
    assert session["createSession"]["session"]["state"] == "UPCOMING"
    await owner(
        """mutation ($s: ID!, $g: ID!) { assignGroupToSession(input: {sessionId: $s, groupId: $g}) {
          batch { id } errors { code } } }""",
        s=ids["session"],
        g=ids["group"],
    )
    return ids


async def invite(owner: Client, **wanted: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await owner(INVITE, input=wanted))["inviteByEmail"]
    return answer


async def test_the_whole_door(home: Home, owner: Client) -> None:
    ids = await make_session(home, owner)
    wanted = {"emails": ["new@x.org, new@x.org, broken@"], "groupIds": [ids["group"]]}
    preview = await invite(owner, **wanted, preview=True)
    assert preview["batch"] is None
    assert preview["plan"]["counts"] == {"total": 3, "invite": 1, "duplicate": 1, "refused": 1}
    kinds = [(mail["kind"], mail["count"], mail["language"]) for mail in preview["plan"]["mails"]]
    assert kinds == [("WORKSPACE_INVITATION", 1, "en"), ("PROGRAM_INVITATION", 1, "en")]
    assert preview["plan"]["mails"][1]["session"] == {"name": "Autumn", "program": {"title": "Safety"}}
    assert await home.count("invitations") == 0
    sent = await invite(owner, **wanted, planHash=preview["plan"]["hash"])
    assert sent["batch"]["createdBy"]["email"] == "owner@home.example.org"
    rows = sent["plan"]["rows"]["nodes"]
    assert [row["outcome"] for row in rows] == ["INVITE", "DUPLICATE", "REFUSED"]
    assert rows[0]["member"]["id"].startswith("mem_")
    shown = await owner(
        """query ($id: ID!) { node(id: $id) { ... on Member { email status
          groups { nodes { name } } registrations { nodes { session { name } mail { state dueAt } } }
          invitation { state mail { state } } } } }""",
        id=rows[0]["member"]["id"],
    )
    assert shown["node"]["status"] == "INVITED"
    assert shown["node"]["groups"]["nodes"] == [{"name": "Crew"}]
    assert shown["node"]["registrations"]["nodes"][0]["mail"]["state"] == "SCHEDULED"
    assert shown["node"]["invitation"] == {"state": "PENDING", "mail": {"state": "QUEUED"}}
    undone = await owner(
        """mutation ($id: ID!) { undoBatch(input: {id: $id}) {
          invitationsRevoked mailsWithdrawn remaining { code } errors { code } batch { undoneAt } } }""",
        id=sent["batch"]["id"],
    )
    assert undone["undoBatch"]["invitationsRevoked"] == 1
    assert undone["undoBatch"]["batch"]["undoneAt"]


async def test_bad_input_is_data_and_a_changed_plan_is_a_refusal(home: Home, owner: Client) -> None:
    empty = await invite(owner, emails=[])
    assert (empty["plan"], empty["errors"][0]["code"]) == (None, "NO_ADDRESSES")
    assert empty["errors"][0]["field"] == ["emails"]
    preview = await invite(owner, emails=["a@x.org"], preview=True)
    await invite(owner, emails=["a@x.org"])
    refused = await owner.ask(INVITE, input={"emails": ["a@x.org"], "planHash": preview["plan"]["hash"]})
    assert refused["errors"][0]["extensions"]["code"] == "PLAN_CHANGED"
    assert refused["errors"][0]["extensions"]["before"]["INVITE"] == 1
    assert await home.count("invitations") == 1


async def test_pages_lead_through_the_whole_list(home: Home, owner: Client) -> None:
    await invite(owner, emails=[" ".join(f"p{n:02}@x.org" for n in range(25))])
    seen: list[str] = []
    after = None
    while True:
        page = (
            await owner(
                """query ($after: String) { members(first: 10, after: $after) { totalCount
                  pageInfo { hasNextPage endCursor } nodes { email } } }""",
                after=after,
            )
        )["members"]
        seen += [node["email"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert page["totalCount"] == len(seen) == 26
    assert len(set(seen)) == 26
    back = await owner("{ members(last: 5) { nodes { email } pageInfo { hasPreviousPage } } }")
    assert [node["email"] for node in back["members"]["nodes"]] == seen[-5:]
    assert back["members"]["pageInfo"]["hasPreviousPage"]


async def test_null_says_the_same_as_leaving_out(home: Home, owner: Client) -> None:
    """Many clients write every field of an input."""
    nulls = {"role": None, "groupIds": None, "preview": None, "holdSeconds": None, "reactivate": None}
    made = await invite(owner, emails=["new@x.org"], **nulls)
    assert (made["errors"], made["batch"]["counts"]["invite"]) == ([], 1)
    rows = await owner(
        "{ members(first: null, orderBy: null, filter: null) { nodes { email role } } }",
    )
    assert {"email": "new@x.org", "role": "TRAINEE"} in rows["members"]["nodes"]
