"""What is exported is read by the importer again: the same rows, nothing to change."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from tests.api.conftest import Client
from tests.api.test_set_accounts import run_all
from tests.house_of import Home

IMPORT = """mutation ($input: SetAccountsInput!) { setAccounts(input: $input) {
    accountImport { id state counts { total create unchanged update refused }
      rows { nodes { position outcome email changes { field before after } errors { code message } } } }
    errors { code message } } }"""
PEOPLE = """Last name;First name;E-mail;Labels;Language;Additional information;Groups;Role
Curie;Marie;marie@x.org;lab|Paris;fr;radium|1867;HR-1;TRAINER
'=Formula;'+Plus;'=cmd|x@b.com;;en;'@home;;TRAINEE
Smith;James;;France|North;en;;;
"""


async def imported(owner: Client, **wanted: object) -> dict[str, object]:
    answer = (await owner(IMPORT, input=wanted))["setAccounts"]
    assert answer["errors"] == []
    found: dict[str, object] = answer["accountImport"]
    return found


async def test_members_go_out_and_come_in_again_unchanged(home: Home, owner: Client) -> None:
    await home.group("Crew", external_id="HR-1")
    await imported(owner, text=PEOPLE, mode="OVERWRITE")
    await run_all()
    assert await home.count("members", "last_name = '=Formula' AND email = '=cmd|x@b.com'") == 1
    assert await home.count("members") == 4
    response = await owner.http.get("/downloads/members.csv", headers=owner.headers)
    again = await imported(owner, text=response.content.decode("utf-8-sig"), mode="OVERWRITE", preview=True)
    assert again["counts"] == {"total": 4, "create": 0, "unchanged": 4, "update": 0, "refused": 0}, again[
        "rows"
    ]


BARRED: dict[str, object] = {
    "email": "bar@x.org",
    "firstName": "A",
    "lastName": "B",
    "labels": ["a|b", "c", "d\\"],
    "additionalInformation": ["Room 1|2", r"C:\\|D:"],
}
KEPT = "SELECT labels, additional_information FROM members WHERE email_key = $1"


async def test_bars_in_rows_and_accounts_are_kept_and_come_in_again(home: Home, owner: Client) -> None:
    await imported(owner, rows=[BARRED])
    await run_all()
    mutation = "mutation ($input: SetAccountInput!) { setAccount(input: $input) { errors { code } } }"
    await owner(mutation, input=BARRED | {"email": "bar2@x.org"})
    for email in ("bar@x.org", "bar2@x.org"):
        kept = await home.sql.fetchrow(KEPT, email)
        assert kept
        assert list(kept) == [BARRED["labels"], BARRED["additionalInformation"]]
    response = await owner.http.get("/downloads/members.csv", headers=owner.headers)
    again = await imported(owner, text=response.content.decode("utf-8-sig"), mode="OVERWRITE", preview=True)
    assert again["counts"] == {"total": 3, "create": 0, "unchanged": 3, "update": 0, "refused": 0}, again


async def test_spreadsheets_too(home: Home, owner: Client) -> None:
    await home.group("Crew", external_id="HR-1")
    await imported(owner, text=PEOPLE, mode="OVERWRITE")
    await run_all()
    response = await owner.http.get("/downloads/members.xlsx", headers=owner.headers)
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet
    assert sheet.max_row == 5
    put = await owner.http.put("/uploads?name=members.xlsx", content=response.content, headers=owner.headers)
    assert put.status_code == 201, put.text
    again = await imported(owner, uploadId=put.json()["id"], mode="OVERWRITE", preview=True)
    await run_all()
    planned = await owner(
        """query ($id: ID!) { node(id: $id) { ... on AccountImport {
            counts { total create unchanged update refused } } } }""",
        id=again["id"],
    )
    assert planned["node"]["counts"] == {"total": 4, "create": 0, "unchanged": 4, "update": 0, "refused": 0}


async def test_invitations_and_registrations_too(home: Home, owner: Client) -> None:
    group = await home.group("Crew")
    await home.session(group)
    await home.invite("=cmd|x@b.com", "ann@x.org", group_ids=[group])
    for file in ("invitations", "registrations"):
        response = await owner.http.get(f"/downloads/{file}.csv", headers=owner.headers)
        again = await imported(owner, text=response.content.decode("utf-8-sig"), preview=True)
        expected = {"total": 2, "create": 0, "unchanged": 2, "update": 0, "refused": 0}
        assert again["counts"] == expected, again["rows"]
