"""A mutation that is sent again answers its first outcome and has one effect (faults F2 and F22)."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from tests.api.conftest import Client
from tests.house_of import Home

INVITE = """mutation ($input: InviteByEmailInput!) { inviteByEmail(input: $input) {
    plan { counts { invite } rows { nodes { email outcome member { id } } } }
    batch { id } errors { code } } }"""


async def send(owner: Client, key: str, query: str = INVITE, **variables: Any) -> httpx.Response:
    body = {"query": query, "variables": variables}
    return await owner.http.post(
        "/graphql", json=body, headers=owner.headers | {"Idempotency-Key": key}, timeout=60
    )


async def test_the_first_outcome_comes_again(home: Home, owner: Client) -> None:
    first = await send(owner, "k1", input={"emails": ["a@x.org"]})
    assert first.json()["data"]["inviteByEmail"]["plan"]["rows"]["nodes"][0]["member"]["id"]
    before = await home.everything()
    again = await send(owner, "k1", input={"emails": ["a@x.org"]})
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert await home.everything() == before
    assert await home.count("invitations") == 1


async def test_another_body_is_a_mismatch(home: Home, owner: Client) -> None:
    await send(owner, "k1", input={"emails": ["a@x.org"]})
    before = await home.everything()
    other = await send(owner, "k1", input={"emails": ["b@x.org"]})
    assert other.status_code == 422
    assert other.json()["errors"][0]["extensions"]["code"] == "IDEMPOTENCY_MISMATCH"
    assert await home.everything() == before


async def test_errors_as_data_are_an_outcome_too(home: Home, owner: Client) -> None:
    first = await send(owner, "k1", input={"emails": []})
    assert first.json()["data"]["inviteByEmail"]["errors"][0]["code"] == "NO_ADDRESSES"
    assert (await send(owner, "k1", input={"emails": []})).content == first.content


async def test_100_repeats_at_once_have_one_effect(home: Home, owner: Client) -> None:
    emails = [" ".join(f"p{n}@x.org" for n in range(1000))]
    answers = await asyncio.gather(*(send(owner, "k1", input={"emails": emails}) for _ in range(100)))
    while running := [at for at, answer in enumerate(answers) if answer.status_code == 409]:
        repeated = await asyncio.gather(*(send(owner, "k1", input={"emails": emails}) for _ in running))
        answers = [*(a for a in answers if a.status_code != 409), *repeated]
    assert len(answers) == 100
    assert {answer.content for answer in answers} == {answers[0].content}
    assert answers[0].json()["data"]["inviteByEmail"]["plan"]["counts"]["invite"] == 1000
    assert await home.count("invitations") == 1000
    assert await home.count("mails", "kind = 'workspace_invitation'") == 1000


async def test_keys_that_cannot_be_honoured_are_refused(home: Home, owner: Client) -> None:
    group = 'createGroup(input: {name: "A"}) { errors { code } }'
    two = f"mutation {{ a: {group} b: {group} }}"
    secret = 'mutation { createApiKey(input: {name: "HR", scopes: [INVITE]}) { secret } }'
    hidden = secret.replace("{ createApiKey", "{ ... on Mutation { createApiKey", 1) + " }"
    spread = secret.replace("{ createApiKey", "{ ...Hidden } fragment Hidden on Mutation { createApiKey", 1)
    for key, query in (("k1", two), ("k1", secret), ("k1", hidden), ("k1", spread), ("k" * 201, INVITE)):
        answer = await send(owner, key, query, input={"emails": ["a@x.org"]})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["extensions"]["code"] == "IDEMPOTENCY_UNUSABLE"
    assert await home.count("groups") == 0
    assert await home.count("api_keys") == 0
    assert await home.count("invitations") == 0


async def test_two_callers_have_keys_of_their_own(home: Home, owner: Client) -> None:
    made = await owner('mutation { createApiKey(input: {name: "HR", scopes: [INVITE]}) { secret } }')
    partner = Client(owner.http, made["createApiKey"]["secret"])
    await send(owner, "k1", input={"emails": ["a@x.org"]})
    other = await send(partner, "k1", input={"emails": ["b@x.org"]})
    assert other.json()["data"]["inviteByEmail"]["plan"]["counts"]["invite"] == 1
    assert await home.count("idempotent_outcomes") == 2


async def test_a_fault_leaves_neither_effect_nor_outcome(home: Home, owner: Client) -> None:
    await home.sql.execute("ALTER TABLE audit_events RENAME TO audit_events_away")
    try:
        failed = await send(owner, "k1", input={"emails": ["a@x.org"]})
        assert failed.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    finally:
        await home.sql.execute("ALTER TABLE audit_events_away RENAME TO audit_events")
    assert await home.count("invitations") == await home.count("idempotent_outcomes") == 0
    assert (await send(owner, "k1", input={"emails": ["a@x.org"]})).json()["data"]["inviteByEmail"]["batch"]
    assert await home.count("invitations") == 1


async def test_what_asks_across_workspaces_may_carry_a_key_too(home: Home, owner: Client) -> None:
    change = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { errors { code } } }"
    wrong = {"current": "not this one at all", "password": "another lantern over the quay"}
    first = await send(owner, "k1", change, input=wrong)
    assert first.json()["data"]["changePassword"]["errors"][0]["code"] == "WRONG_PASSWORD"
    assert (await send(owner, "k1", change, input=wrong)).content == first.content
