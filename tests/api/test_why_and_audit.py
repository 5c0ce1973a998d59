"""Why and the audit over the API."""

from __future__ import annotations

import pytest

from backend.audit import queries
from backend.core.access import Role
from backend.invitations.batch_rows import count_rows_of_batch, rows_of_batch
from backend.mail.invariants import OUTBOX, reconcile
from tests.api.conftest import Client
from tests.house_of import Home, make_home


async def test_why_names_the_door_and_who(home: Home, owner: Client) -> None:
    await owner('mutation { inviteByEmail(input: {emails: ["a@x.org"]}) { batch { id } errors { code } } }')
    found = await owner(
        """{ members(filter: {search: "a@x.org"}) { nodes { why { kind at operation row outcome batchId
            doneBy { email } mail { kind state } } } } }"""
    )
    (person,) = found["members"]["nodes"]
    kinds = {reason["kind"] for reason in person["why"]}
    assert kinds == {"INVITATION", "MAIL", "ROW"}
    assert {reason["doneBy"]["email"] for reason in person["why"]} == {"owner@home.example.org"}
    assert {reason["operation"] for reason in person["why"]} == {"inviteByEmail"}
    mails = [reason["mail"] for reason in person["why"] if reason["mail"]]
    assert {"kind": "WORKSPACE_INVITATION", "state": "QUEUED"} in mails


async def test_the_audit_tells_who_did_what_and_admins_only_read_it(home: Home, owner: Client) -> None:
    made = await owner('mutation { createGroup(input: {name: "Crew"}) { group { id } errors { code } } }')
    group = made["createGroup"]["group"]["id"]
    found = await owner(
        """query ($id: ID!) { auditEvents(filter: {subjectId: $id}) { totalCount
            nodes { action door actor { email } subjectId data
                subject { __typename ... on Group { name } } } } }""",
        id=group,
    )
    (event,) = found["auditEvents"]["nodes"]
    assert event["subject"] == {"__typename": "Group", "name": "Crew"}
    assert (event["action"], event["door"], event["subjectId"]) == ("group.created", "TOKEN", group)
    assert event["actor"] == {"email": "owner@home.example.org"}
    key = await owner('mutation { createApiKey(input: {name: "HR", scopes: [INVITE]}) { secret } }')
    partner = Client(owner.http, key["createApiKey"]["secret"])
    refused = await partner.ask("{ auditEvents { totalCount } }")
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize("most", [0, 8])
async def test_the_audit_is_narrowed_to_some_actions_newest_first(
    home: Home, owner: Client, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(queries, "MOST_APART", most)  # read one by one or together: the same list
    for name in ("One", "Two", "Three"):
        await home.group(name)
        await home.invite(f"{name}@x.org")
    query = """query ($some: [String!], $after: String) { auditEvents(first: 4, after: $after,
        filter: {action: $some}) { totalCount nodes { action } pageInfo { endCursor hasNextPage } } }"""
    some = ["group.created", "intake.inviteByEmail", "group.created", "nothing.ever"]
    first = (await owner(query, some=some))["auditEvents"]
    rest = (await owner(query, some=some, after=first["pageInfo"]["endCursor"]))["auditEvents"]
    told = [node["action"] for node in first["nodes"] + rest["nodes"]]
    assert told == ["intake.inviteByEmail", "group.created"] * 3
    assert (first["totalCount"], rest["pageInfo"]["hasNextPage"]) == (6, False)


async def test_what_breaks_an_invariant_is_told(home: Home, owner: Client) -> None:
    await home.invite("a@x.org")
    query = "{ brokenInvariants { name number since } }"
    assert (await owner(query))["brokenInvariants"] == []
    await home.sql.execute("UPDATE mails SET next_at = next_at - interval '1 hour'")
    await reconcile(OUTBOX)
    (told,) = (await owner(query))["brokenInvariants"]
    assert (told["name"], told["number"]) == ("mail_not_tried", 1)


BATCH = """query ($id: ID!, $some: [IntakeOutcome!], $after: String) { node(id: $id) { ... on Batch { importId
    rows(first: 1, after: $after, outcome: $some) { totalCount pageInfo { endCursor hasNextPage }
        nodes { position input email outcome member { email } errors { code } changes { field }
            cells { text } } }
} } }"""


async def test_a_batch_is_read_row_by_row(home: Home, owner: Client) -> None:
    made = await owner(
        """mutation { inviteByEmail(input: {emails: ["a@x.org", "broken@", "b@x.org"]}) { batch { id } } }"""
    )
    batch = made["inviteByEmail"]["batch"]["id"]
    found = (await owner(BATCH, id=batch))["node"]
    first = {"position": 1, "input": "a@x.org", "email": "a@x.org", "outcome": "INVITE"}
    more = {"member": {"email": "a@x.org"}, "errors": [], "changes": [], "cells": []}
    assert found["rows"]["nodes"] == [{**first, **more}]
    assert (found["importId"], found["rows"]["totalCount"]) == (None, 3)
    after = found["rows"]["pageInfo"]["endCursor"]
    rest = (await owner(BATCH, id=batch, after=after, some=["REFUSED"]))["node"]["rows"]
    assert [(row["input"], row["errors"][0]["code"]) for row in rest["nodes"]] == [
        ("broken@", "INVALID_EMAIL")
    ]
    assert (rest["totalCount"], rest["pageInfo"]["hasNextPage"]) == (1, False)
    wrong = await owner.ask(BATCH, id=batch, after="nonsense")
    assert wrong["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_the_rows_of_a_batch_are_its_makers_and_admins_alone(home: Home, owner: Client) -> None:
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    intake = await home.invite("a@x.org")
    assert intake.committed
    page = await rows_of_batch(trainer, intake.committed.batch_id, 10, None, ())
    stranger = await make_home(home.sql, "stranger")
    other = await rows_of_batch(stranger.owner, intake.committed.batch_id, 10, None, ())
    assert (page.nodes, other.nodes) == ([], [])
    assert await count_rows_of_batch(trainer, intake.committed.batch_id, ()) == 0
    assert len((await rows_of_batch(home.owner, intake.committed.batch_id, 10, None, ())).nodes) == 1
