"""Webhooks over the API: made, seen, paused, removed; never to addresses of one's own network."""

from __future__ import annotations

import pytest

from tests.api.conftest import Client
from tests.house_of import Home

CREATE = """mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) {
    webhook { id url events state waiting createdBy { email } } secret errors { code field } } }"""
UPDATE = """mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) {
    webhook { state events url } errors { code field } } }"""
LIST = """{ webhooks(first: 10) { totalCount nodes { id state waiting deliveries(first: 5) { nodes {
    id event state attempts responseStatus reason nextAt subjectId body } } } } }"""
URL = "https://hr.example.org/usher"


async def made(owner: Client, *events: str) -> dict[str, str]:
    found: dict[str, str] = (await owner(CREATE, input={"url": URL, "events": events}))["createWebhook"][
        "webhook"
    ]
    return found


async def test_a_webhook_is_made_and_its_log_tells_what_waits(home: Home, owner: Client) -> None:
    answer = (await owner(CREATE, input={"url": URL, "events": ["MEMBER_CREATED"]}))["createWebhook"]
    assert answer["secret"].startswith("whsec_")
    assert answer["webhook"]["createdBy"] == {"email": "owner@home.example.org"}
    await home.invite("a@x.org")
    (hook,) = (await owner(LIST))["webhooks"]["nodes"]
    assert (hook["state"], hook["waiting"]) == ("ENABLED", 1)
    (delivery,) = hook["deliveries"]["nodes"]
    assert (delivery["event"], delivery["state"], delivery["attempts"]) == ("MEMBER_CREATED", "SCHEDULED", 0)
    assert '"type":"member.created"' in delivery["body"]
    assert delivery["subjectId"] in delivery["body"]
    node = await owner(
        "query ($id: ID!) { node(id: $id) { ... on WebhookDelivery { webhook { id } } } }", id=delivery["id"]
    )
    assert node["node"]["webhook"]["id"] == hook["id"]


async def test_it_is_changed_paused_and_removed(home: Home, owner: Client) -> None:
    hook = await made(owner, "MEMBER_CREATED")
    wanted = {"id": hook["id"], "state": "PAUSED", "events": ["IMPORT_FINISHED"]}
    changed = (await owner(UPDATE, input=wanted))["updateWebhook"]["webhook"]
    assert changed == {"state": "PAUSED", "events": ["IMPORT_FINISHED"], "url": URL}
    await home.invite("a@x.org")
    assert await home.count("webhook_deliveries") == 0
    await owner("mutation ($id: ID!) { deleteWebhook(input: {id: $id}) { webhook { id } } }", id=hook["id"])
    assert await home.count("webhooks") == 0
    assert await home.count("audit_events", "action LIKE 'webhook.%'") == 3


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hr.example.org/usher", "INVALID_URL"),
        ("https://user:pass@hr.example.org/", "INVALID_URL"),
        ("hr.example.org", "INVALID_URL"),
        ("https://[::1", "INVALID_URL"),
        ("https://127.0.0.1/", "PRIVATE_ADDRESS"),
        ("https://10.1.2.3/", "PRIVATE_ADDRESS"),
        ("https://169.254.169.254/latest/meta-data", "PRIVATE_ADDRESS"),
        ("https://[::ffff:10.0.0.1]/", "PRIVATE_ADDRESS"),
        ("https://[64:ff9b::a00:1]/", "PRIVATE_ADDRESS"),
        ("https://[fe80::1]/", "PRIVATE_ADDRESS"),
        ("https://localhost/", "PRIVATE_ADDRESS"),
    ],
)
async def test_an_address_that_can_not_be_is_refused(home: Home, owner: Client, url: str, code: str) -> None:
    answer = (await owner(CREATE, input={"url": url, "events": ["MEMBER_CREATED"]}))["createWebhook"]
    assert (answer["webhook"], answer["secret"]) == (None, None)
    assert [(error["code"], error["field"]) for error in answer["errors"]] == [(code, ["url"])]
    assert await home.count("webhooks") == 0


async def test_without_the_permission_nothing_is_seen_or_made(home: Home, owner: Client) -> None:
    await made(owner, "MEMBER_CREATED")
    key = await owner(
        'mutation { createApiKey(input: {name: "HR", scopes: [INVITE]}) { secret } }',
    )
    partner = Client(owner.http, key["createApiKey"]["secret"])
    for document, variables in ((LIST, {}), (CREATE, {"input": {"url": URL, "events": ["MEMBER_CREATED"]}})):
        answer = await partner.ask(document, **variables)
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await home.count("webhooks") == 1
