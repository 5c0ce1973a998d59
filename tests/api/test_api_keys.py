"""API keys: shown once, kept as a hash, bound to scopes, ended at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.api.conftest import Client
from tests.house_of import Home

CREATE = """mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
    apiKey { id prefix scopes role lastUsedAt createdBy { email } } secret errors { code field } } }"""
GROUP = 'mutation { createGroup(input: {name: "Crew"}) { group { id } errors { code } } }'
INVITE = 'mutation { inviteByEmail(input: {emails: ["a@x.org"]}) { batch { id } errors { code } } }'


async def test_a_key_may_do_what_its_scopes_name(home: Home, owner: Client) -> None:
    made = (await owner(CREATE, input={"name": "HR system", "scopes": ["INVITE"]}))["createApiKey"]
    assert made["apiKey"]["createdBy"] == {"email": "owner@home.example.org"}
    assert made["secret"].startswith(made["apiKey"]["prefix"])
    assert await home.count("api_keys", "key_hash = $1", made["secret"]) == 0
    partner = Client(owner.http, made["secret"])
    assert (await partner(INVITE))["inviteByEmail"]["errors"] == []
    assert await home.count("audit_events", "key_id IS NOT NULL AND door = 'API_KEY'") == 1
    before = await home.everything()
    refused = await partner.ask(GROUP)
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await home.everything() == before


async def test_a_key_ends_when_it_is_revoked_or_runs_out(home: Home, owner: Client) -> None:
    until = (await home.now() + timedelta(days=1)).isoformat()
    asked = {"name": "HR", "scopes": ["INVITE"], "expiresAt": until}
    made = (await owner(CREATE, input=asked))["createApiKey"]
    partner = Client(owner.http, made["secret"])
    await home.wait(timedelta(days=2))
    assert (await partner.ask(INVITE))["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    await home.wait(-timedelta(days=2))
    revoked = await owner(
        "mutation ($id: ID!) { revokeApiKey(input: {id: $id}) { apiKey { revokedAt } errors { code } } }",
        id=made["apiKey"]["id"],
    )
    assert revoked["revokeApiKey"]["apiKey"]["revokedAt"]
    assert (await partner.ask(INVITE))["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert await home.count("invitations") == 0
    listed = await owner("{ apiKeys { name revokedAt } }")
    assert listed["apiKeys"][0]["revokedAt"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"name": "", "scopes": ["INVITE"]}, "REQUIRED"),
        ({"name": "HR", "scopes": []}, "REQUIRED"),
        ({"name": "HR", "scopes": ["INVITE"], "expiresAt": "2020-01-01T00:00:00Z"}, "DATE_IN_PAST"),
    ],
)
async def test_a_key_that_cannot_be_is_refused(
    home: Home, owner: Client, wanted: dict[str, object], code: str
) -> None:
    answer = (await owner(CREATE, input=wanted))["createApiKey"]
    assert (answer["secret"], answer["errors"][0]["code"]) == (None, code)
    assert await home.count("api_keys") == 0


async def test_a_key_makes_no_key_with_more_than_it_has(home: Home, owner: Client) -> None:
    made = (await owner(CREATE, input={"name": "Keys", "scopes": ["MANAGE_KEYS"]}))["createApiKey"]
    partner = Client(owner.http, made["secret"])
    answer = (await partner(CREATE, input={"name": "More", "scopes": ["INVITE"]}))["createApiKey"]
    assert answer["errors"][0]["code"] == "SCOPE_ABOVE_YOUR_OWN"
    assert await home.count("api_keys") == 1
