"""`totalCount` says how many there are in all, on whatever page of whosever list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.api.conftest import Client
from tests.house_of import Home

LISTS = """query ($member: ID!, $group: ID!, $program: ID!, $session: ID!, $first: Int!, $after: String) {
    member: node(id: $member) { ... on Member {
        groups(first: $first, after: $after) { totalCount nodes { id } pageInfo { endCursor } }
        registrations(first: $first, after: $after) { totalCount nodes { id } pageInfo { endCursor } }
        mails(first: $first, after: $after) { totalCount nodes { id } pageInfo { endCursor } } } }
    group: node(id: $group) { ... on Group {
        sessions(first: $first, after: $after) { totalCount nodes { id } pageInfo { endCursor } } } }
    program: node(id: $program) { ... on Program {
        sessions(first: $first, after: $after) { totalCount nodes { id } pageInfo { endCursor } } } }
    session: node(id: $session) { ... on Session {
        registrations(first: $first, after: $after) { totalCount nodes { id } pageInfo { endCursor } } } }
}"""
MAKE = (
    "mutation ($input: Create{0}Input!) {{ create{0}(input: $input) {{ {1} {{ id }} errors {{ code }} }} }}"
)
ASSIGN = "mutation ($i: AssignGroupToProgramInput!) { assignGroupToProgram(input: $i) { errors { code } } }"
INVITE = """mutation ($i: InviteByEmailInput!) { inviteByEmail(input: $i) {
    plan { rows { nodes { member { id } } } } errors { code } } }"""
WANTED = {
    ("member", "groups"): 2,
    ("member", "registrations"): 3,
    ("member", "mails"): 7,
    ("group", "sessions"): 3,
    ("program", "sessions"): 3,
    ("session", "registrations"): 2,
}


async def made(owner: Client, kind: str, **wanted: object) -> str:
    answer = await owner(MAKE.format(kind.capitalize(), kind), input=wanted)
    return str(answer[f"create{kind.capitalize()}"][kind]["id"])


async def everything(home: Home, owner: Client) -> dict[str, str]:
    """A member in two groups, one of which stands in the three sessions of a program."""
    groups = [await made(owner, "group", name=name) for name in ("Crew", "Deck")]
    program = await made(owner, "program", title="Knots")
    now = await home.now()
    sessions = [
        await made(
            owner, "session", programId=program, name=str(n), startsAt=(now + timedelta(days=n)).isoformat()
        )
        for n in (1, 2, 3)
    ]
    await owner(ASSIGN, i={"groupId": groups[0], "programId": program})
    invited = await owner(INVITE, i={"emails": ["a@x.org", "b@x.org"], "groupIds": groups})
    member = invited["inviteByEmail"]["plan"]["rows"]["nodes"][0]["member"]["id"]
    return {"member": member, "group": groups[0], "program": program, "session": sessions[0]}


@pytest.mark.parametrize("first", [1, 2, 50])
async def test_of_whosever_list_and_however_little_of_it_is_asked(
    home: Home, owner: Client, first: int
) -> None:
    of = await everything(home, owner)
    found = await owner(LISTS, **of, first=first)
    assert {(who, what): found[who][what]["totalCount"] for who, what in WANTED} == WANTED
    shown = {(who, what): len(found[who][what]["nodes"]) for who, what in WANTED}
    assert shown == {place: min(first, number) for place, number in WANTED.items()}


async def test_on_the_last_page_too(home: Home, owner: Client) -> None:
    of = await everything(home, owner)
    cursor = (await owner(LISTS, **of, first=2))["program"]["sessions"]["pageInfo"]["endCursor"]
    query = """query ($id: ID!, $after: String) { node(id: $id) { ... on Program {
        sessions(first: 2, after: $after) { totalCount nodes { id } } } } }"""
    last = (await owner(query, id=of["program"], after=cursor))["node"]["sessions"]
    assert (last["totalCount"], len(last["nodes"])) == (3, 1)
