"""Headers of every answer, pages and refusals alike."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from backend.api.pages import NONCE, page_routes
from backend.app import create_app
from backend.core import settings
from backend.core.ids import Kind, encode
from backend.core.settings import load_settings
from backend.core.tokens import link_token
from tests.api.conftest import Client
from tests.house_of import Home

ACCEPT = "mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { token } }"
RESET = """mutation ($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input) { errors { code } } }"""
CHOOSE = "mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { errors { code } } }"
REVOKE = "mutation ($input: RevokeInvitationsInput!) { revokeInvitations(input: $input) { errors { code } } }"
REFUSED = "mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { errors { code } } }"

SERVER = {
    "USHER_URL": "https://learn.example.org",
    "USHER_SECRET": "a secret that only tests know, 32+",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/usher",
    "REDIS_URL": "redis://127.0.0.1:1",
}
PATHS = ("/", "/sign-in", "/join/a-token", "/reset/a-token", "/nowhere", "/graphql", "/healthz", "/uploads")


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_of_a_server_is_bound_to_tls_and_to_itself(
    http: httpx.AsyncClient, home: Home, path: str
) -> None:
    before = settings.current()
    app = create_app(load_settings(SERVER))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://learn.example.org") as client:
        headers = (await client.get(path)).headers
    settings.configure(before)
    assert headers["strict-transport-security"].startswith("max-age=63072000")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


async def test_a_pages_content_policy_lets_nothing_in(tmp_path: Path) -> None:
    for name in ("index.html", "learn.html"):
        (tmp_path / name).write_text(f"<style nonce={NONCE}></style>")
    transport = httpx.ASGITransport(app=Starlette(routes=page_routes(tmp_path)))
    async with httpx.AsyncClient(transport=transport, base_url="https://learn.example.org") as client:
        pages = [await client.get(path) for path in ("/", "/join/x")]
    for page in pages:
        rules = dict(
            rule.strip().split(" ", 1) for rule in page.headers["content-security-policy"].split(";")
        )
        assert rules["default-src"] == rules["script-src"] == "'self'"
        assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
        assert "unsafe" not in str(rules)
        assert page.text.partition("nonce=")[2].partition(">")[0] in rules["style-src"]
    assert pages[0].text != pages[1].text  # a fresh nonce each time


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_opening_a_link_consumes_nothing(
    http: httpx.AsyncClient, home: Home, owner: Client, method: str
) -> None:
    await home.invite("ada@x.org")
    invitation = await home.sql.fetchval("SELECT id FROM invitations")
    token = link_token("JOIN", invitation, 1)
    await owner(RESET, input={"login": "owner@home.example.org"})
    reset = link_token("RESET", await home.sql.fetchval("SELECT id FROM password_resets"), 1)
    rows = await home.sql.fetch("SELECT state, version FROM invitations")
    before = await home.everything()
    for path in (f"/join/{token}", f"/reset/{reset}", "/email/some-token", f"/join/{token}?scan=1"):
        response = await http.request(method, path)
        assert response.status_code == 200
        assert response.headers["referrer-policy"] == "no-referrer"
    assert await home.everything() == before
    assert await home.sql.fetch("SELECT state, version FROM invitations") == rows
    name = {"firstName": "Ada", "lastName": "Day", "password": "nine herons asleep"}
    stranger = Client(http, "")
    stranger.headers = {}
    accepted = await stranger(ACCEPT, input={"token": token} | name)
    assert accepted["acceptInvitation"]["token"]
    http.cookies.clear()
    chosen = await stranger(CHOOSE, input={"token": reset, "password": "nine herons asleep"})
    assert chosen["resetPassword"]["errors"] == []


async def test_a_link_that_was_revoked_is_dead_within_a_second(home: Home, owner: Client) -> None:
    await home.invite("ada@x.org")
    invitation = await home.sql.fetchval("SELECT id FROM invitations")
    began = time.monotonic()
    revoked = await owner(REVOKE, input={"ids": [encode(Kind.INVITATION, invitation)]})
    assert revoked["revokeInvitations"]["errors"] == []
    before = await home.everything()
    name = {"firstName": "Ada", "lastName": "Day", "password": "nine herons asleep"}
    answer = await owner(REFUSED, input={"token": link_token("JOIN", invitation, 1)} | name)
    assert time.monotonic() - began < 1
    assert [error["code"] for error in answer["acceptInvitation"]["errors"]] == ["LINK_REVOKED"]
    assert await home.everything() == before
