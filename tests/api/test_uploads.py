"""Files over HTTP: `PUT /uploads` and the account template."""

from __future__ import annotations

import io

import httpx
import openpyxl

from tests.api.conftest import PASSWORD, SIGN_IN, Client
from tests.house_of import Home

TEMPLATE = "/downloads/account-template.xlsx"
ROWS = b"Smith,James,james@example.org\n"


async def test_a_file_goes_up_and_gets_an_id(owner: Client, home: Home) -> None:
    headers = {**owner.headers, "Content-Type": "text/csv", "X-File-Name": "Mitglieder%20%C3%BC.csv"}
    response = await owner.http.put("/uploads", content=ROWS, headers=headers)

    assert response.status_code == 201
    assert response.json().keys() == {"id"}
    assert response.json()["id"].startswith("upl_")
    assert await home.count("uploads", "name = 'Mitglieder ü.csv' AND content_type = 'text/csv'") == 1


async def test_the_name_may_stand_in_the_address(owner: Client, home: Home) -> None:
    await owner.http.put("/uploads?name=people.csv", content=ROWS, headers=owner.headers)
    assert await home.count("uploads", "name = 'people.csv'") == 1


async def test_nobody_unknown_sends_files(http: httpx.AsyncClient, home: Home) -> None:
    response = await http.put("/uploads", content=ROWS)

    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (
        401,
        "UNAUTHENTICATED",
    )
    assert await home.count("uploads") == 0


async def test_a_file_that_announces_itself_too_large_is_refused(owner: Client, home: Home) -> None:
    headers = {**owner.headers, "Content-Length": "40000001"}
    response = await owner.http.put("/uploads", content=ROWS, headers=headers)

    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (
        413,
        "FILE_TOO_LARGE",
    )
    assert await home.count("uploads") == 0


async def test_another_sites_page_cannot_send_files(http: httpx.AsyncClient, home: Home) -> None:
    body = {"login": "owner@home.example.org", "password": PASSWORD}
    await http.post("/graphql", json={"query": SIGN_IN, "variables": {"input": body}})
    foreign = await http.put("/uploads", content=ROWS, headers={"Origin": "https://evil.example"})
    ours = await http.put("/uploads", content=ROWS, headers={"Origin": "http://usher.test"})

    assert (foreign.status_code, ours.status_code) == (403, 201)
    assert await home.count("uploads") == 1


async def test_files_are_only_put(owner: Client, home: Home) -> None:
    response = await owner.http.post("/uploads", content=ROWS, headers=owner.headers)

    assert response.status_code == 405
    assert await home.count("uploads") == 0


async def test_the_template_comes_down(owner: Client, home: Home) -> None:
    await home.group("Crew")
    response = await owner.http.get(f"{TEMPLATE}?language=fr", headers=owner.headers)
    book = openpyxl.load_workbook(io.BytesIO(response.content))

    assert response.status_code == 200
    assert response.headers["content-disposition"] == 'attachment; filename="account-template.xlsx"'
    assert book.sheetnames == ["Comptes", "Groupes", "Instructions"]
    assert book["Groupes"]["A2"].value == "Crew"


async def test_the_template_is_for_members_only(http: httpx.AsyncClient, home: Home) -> None:
    assert (await http.get(TEMPLATE)).status_code == 401
