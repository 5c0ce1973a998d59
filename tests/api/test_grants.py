"""Groups, sessions and who is in them, over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.api.conftest import Client
from tests.api.test_managed import joined
from tests.house_of import Home
from tests.invitations.carrying import deliver

INTAKE = """{ plan { hash counts { total invite addGrants duplicate refused unchanged }
    mails { kind count session { name } } rows { nodes { input outcome errors { code } } } }
    batch { id operation } errors { code field } }"""
REMOVAL = """{ people registrationsEnded mailsWithdrawn mailsAlreadyOut
    remaining { code message row } skipped { code row } errors { code field } }"""
ROLE = """{ people registrationsBegun registrationsEnded mailsOwed mailsWithdrawn mailsAlreadyOut
    remaining { code row } skipped { code row } errors { code field } }"""
CHANGE = """{ session { id name startsAt endsAt state }
    plan { people peopleInvited peopleTold mailsMoved mailsOwed mailsWithdrawn
      mails { kind count language session { name } } warnings { code } }
    errors { code field } }"""


async def do(client: Client, mutation: str, shape: str, /, **wanted: Any) -> dict[str, Any]:
    """One mutation with one input."""
    kind = f"{mutation[0].upper()}{mutation[1:]}Input"
    document = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {shape} }}"
    answer: dict[str, Any] = (await client(document, input=wanted))[mutation]
    return answer


async def made(home: Home, owner: Client, days: int = 9) -> dict[str, str]:
    """A group, a program and a session that starts in so many days."""
    group = await do(owner, "createGroup", "{ group { id } }", name="Crew")
    program = await do(owner, "createProgram", "{ program { id } }", title="Safety")
    ids = {"groupId": group["group"]["id"], "programId": program["program"]["id"]}
    starts = (await home.now() + timedelta(days=days)).isoformat()
    wanted = {"programId": ids["programId"], "name": "Autumn", "startsAt": starts}
    session = await do(owner, "createSession", "{ session { id } errors { code } }", **wanted)
    return ids | {"sessionId": session["session"]["id"]}


async def test_through_a_group(home: Home, owner: Client) -> None:
    ids = await made(home, owner)
    group = {"groupId": ids["groupId"]}
    assigned = await do(owner, "assignGroupToProgram", INTAKE, programId=ids["programId"], **group)
    assert assigned["plan"]["counts"]["total"] == 0
    standing = await owner(
        """query ($filter: AssignmentFilter!) { assignments(filter: $filter) { totalCount
          nodes { group { name } session { name } program { title } } } }""",
        filter={"sessionId": ids["sessionId"], "groupId": ids["groupId"]},
    )
    assert standing["assignments"]["totalCount"] == 1
    (one,) = standing["assignments"]["nodes"]
    assert one == {"group": {"name": "Crew"}, "session": None, "program": {"title": "Safety"}}
    wanted = {"emails": ["a@x.org, a@x.org, broken@"], **group}
    preview = await do(owner, "addGroupEmails", INTAKE, preview=True, **wanted)
    assert preview["batch"] is None
    assert [mail["kind"] for mail in preview["plan"]["mails"]] == [
        "WORKSPACE_INVITATION",
        "PROGRAM_INVITATION",
    ]
    added = await do(owner, "addGroupEmails", INTAKE, planHash=preview["plan"]["hash"], **wanted)
    assert added["batch"]["operation"] == "addGroupEmails"
    found = await owner('{ members(filter: {search: "a@x"}) { nodes { id memberships { role } } } }')
    (member,) = found["members"]["nodes"]
    assert member["memberships"] == [{"role": "LEARNER"}]
    chosen = {"memberIds": [member["id"]], **group}
    raised = await do(owner, "addGroupMembers", INTAKE, groupRole="COACH", **chosen)
    assert raised["plan"]["rows"]["nodes"][0]["outcome"] == "MERGE_INTO_INVITATION"
    removed = await do(owner, "removeGroupMembers", REMOVAL, **chosen)
    assert (removed["people"], removed["registrationsEnded"]) == (1, 0)  # a coach was not registered
    again = await do(owner, "removeGroupMembers", REMOVAL, **chosen)
    assert again["skipped"] == [{"code": "NOT_IN_GROUP", "row": 1}]
    out = await do(owner, "unassignGroupFromProgram", REMOVAL, programId=ids["programId"], **group)
    assert out["errors"] == []
    refused = await do(owner, "unassignGroupFromSession", REMOVAL, sessionId=ids["sessionId"], **group)
    assert refused["errors"] == [{"code": "NOT_ASSIGNED", "field": ["groupId"]}]


async def test_another_role_in_a_group(home: Home, owner: Client) -> None:
    ids = await made(home, owner)
    group = {"groupId": ids["groupId"]}
    await do(owner, "assignGroupToSession", INTAKE, sessionId=ids["sessionId"], **group)
    await do(owner, "addGroupEmails", INTAKE, emails=["a@x.org"], **group)
    found = await owner('{ members(filter: {search: "a@x"}) { nodes { id } } }')
    chosen = {"memberIds": [found["members"]["nodes"][0]["id"]], **group}
    foreseen = await do(owner, "setGroupRole", ROLE, groupRole="MANAGER", preview=True, **chosen)
    assert await home.count("memberships", "role = 'LEARNER'") == 1
    raised = await do(owner, "setGroupRole", ROLE, groupRole="MANAGER", **chosen)
    assert raised == foreseen
    assert (raised["people"], raised["registrationsEnded"], raised["mailsWithdrawn"]) == (1, 1, 1)
    lowered = await do(owner, "setGroupRole", ROLE, groupRole="LEARNER", **chosen)
    assert (lowered["people"], lowered["registrationsBegun"], lowered["mailsOwed"]) == (1, 1, 1)
    audit = await owner("{ auditEvents(first: 1) { nodes { action } } }")
    assert audit["auditEvents"]["nodes"] == [{"action": "group.role_set"}]


async def test_a_group_manager_names_no_manager(home: Home, owner: Client) -> None:
    ids = await made(home, owner)
    group = {"groupId": ids["groupId"]}
    await do(owner, "addGroupEmails", INTAKE, emails=["a@x.org lead@x.org"], **group)
    client = await joined(home, owner, "lead@x.org")
    lead = (await client("{ viewer { member { id } } }"))["viewer"]["member"]["id"]
    assert (await do(owner, "setGroupRole", ROLE, groupRole="MANAGER", memberIds=[lead], **group))[
        "people"
    ] == 1
    found = await owner('{ members(filter: {search: "a@x"}) { nodes { id } } }')
    chosen = {"memberIds": [found["members"]["nodes"][0]["id"]], **group}
    refused = await do(client, "setGroupRole", ROLE, groupRole="MANAGER", **chosen)
    assert refused["errors"] == [{"code": "GROUP_ROLE_ABOVE_YOUR_OWN", "field": ["groupRole"]}]
    assert await home.count("memberships", "role = 'LEARNER'") == 1
    assert (await do(client, "setGroupRole", ROLE, groupRole="COACH", **chosen))["people"] == 1


async def test_through_a_session(home: Home, owner: Client) -> None:
    ids = await made(home, owner)
    session = {"sessionId": ids["sessionId"]}
    wanted = {"emails": ["a@x.org b@x.org"], "groupIds": [ids["groupId"]], **session}
    preview = await do(owner, "registerSessionLearners", INTAKE, preview=True, **wanted)
    done = await do(owner, "registerSessionLearners", INTAKE, planHash=preview["plan"]["hash"], **wanted)
    assert done["plan"]["counts"]["invite"] == 2
    shown = await owner(
        """query ($id: ID!) { node(id: $id) { ... on Session { registrationCount groups { name }
          registrations { nodes { member { id email } reasons { kind } mail { state } } } } } }""",
        id=ids["sessionId"],
    )
    assert shown["node"]["groups"] == [{"name": "Crew"}]
    one, _ = shown["node"]["registrations"]["nodes"]
    assert (one["reasons"], one["mail"]) == ([{"kind": "DIRECT"}], {"state": "SCHEDULED"})
    left = await do(owner, "unregisterSessionLearners", REMOVAL, memberIds=[one["member"]["id"]], **session)
    assert (left["people"], left["mailsWithdrawn"], left["errors"]) == (1, 1, [])
    assert await home.count("registrations", "ended_at IS NULL") == 1


async def test_a_session_that_moves_and_is_called_off(home: Home, owner: Client) -> None:
    ids = await made(home, owner, days=-1)
    await do(owner, "registerSessionLearners", INTAKE, sessionId=ids["sessionId"], emails=["a@x.org"])
    await deliver(home)
    starts = (await home.now() + timedelta(days=7)).isoformat()
    change = {"id": ids["sessionId"], "startsAt": starts}
    preview = await do(owner, "updateSession", CHANGE, preview=True, **change)
    assert (preview["session"]["state"], preview["plan"]["peopleTold"]) == ("UPCOMING", 1)
    assert await home.count("mails", "kind = 'session_moved'") == 0
    moved = await do(owner, "updateSession", CHANGE, **change, endsAt=None)
    assert [mail["kind"] for mail in moved["plan"]["mails"]] == ["SESSION_MOVED"]
    assert moved["plan"] == preview["plan"]
    renamed = await do(owner, "updateSession", CHANGE, id=ids["sessionId"], name="Winter", startsAt=None)
    assert renamed["session"]["name"] == "Winter"
    assert renamed["session"]["startsAt"] == moved["session"]["startsAt"]
    await deliver(home)
    off = await do(owner, "cancelSession", CHANGE, id=ids["sessionId"])
    assert (off["session"]["state"], off["plan"]["peopleTold"]) == ("CANCELLED", 1)
    again = await do(owner, "cancelSession", CHANGE, id=ids["sessionId"])
    assert (again["plan"], again["errors"][0]["code"]) == (None, "SESSION_CANCELLED")


async def test_groups_and_programs_change_and_are_put_away(home: Home, owner: Client) -> None:
    ids = await made(home, owner)
    group = "{ group { name description isPrivate externalId archivedAt } errors { code } }"
    done = await do(owner, "updateGroup", group, id=ids["groupId"], name="Night crew", externalId="HR-7")
    assert done["group"]["externalId"] == "HR-7"
    done = await do(owner, "updateGroup", group, id=ids["groupId"], externalId=None, description="At night")
    assert (done["group"]["name"], done["group"]["externalId"]) == ("Night crew", None)
    assert (await do(owner, "archiveGroup", group, id=ids["groupId"]))["group"]["archivedAt"]
    wanted = {"groupId": ids["groupId"], "emails": ["a@x.org"]}
    assert (await do(owner, "addGroupEmails", INTAKE, **wanted))["errors"][0]["code"] == "GROUP_ARCHIVED"
    assert (await do(owner, "archiveGroup", group, id=ids["groupId"], archived=False))["errors"] == []
    program = "{ program { title summary archivedAt } errors { code } }"
    done = await do(owner, "updateProgram", program, id=ids["programId"], summary="All of it")
    assert (done["program"]["title"], done["program"]["summary"]) == ("Safety", "All of it")
    await do(owner, "archiveProgram", program, id=ids["programId"])
    found = await owner(
        "{ programs { nodes { id } } away: programs(filter: {archived: true}) { nodes { id } } }"
    )
    assert (found["programs"]["nodes"], found["away"]["nodes"]) == ([], [{"id": ids["programId"]}])
