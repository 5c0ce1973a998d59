"""Pages beside the app: the API to try out for who is signed in, help for everybody."""

from __future__ import annotations

import httpx

from tests.house_of import Home


async def test_the_explorer_is_for_who_is_signed_in(home: Home, http: httpx.AsyncClient) -> None:
    nobody = await http.get("/graphiql")
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/sign-in?next=%2Fgraphiql")
    assert nobody.content == b""


async def test_help_is_read_from_here(http: httpx.AsyncClient) -> None:
    page = await http.get("/help/troubleshooting")
    assert page.status_code == 200
    assert "<title>Someone did not get their mail · Usher</title>" in page.text
    assert 'href="/help/bounces"' in page.text
    assert 'id="send-it-again"' in page.text
    assert "<table>" in page.text
    for name in ("nothing-here", "README", "Settings"):
        assert (await http.get(f"/help/{name}")).status_code == 404
