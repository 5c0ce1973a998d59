"""API keys: shown once, kept as a hash, bound to scopes, ended at once."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest

from backend.core.ids import Kind, encode
from tests.api.conftest import Client
from tests.house_of import Home

CREATE = """mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
    apiKey { id prefix scopes role lastUsedAt createdBy { email } } secret errors { code field } } }"""
GROUP = 'mutation { createGroup(input: {name: "Crew"}) { group { id } errors { code } } }'
INVITE_AS = """mutation ($role: Role!) { inviteByEmail(input: { emails: ["a@x.org"], role: $role }) {
    errors { code suggestion } } }"""
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


ROTATE = """mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) {
    apiKey { id name scopes role } secret errors { code } } }"""
KEYS = "{ apiKeys { id expiresAt } }"


async def raw(owner: Client, secret: str, query: str = KEYS) -> httpx.Response:
    """The whole answer, as a partner gets it."""
    return await owner.http.post(
        "/graphql", json={"query": query}, headers={"Authorization": f"Bearer {secret}"}
    )


async def test_a_key_is_rotated_with_an_overlap(home: Home, owner: Client) -> None:
    former = (await owner(CREATE, input={"name": "HR", "scopes": ["INVITE", "MANAGE_KEYS"]}))["createApiKey"]
    wanted = {"id": former["apiKey"]["id"], "overlapHours": 2}
    made = (await owner(ROTATE, input=wanted))["rotateApiKey"]
    assert made["apiKey"]["id"] != former["apiKey"]["id"]
    assert (made["apiKey"]["name"], made["apiKey"]["scopes"]) == ("HR", ["INVITE", "MANAGE_KEYS"])
    for secret in (former["secret"], made["secret"]):
        assert (await raw(owner, secret)).json()["data"]["apiKeys"]
    await home.wait(timedelta(hours=3))
    refused = await raw(owner, former["secret"])
    assert refused.status_code == 401
    assert refused.json()["errors"][0]["extensions"] == {
        "code": "UNAUTHENTICATED",
        "reason": "API_KEY_EXPIRED",
    }
    assert refused.headers["www-authenticate"] == "Bearer"
    assert (await raw(owner, made["secret"])).json()["data"]["apiKeys"]
    again = (await owner(ROTATE, input=wanted))["rotateApiKey"]
    assert [error["code"] for error in again["errors"]] == ["KEY_ENDED"]
    assert await home.count("api_keys") == 2


async def test_each_refusal_of_a_key_says_why(home: Home, owner: Client) -> None:
    made = (await owner(CREATE, input={"name": "HR", "scopes": ["INVITE"]}))["createApiKey"]
    lacking = (await raw(owner, made["secret"])).json()["errors"][0]
    assert lacking["message"] == "This API key lacks the scope MANAGE_KEYS."
    assert lacking["extensions"] == {
        "code": "FORBIDDEN",
        "permission": "MANAGE_KEYS",
        "reason": "SCOPE_MISSING",
    }
    revoke = "mutation ($id: ID!) { revokeApiKey(input: {id: $id}) { apiKey { id } } }"
    await owner(revoke, id=made["apiKey"]["id"])
    for secret, reason in (
        (made["secret"], "API_KEY_REVOKED"),
        ("usher_" + "x" * 43, "API_KEY_UNKNOWN"),
    ):
        assert (await raw(owner, secret)).json()["errors"][0]["extensions"]["reason"] == reason


async def test_a_key_hears_how_much_is_left_and_when_to_come_again(home: Home, owner: Client) -> None:
    made = (await owner(CREATE, input={"name": "HR", "scopes": ["MANAGE_KEYS"]}))["createApiKey"]
    first = await raw(owner, made["secret"])
    assert first.headers["ratelimit-policy"] == '"key";q=600;w=60'
    assert re.fullmatch(r'"key";r=59\d;t=1', first.headers["ratelimit"])
    assert "ratelimit" not in (await owner.http.get("/healthz")).headers
    await home.sql.execute(
        "UPDATE rate_windows SET hits = ARRAY[clock_timestamp() + interval '2 minutes'] "
        "WHERE key LIKE 'api-key:%'"
    )
    refused = await raw(owner, made["secret"])
    assert refused.status_code == 429
    assert 59 <= int(refused.headers["retry-after"]) <= 61
    assert refused.headers["ratelimit"].startswith('"key";r=0;')
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


ACCOUNT = (
    """mutation ($input: SetAccountInput!) { setAccount(input: $input) { errors { code suggestion } } }"""
)
LINES = """mutation ($input: SetAccountsInput!) { setAccounts(input: $input) {
    accountImport { rows { nodes { outcome errors { code suggestion } } } } errors { code suggestion } } }"""
STANDING = ("members", "invitations", "memberships", "mails", "batches")
CHANGE = (
    "mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { errors { code suggestion } } }"
)


async def test_a_key_makes_nobody_mightier_than_itself(home: Home, owner: Client) -> None:
    scopes = ["INVITE", "MANAGE_MEMBERS", "SEE_MEMBERS", "MANAGE_PROGRAMS", "REGISTER"]
    made = (await owner(CREATE, input={"name": "HR", "scopes": scopes}))["createApiKey"]
    partner = Client(owner.http, made["secret"])
    await home.invite("first@x.org")
    first = await home.sql.fetchval("SELECT id FROM members WHERE email_key = 'first@x.org'")
    before = await home.everything()
    refused = [{"code": "ROLE_ABOVE_YOUR_OWN", "suggestion": "TRAINER"}]
    person = {"firstName": "Eve", "lastName": "Moss", "email": "eve@x.org", "role": "ADMIN"}
    row = person | {"groups": [], "role": "ADMIN"}

    assert (await partner(INVITE_AS, role="ADMIN"))["inviteByEmail"]["errors"] == refused
    assert (await partner(ACCOUNT, input=person))["setAccount"]["errors"] == refused
    change = {"id": encode(Kind.MEMBER, first), "role": "ADMIN"}
    assert (await partner(CHANGE, input=change))["updateMember"]["errors"] == refused
    listed = (await partner(LINES, input={"rows": [row], "preview": True}))["setAccounts"]
    assert listed["accountImport"]["rows"]["nodes"] == [{"outcome": "REFUSED", "errors": refused}]
    after = await home.everything()
    assert {name: after[name] for name in STANDING} == {name: before[name] for name in STANDING}

    assert (await partner(INVITE_AS, role="TRAINER"))["inviteByEmail"]["errors"] == []
