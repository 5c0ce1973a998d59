"""The app's cookie and the bearer token, as HTTP carries them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette import responses
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from backend.api.context import Context
from backend.api.session import caller_of, set_cookie, visit_of
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import SignedIn
from backend.core import settings
from backend.core.errors import Forbidden
from backend.core.settings import load_settings
from tests.auth.cast import PASSWORD, Cast
from tests.auth.conftest import ENVIRONMENT

OURS = "https://learn.example.org"
FOREIGN = "https://evil.example"


async def enter(request: Request) -> responses.Response:
    """Sign Ada in."""
    answer = await sign_in("ada@example.org", PASSWORD, None, visit_of(request))
    assert isinstance(answer, SignedIn)
    context, response = Context(), responses.JSONResponse({"token": answer.token})
    context.enter(answer)
    set_cookie(response, context, request)
    return response


async def leave(request: Request) -> responses.Response:
    """Take the cookie back."""
    context, response = Context(), responses.Response()
    context.leave()
    set_cookie(response, context, request)
    return response


async def who(request: Request) -> responses.Response:
    """By which door the caller came."""
    try:
        caller = await caller_of(request)
    except Forbidden as refusal:
        return responses.PlainTextResponse(refusal.message, 403)
    return responses.PlainTextResponse(caller.actor.door.value if caller else "nobody")


APP = Starlette(
    routes=[Route(f"/{route.__name__}", route, methods=["GET", "POST"]) for route in (enter, leave, who)]
)


@pytest.fixture
async def client(cast: Cast, acme: UUID) -> AsyncIterator[AsyncClient]:
    """A browser at our address, and Ada's account."""
    await cast.account(acme)
    async with AsyncClient(transport=ASGITransport(APP), base_url=OURS) as one:
        yield one


def cookie_of(response: Response) -> list[str]:
    """The parts of the cookie that was set."""
    return sorted(response.headers["set-cookie"].split("; "))


async def test_cookie_is_bound_and_hidden(client: AsyncClient) -> None:
    parts = cookie_of(await client.post("/enter", headers={"origin": OURS}))

    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(parts)
    assert any(part.startswith("__Host-usher=") for part in parts)
    assert not any(part.lower().startswith("domain") for part in parts)
    assert (await client.post("/who", headers={"origin": OURS})).text == "APP"


async def test_cookie_without_tls_has_another_name(client: AsyncClient) -> None:
    settings.configure(load_settings(ENVIRONMENT | {"USHER_URL": "http://localhost:9400"}))

    parts = cookie_of(await client.post("/enter"))

    assert any(part.startswith("usher=") for part in parts)
    assert "Secure" not in parts


async def test_sign_out_takes_the_cookie(client: AsyncClient) -> None:
    await client.post("/enter")
    parts = cookie_of(await client.post("/leave"))

    assert {"HttpOnly", "Path=/", "Secure", "Max-Age=0"} <= set(parts)
    assert (await client.post("/who")).text == "nobody"


@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://learn.example.org", f"{OURS}.evil.example", ""])
async def test_another_sites_page_cannot_use_the_cookie(client: AsyncClient, origin: str) -> None:
    await client.post("/enter")
    host = {"host": "internal:8000"}  # as behind a proxy

    assert (await client.post("/who", headers=host | {"origin": origin})).status_code == 403
    assert (await client.post("/who", headers={"origin": origin})).status_code == 403
    assert (await client.post("/who", headers=host | {"origin": OURS})).text == "APP"


async def test_a_browser_that_hides_the_origin_still_tells_the_site(client: AsyncClient) -> None:
    await client.post("/enter")

    assert (await client.post("/who", headers={"sec-fetch-site": "cross-site"})).status_code == 403
    assert (await client.post("/who", headers={"sec-fetch-site": "same-origin"})).text == "APP"
    assert (await client.get("/who", headers={"sec-fetch-site": "cross-site"})).text == "APP"


async def test_another_sites_page_gets_no_cookie(client: AsyncClient) -> None:
    response = await client.post("/enter", headers={"origin": FOREIGN})

    assert "set-cookie" not in response.headers


async def test_bearer_tokens_come_from_anywhere(client: AsyncClient) -> None:
    token = (await client.post("/enter")).json()["token"]
    client.cookies.clear()

    for scheme in ("Bearer", "bearer"):
        headers = {"authorization": f"{scheme} {token}", "origin": FOREIGN}
        assert (await client.post("/who", headers=headers)).text == "TOKEN"
    for wrong in (f"Basic {token}", "Bearer", "Bearer nonsense", f"Bearer {token}x"):
        assert (await client.post("/who", headers={"authorization": wrong})).text == "nobody"
