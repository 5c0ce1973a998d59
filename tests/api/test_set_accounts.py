"""Accounts over the API: one at once, many as an import, and what an import leaves to take along."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import orjson

from backend.accounts.imports.importer import Importer
from tests.api.conftest import Client
from tests.api.test_grants import do
from tests.house_of import Home
from tests.security.world import caller

INTAKE = """{ plan { hash counts { total create } rows { nodes { input outcome member { email status }
    errors { code } } } } batch { operation } errors { code field message } }"""
FIELDS = """{ id state planHash columns counts { total create refused }
    mails { kind count } errors { code } progress { total planned written hashed passwords }
    batch { operation counts { create } } hasCredentialsSheet
    rows { totalCount pageInfo { hasNextPage } nodes { position input email outcome member { username }
      cells { column text } changes { field } errors { code field row suggestion } } } }"""
IMPORT = f"{{ accountImport {FIELDS} errors {{ code field }} }}"
NODE = f"query ($id: ID!) {{ node(id: $id) {{ ... on AccountImport {FIELDS} }} }}"
LIST = """query ($states: [ImportState!]) {
    accountImports(first: 5, filter: { state: $states }) { totalCount nodes { id state } } }"""
PASTE = "Smith, James,, France | North, 1, apozeiru, en\nBroken, Row, broken@, , 0\n"


async def run_all() -> None:
    """What the worker does."""
    importer = Importer()
    try:
        while await importer.step() or await importer.hash_step():
            pass
    finally:
        await importer.close()


async def imported(owner: Client, document: str, **wanted: Any) -> dict[str, Any]:
    answer = await do(owner, document, IMPORT, **wanted)
    one: dict[str, Any] = answer["accountImport"]
    return one


async def found(owner: Client, import_id: str) -> dict[str, Any]:
    node: dict[str, Any] = (await owner(NODE, id=import_id))["node"]
    return node


async def test_imports_that_wait(owner: Client, home: Home, http: httpx.AsyncClient) -> None:
    waits = await imported(owner, "setAccounts", text=PASTE, preview=True)
    put_away = await imported(owner, "setAccounts", text=PASTE, preview=True)
    await run_all()
    await imported(owner, "cancelAccountImport", id=put_away["id"])
    drafts = (await owner(LIST, states=["DRAFT"]))["accountImports"]
    assert drafts == {"totalCount": 1, "nodes": [{"id": waits["id"], "state": "DRAFT"}]}
    everything = (await owner(LIST, states=None))["accountImports"]
    assert [one["id"] for one in everything["nodes"]] == [put_away["id"], waits["id"]]
    trainer = await caller(http, home, "TRAINER")
    refused = await trainer.ask(LIST, states=["DRAFT"])
    assert (refused["data"], refused["errors"][0]["extensions"]["code"]) == (None, "FORBIDDEN")


async def test_one_account(owner: Client) -> None:
    wanted = {"firstName": "James", "lastName": "Smith", "email": "james@x.org"}
    preview = await do(owner, "setAccount", INTAKE, preview=True, **wanted)
    assert (preview["batch"], preview["plan"]["counts"]["create"]) == (None, 1)
    made = await do(owner, "setAccount", INTAKE, planHash=preview["plan"]["hash"], **wanted)
    assert made["batch"]["operation"] == "setAccount"
    assert made["plan"]["rows"]["nodes"][0]["member"] == {"email": "james@x.org", "status": "ACTIVE"}
    refused = await do(owner, "setAccount", INTAKE, credentials="PASSWORD", **wanted)
    assert [(error["code"], error["field"]) for error in refused["errors"]] == [
        ("PASSWORD_REQUIRED", ["password"])
    ]
    assert refused["batch"] is None


async def test_many_accounts_from_draft_to_report(home: Home, owner: Client, http: httpx.AsyncClient) -> None:
    draft = await imported(owner, "setAccounts", text=PASTE, preview=True)
    assert (draft["state"], draft["counts"]) == ("DRAFT", {"total": 2, "create": 1, "refused": 1})
    first, second = draft["rows"]["nodes"]
    assert {"column": "password", "text": "••••••"} in first["cells"]
    assert "apozeiru" not in str(draft)
    assert second["errors"][0]["field"] == ["email"]
    rows = [{"position": 2, "cells": [{"column": "email", "text": "row@x.org"}]}]
    mended = await imported(owner, "updateImportRows", id=draft["id"], rows=rows)
    assert mended["counts"]["create"] == 1  # nothing is mailed, and no password is given
    rows = [{"position": 2, "cells": [{"column": "sendCredentials", "text": "1"}]}]
    mended = await imported(owner, "updateImportRows", id=draft["id"], rows=rows)
    assert mended["counts"]["create"] == 2
    running = await imported(owner, "commitAccountImport", id=draft["id"], planHash=mended["planHash"])
    assert running["state"] == "RUNNING"
    await run_all()
    done = await found(owner, draft["id"])
    assert (done["state"], done["batch"]["counts"]["create"]) == ("DONE", 2)
    assert done["progress"] == {"total": 2, "planned": 2, "written": 2, "hashed": 1, "passwords": 1}
    assert done["rows"]["nodes"][0]["member"]["username"] == "james.smith"
    assert done["hasCredentialsSheet"] is True
    assert await with_sheets(owner, waiting=True) == [draft["id"]]
    address = f"/downloads/imports/{draft['id']}/credentials"
    assert "apozeiru" not in (await http.get(address, headers=owner.headers)).text
    sheet = await http.post(address, headers=owner.headers)
    assert sheet.status_code == 200
    assert "apozeiru" in sheet.text
    assert "'unsafe-inline'" not in sheet.headers["content-security-policy"]
    assert (await http.post(address, headers=owner.headers)).status_code == 404
    assert (await with_sheets(owner, waiting=True), await with_sheets(owner, waiting=False)) == (
        [],
        [draft["id"]],
    )
    assert await home.count("account_import_rows", "sealed IS NOT NULL") == 0


async def with_sheets(owner: Client, *, waiting: bool) -> list[str]:
    of = "accountImports(filter: {hasCredentialsSheet: $sheet}) { totalCount nodes { id } }"
    query = f"query ($sheet: Boolean) {{ {of} }}"
    found = (await owner(query, sheet=waiting))["accountImports"]
    assert found["totalCount"] == len(found["nodes"])
    return [one["id"] for one in found["nodes"]]


async def test_failed_rows_come_back_in_their_own_shape(
    home: Home, owner: Client, http: httpx.AsyncClient
) -> None:
    header = "E-Mail;Nachname;Passwort;Gruppen\n"
    text = f"{header}broken@;Müller;secret-pass-1;\nok@x.org;Meier;;\nx@x.org;Maier;;=Nobody\n"
    draft = await imported(owner, "setAccounts", text=text, preview=True)
    answer = await http.get(f"/downloads/imports/{draft['id']}/failed.csv", headers=owner.headers)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("E-Mail;Nachname;Passwort;Gruppen;")
    cells = [line.split(";")[:3] for line in lines[1:]]
    assert cells == [["broken@", "Müller", ""], ["x@x.org", "Maier", ""]]
    assert "secret-pass-1" not in answer.text
    assert (await http.get(f"/downloads/imports/{draft['id']}/failed.csv")).status_code == 401


async def test_of_three_commits_at_once_two_are_told_as_data(home: Home, owner: Client) -> None:
    draft = await imported(owner, "setAccounts", text="A,A,a@x.org\n", preview=True)
    document = """mutation ($input: CommitAccountImportInput!) {
        commitAccountImport(input: $input) { accountImport { state } errors { code field } } }"""
    wanted = {"id": draft["id"], "planHash": draft["planHash"]}
    answers = await asyncio.gather(*(owner(document, input=wanted) for _ in range(3)))
    told = [answer["commitAccountImport"] for answer in answers]
    refused = {"accountImport": None, "errors": [{"code": "NOT_A_DRAFT", "field": ["id"]}]}
    assert told.count(refused) == 2
    assert told.count({"accountImport": {"state": "RUNNING"}, "errors": []}) == 1
    await run_all()
    assert await home.count("members", "email_key = 'a@x.org'") == 1


async def test_rows_that_look_mistyped_are_found_and_counted(owner: Client) -> None:
    text = "".join(f"L{n},F{n},f{n}@{'gmial.com' if n % 2 else 'x.org'}\n" for n in range(5))
    draft = await imported(owner, "setAccounts", text=f"{text}A,A,broken@\n", preview=True)
    document = """query ($id: ID!, $code: String) { node(id: $id) { ... on AccountImport {
        rows(first: 1, code: $code) { totalCount nodes { outcome errors { code suggestion } } } } } }"""
    rows = (await owner(document, id=draft["id"], code="SUSPECTED_TYPO"))["node"]["rows"]
    hint = {"code": "SUSPECTED_TYPO", "suggestion": "f1@gmail.com"}
    assert rows == {"totalCount": 2, "nodes": [{"outcome": "CREATE", "errors": [hint]}]}
    assert (await owner(document, id=draft["id"], code="NONE"))["node"]["rows"]["totalCount"] == 0
    assert (await owner(document, id=draft["id"]))["node"]["rows"]["totalCount"] == 6


async def test_errors_name_what_they_are_about(owner: Client) -> None:
    header = "E-mail,Password,Groups,Language,Shoe size,Ends"
    draft = await imported(owner, "setAccounts", text=f"{header}\nx@x.org,short,Nort,qq,43,\n", preview=True)
    document = """query ($id: ID!) { node(id: $id) { ... on AccountImport {
        warnings { code value } rows { nodes { errors { code value } } } } } }"""
    node = (await owner(document, id=draft["id"]))["node"]
    named = [{"code": "UNKNOWN_COLUMN", "value": value} for value in ("Shoe size", "Ends")]
    assert node["warnings"] == named
    told = {error["code"]: error["value"] for error in node["rows"]["nodes"][0]["errors"]}
    assert told == {"PASSWORD_TOO_SHORT": "8", "UNKNOWN_GROUP": "Nort", "UNKNOWN_LANGUAGE": "qq"}


async def test_a_changed_plan_is_a_refusal_and_a_brake_is_data(home: Home, owner: Client) -> None:
    draft = await imported(owner, "setAccounts", text="A,A,a@x.org\n", preview=True)
    document = """mutation ($input: CommitAccountImportInput!) {
        commitAccountImport(input: $input) { errors { code } } }"""
    wanted = {"id": draft["id"], "planHash": "another.0"}
    answer = await owner.ask(document, input=wanted)
    assert answer["errors"][0]["extensions"]["code"] == "PLAN_CHANGED"
    assert (await owner(document, input=wanted | {"planHash": draft["planHash"]}))["commitAccountImport"] == {
        "errors": []
    }
    await run_all()
    text = "A,A,a@x.org,North\nB,B,owner@home.example.org,North\n"
    braked = await do(owner, "setAccounts", IMPORT, text=text)
    assert [error["code"] for error in braked["errors"]] == ["CONFIRMATION_REQUIRED"]
    assert braked["accountImport"]["state"] == "DRAFT"
    assert await home.count("members", "labels = '{North}'") == 0


async def test_a_file_that_was_sent_up(owner: Client, http: httpx.AsyncClient) -> None:
    sent = await http.put("/uploads", content=PASTE.encode("utf-16"), headers=owner.headers)
    planning = await imported(owner, "setAccounts", uploadId=sent.json()["id"], preview=True)
    assert planning["state"] == "PLANNING"
    await run_all()
    draft = await found(owner, planning["id"])
    assert (draft["state"], draft["counts"]["create"]) == ("DRAFT", 1)
    cancelled = await imported(owner, "cancelAccountImport", id=planning["id"])
    assert cancelled["state"] == "CANCELLED"


async def test_rows_as_a_program_has_them(home: Home, owner: Client) -> None:
    await home.group("Crew", external_id="HR-1")
    rows = [{"email": "a@x.org", "lastName": "A", "labels": ["North"], "groups": ["HR-1"], "role": "TRAINER"}]
    running = await imported(owner, "setAccounts", rows=rows, defaults={"credentials": "LINK"})
    assert running["state"] == "RUNNING"
    await run_all()
    assert await home.count("members", "role = 'TRAINER' AND labels = '{North}'") == 1
    assert await home.count("memberships") == 1


async def test_a_report_of_every_row(home: Home, owner: Client, http: httpx.AsyncClient) -> None:
    await home.invite("known@x.org")
    text = "E-mail;Last name;Role\nknown@x.org;Meier;\nbroken@;Müller;\nnew@x.org;Roe;TRAINER\n"
    running = await imported(owner, "setAccounts", text=text, confirmChanges=True)
    await run_all()
    path = f"/downloads/imports/{running['id']}/report.ndjson"
    answer = await http.get(path, headers=owner.headers)
    rows = [orjson.loads(line) for line in answer.content.splitlines()]
    assert [(row["position"], row["outcome"], row["lastName"]) for row in rows] == [
        (2, "UPDATE", "Meier"),
        (3, "REFUSED", "Müller"),
        (4, "CREATE", "Roe"),
    ]
    assert rows[0]["changes"] == "lastName:  → Meier"
    assert (rows[1]["codes"], rows[1]["memberId"]) == (["INVALID_EMAIL"], None)
    assert rows[2]["memberId"].startswith("mem_")
    assert (await http.get(path)).status_code == 401


async def test_the_batch_of_an_import_leads_back_to_it(owner: Client, home: Home) -> None:
    made = await imported(owner, "setAccounts", text=PASTE, confirmChanges=True)
    await run_all()
    query = """{ batches(first: 1) { nodes { importId rows { nodes { position input outcome } } } } }"""
    (batch,) = (await owner(query))["batches"]["nodes"]
    assert batch["importId"] == made["id"]
    told = [(row["position"], row["outcome"]) for row in batch["rows"]["nodes"]]
    assert told == [(1, "CREATE"), (2, "REFUSED")]
    assert "apozeiru" not in str(batch)  # its password
