"""Downloads of chosen rows: `ids` of members and of groups, in every kind of file."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import load_workbook

from backend.core.access import Role
from backend.core.ids import Kind, encode, new_id
from tests.api.conftest import Client, code_of
from tests.api.test_downloads import fetch, rows_of, sign_in
from tests.house_of import Home, make_home


async def ids_of(home: Home) -> dict[str, str]:
    rows = await home.sql.fetch("SELECT email_key, id FROM members")
    return {row["email_key"]: encode(Kind.MEMBER, row["id"]) for row in rows}


async def found(client: Client, path: str) -> list[str]:
    """The addresses in a download of members, whatever kind of file it is."""
    content = await fetch(client, path)
    if ".csv" in path:
        return sorted(row["E-mail"] for row in rows_of(content))
    if ".ndjson" in path:
        return sorted(json.loads(line)["email"] for line in content.splitlines())
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return sorted(str(row[2].value) for row in list(sheet.iter_rows())[1:])


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ndjson"])
async def test_the_chosen_and_no_others(home: Home, owner: Client, kind: str) -> None:
    await home.invite("a@x.org b@x.org c@x.org")
    ids = await ids_of(home)
    chosen = [ids["a@x.org"], ids["c@x.org"]]
    path = f"/downloads/members.{kind}?"
    assert await found(owner, f"{path}ids={','.join(chosen)}") == ["a@x.org", "c@x.org"]
    assert await found(owner, path + "&".join(f"ids={one}" for one in chosen)) == ["a@x.org", "c@x.org"]
    assert await found(owner, f"{path}ids={','.join(chosen)}&search=c@") == ["c@x.org"]
    assert await found(owner, f"{path}ids={encode(Kind.MEMBER, new_id())}") == []


async def test_an_id_opens_nothing_that_was_shut(home: Home, owner: Client) -> None:
    other = await make_home(home.sql, "canary")
    stranger = encode(Kind.MEMBER, other.owner_id)
    assert await found(owner, f"/downloads/members.csv?ids={stranger}") == []
    group = encode(Kind.GROUP, await other.group("Theirs"))
    assert rows_of(await fetch(owner, f"/downloads/groups.csv?ids={group}")) == []
    trainee = await home.member(Role.TRAINEE, "trainee@x.org")
    client = await sign_in(home, owner, trainee.member_id)
    ids = await ids_of(home)
    both = f"{ids['owner@home.example.org']},{ids['trainee@x.org']}"
    assert await found(client, f"/downloads/members.csv?ids={both}") == ["trainee@x.org"]


async def test_chosen_groups(home: Home, owner: Client) -> None:
    names = {name: encode(Kind.GROUP, await home.group(name)) for name in ("Crew", "Office", "Yard")}
    path = f"/downloads/groups.csv?ids={names['Crew']},{names['Yard']}"
    assert [row["Name"] for row in rows_of(await fetch(owner, path))] == ["Crew", "Yard"]
    assert [row["Name"] for row in rows_of(await fetch(owner, f"{path}&search=yard"))] == ["Yard"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("members.csv?ids=", "WRONG_ID"),
        ("members.csv?ids=grp_01h455vb4pex5vsknk084sn02q", "WRONG_ID"),
        ("members.xlsx?ids=mem_01h455vb4pex5vsknk084sn02q,", "WRONG_ID"),
        ("groups.ndjson?ids=mem_01h455vb4pex5vsknk084sn02q", "WRONG_ID"),
        ("groups.csv?ids=grp_01h455vb4pex5vsknk084sn02q&group=grp_01h455vb4pex5vsknk084sn02q", "BAD_INPUT"),
        ("invitations.csv?ids=inv_01h455vb4pex5vsknk084sn02q", "BAD_INPUT"),
    ],
)
async def test_what_names_nobody_is_refused_and_is_not_everybody(
    home: Home, owner: Client, query: str, code: str
) -> None:
    response = await owner.http.get(f"/downloads/{query}", headers=owner.headers)
    assert (response.status_code, code_of(response)) == (400, code)
