"""Downloads: the caller's own rows, safe in a spreadsheet, readable again."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook

from backend.core.access import Role
from backend.core.ids import Kind, encode
from tests.api.conftest import Client, code_of
from tests.house_of import Home

EVIL = "=cmd|calc"


async def fetch(client: Client, path: str) -> bytes:
    response = await client.http.get(path, headers=client.headers)
    assert response.status_code == 200, response.text
    return response.content


def rows_of(content: bytes, separator: str = ",") -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator))


async def test_members_as_csv(home: Home, owner: Client) -> None:
    group = await home.group("Crew")
    await home.invite("=cmd|x@b.com", "zoë@müller.de", "ann@x.org", group_ids=[group])
    await home.sql.execute(
        "UPDATE members SET first_name = $1, labels = '{a,b}', additional_information = '{+1,x}'"
        " WHERE email_key = 'ann@x.org'",
        EVIL,
    )
    rows = {row["E-mail"]: row for row in rows_of(await fetch(owner, "/downloads/members.csv"))}
    assert set(rows) == {"owner@home.example.org", "'=cmd|x@b.com", "ann@x.org"}
    ann = rows["ann@x.org"]
    assert (ann["First name"], ann["Labels"], ann["Additional information"]) == ("'=cmd|calc", "a|b", "'+1|x")
    assert ann["Groups"].startswith("grp_")
    assert ann["Id"].startswith("mem_")
    assert (ann["Status"], ann["Role"]) == ("INVITED", "TRAINEE")


async def test_members_as_spreadsheet_and_lines(home: Home, owner: Client) -> None:
    await home.invite("=cmd|x@b.com")
    book = load_workbook(io.BytesIO(await fetch(owner, "/downloads/members.xlsx")))
    table = list(book.active.iter_rows())  # type: ignore[union-attr]  # a workbook has a sheet
    cells = {cell.value: cell.data_type for row in table for cell in row}
    assert cells["=cmd|x@b.com"] == "s"
    assert [cell.value for cell in table[0]][:3] == ["Last name", "First name", "E-mail"]
    lines = (await fetch(owner, "/downloads/members.ndjson")).splitlines()
    people = {one["email"]: one for one in map(json.loads, lines)}
    assert people["=cmd|x@b.com"]["groups"] is None
    assert people["=cmd|x@b.com"]["labels"] == []
    assert people["=cmd|x@b.com"]["joinedAt"] is None


async def test_instants_are_written_as_they_are(home: Home, owner: Client) -> None:
    await home.invite("ann@x.org")
    noon = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    later = noon + timedelta(days=40, microseconds=7)
    await home.sql.execute(
        "UPDATE members SET created_at = $1, joined_at = $2 WHERE email_key = 'ann@x.org'", noon, later
    )
    rows = {row["E-mail"]: row for row in rows_of(await fetch(owner, "/downloads/members.csv"))}
    ann = rows["ann@x.org"]
    assert (ann["Created"], ann["Joined"]) == (
        "2026-06-01T12:00:00.000000+00:00",
        "2026-07-11T12:00:00.000007+00:00",
    )
    assert [datetime.fromisoformat(ann[name]) for name in ("Created", "Joined")] == [noon, later]


async def test_groups_with_their_numbers(home: Home, owner: Client) -> None:
    group = await home.group("Crew", external_id="HR-1", is_private=True)
    await home.group("Empty")
    await home.session(group, title="Safety")
    await home.invite("a@x.org", "b@x.org", group_ids=[group])
    await home.sql.execute(
        "UPDATE members SET activated_at = now(), joined_at = now() WHERE email_key = 'a@x.org'"
    )
    rows = {row["Name"]: row for row in rows_of(await fetch(owner, "/downloads/groups.csv"))}
    crew = rows["Crew"]
    assert crew["Id"].startswith("grp_")
    assert (crew["External id"], crew["Private"], crew["Programs"]) == ("HR-1", "1", "Safety")
    assert (crew["Members"], crew["Learners"], crew["Invited"], crew["Active"]) == ("2", "2", "1", "1")
    assert crew["Joined rate"] == "0.5"
    assert (rows["Empty"]["Members"], rows["Empty"]["Joined rate"]) == ("0", "")


async def test_invitations_and_registrations(home: Home, owner: Client) -> None:
    group = await home.group("Crew")
    await home.session(group, title="Safety")
    await home.invite("a@x.org", group_ids=[group])
    (invitation,) = rows_of(await fetch(owner, "/downloads/invitations.csv?separator=semicolon"), ";")
    assert (invitation["E-mail"], invitation["State"], invitation["Mail"]) == (
        "a@x.org",
        "PENDING",
        "QUEUED",
    )
    (registration,) = rows_of(await fetch(owner, "/downloads/registrations.csv"))
    assert (registration["Program"], registration["E-mail"]) == ("Safety", "a@x.org")


async def test_a_groups_manager_sees_their_own_people_only(home: Home, owner: Client) -> None:
    mine, other = await home.group("Mine"), await home.group("Other")
    manager = await home.member(Role.TRAINEE, "manager@x.org")
    await home.invite("a@x.org", group_ids=[mine])
    await home.invite("b@x.org", group_ids=[other])
    await home.sql.execute(
        """INSERT INTO memberships (id, workspace_id, group_id, member_id, role, created_at)
        VALUES (usher_uuid7(), $1, $2, $3, 'MANAGER', now())""",
        manager.workspace_id,
        mine,
        manager.member_id,
    )
    client = await sign_in(home, owner, manager.member_id)
    people = {row["E-mail"] for row in rows_of(await fetch(client, "/downloads/members.csv"))}
    assert people == {"manager@x.org", "a@x.org"}
    assert {row["Name"] for row in rows_of(await fetch(client, "/downloads/groups.csv"))} == {"Mine"}


async def test_narrowed_as_the_lists_are(home: Home, owner: Client) -> None:
    group = await home.group("Crew")
    await home.invite("a@x.org", group_ids=[group])
    intake = await home.invite("b@x.org")
    await home.bounce("b@x.org")
    bounced = rows_of(await fetch(owner, "/downloads/members.csv?bounced=1"))
    assert [row["E-mail"] for row in bounced] == ["b@x.org"]
    crew = rows_of(
        await fetch(owner, f"/downloads/members.csv?group={encode(Kind.GROUP, group)}&search=X.ORG")
    )
    assert [row["E-mail"] for row in crew] == ["a@x.org"]
    assert intake.committed
    batch = encode(Kind.BATCH, intake.committed.batch_id)
    path = f"/downloads/invitations.csv?batch={batch}&mailState=SENT"
    assert [row["E-mail"] for row in rows_of(await fetch(owner, path))] == []
    path = path.replace("SENT", "BOUNCED&mailState=QUEUED")
    assert [row["E-mail"] for row in rows_of(await fetch(owner, path))] == ["b@x.org"]
    assert rows_of(await fetch(owner, "/downloads/groups.csv?archived=1")) == []
    plain = await fetch(owner, "/downloads/groups.csv?bom=0&separator=tab")
    assert plain.startswith(b"Name\tId\t")


async def sign_in(home: Home, owner: Client, member_id: object) -> Client:
    await home.sql.execute(
        """INSERT INTO access_tokens
            (id, workspace_id, member_id, token_hash, device, created_at, last_used_at, expires_at)
        SELECT usher_uuid7(), workspace_id, id, encode(sha256('phone'), 'hex'), '', now(), now(),
            now() + interval '1 day' FROM members WHERE id = $1""",
        member_id,
    )
    return Client(owner.http, "phone")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/downloads/groups.csv?status=ACTIVE", 400, "BAD_INPUT"),
        ("/downloads/members.csv?bounced=maybe", 400, "BAD_INPUT"),
        ("/downloads/members.csv?search=a&search=b", 400, "BAD_INPUT"),
        ("/downloads/members.csv?search=%00", 400, "BAD_INPUT"),
        ("/downloads/members.csv?separator=pipe", 400, "BAD_INPUT"),
        ("/downloads/members.xlsx?separator=tab", 400, "BAD_INPUT"),
        ("/downloads/invitations.csv?mailState=LOST", 400, "BAD_INPUT"),
        ("/downloads/invitations.csv?batch=imp_01h455vb4pex5vsknk084sn02q", 400, "WRONG_ID"),
        ("/downloads/imports/imp_01h455vb4pex5vsknk084sn02q/report.csv", 404, "NOT_FOUND"),
        ("/downloads/imports/imp_01h455vb4pex5vsknk084sn02q/report.pdf", 404, "NOT_FOUND"),
        ("/downloads/secrets.csv", 404, "NOT_FOUND"),
        ("/downloads/members.pdf", 404, "NOT_FOUND"),
        ("/downloads/members.csv?status=GONE", 400, "BAD_INPUT"),
        ("/downloads/members.csv?color=red", 400, "BAD_INPUT"),
        ("/downloads/members.csv?group=mem_01h455vb4pex5vsknk084sn02q", 400, "WRONG_ID"),
        ("/downloads/members.csv?deactivatesBefore=soon", 400, "BAD_INPUT"),
    ],
)
async def test_what_cannot_be_had_is_told(
    home: Home, owner: Client, path: str, status: int, code: str
) -> None:
    response = await owner.http.get(path, headers=owner.headers)
    assert (response.status_code, code_of(response)) == (status, code)


async def test_nobody_downloads_unknown(home: Home, owner: Client) -> None:
    response = await owner.http.get("/downloads/members.csv")
    assert (response.status_code, code_of(response)) == (401, "UNAUTHENTICATED")
    made = await owner('mutation { createApiKey(input: {name: "HR", scopes: [INVITE]}) { secret } }')
    key = Client(owner.http, made["createApiKey"]["secret"])
    refused = await key.http.get("/downloads/members.csv", headers=key.headers)
    assert (refused.status_code, code_of(refused)) == (403, "FORBIDDEN")
