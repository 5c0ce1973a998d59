"""The commands over the API, run as processes against a web process: the same outcomes as the app."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, validate

from backend.accounts.imports.importer import Importer
from backend.api.schema import schema
from backend.client import documents
from tests.api.conftest import Client
from tests.house_of import Home

pytestmark = pytest.mark.system
PATIENCE = 60  # seconds
KEY = "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }"
SCOPES = ["INVITE", "MANAGE_MEMBERS", "EXPORT", "SEE_MEMBERS", "MANAGE_PROGRAMS", "REGISTER"]
SHEET = "Last name;First name;E-mail\nCurie;Marie;marie@x.org\nBroken;Row;broken@\n"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Somebody with a key, in a folder."""

    folder: Path
    environment: dict[str, str]

    async def __call__(self, *words: str, typed: str = "", **environment: str) -> Ended:
        """Run `usher` with these words."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "backend.cli", *words),
            cwd=self.folder,
            env=self.environment | environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate(typed.encode())
        return Ended(process.returncode or 0, out.decode(), err.decode())


@pytest.fixture
async def shell(owner: Client, address: str, tmp_path: Path) -> Shell:
    """A folder of its own, and a key that may invite, import and export."""
    made = await owner(KEY, input={"name": "Cron", "scopes": SCOPES})
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("USHER_", "DATABASE_"))}
    own = {"USHER_URL": address, "USHER_API_KEY": made["createApiKey"]["secret"], "COLUMNS": "200"}
    return Shell(tmp_path, kept | own)


@pytest.fixture
async def worker() -> AsyncIterator[None]:
    """What runs imports."""

    async def work() -> None:
        importer = Importer()
        try:
            while True:
                if not (await importer.step() or await importer.hash_step()):
                    await asyncio.sleep(0.05)  # a row that appears raises no event here
        finally:
            await importer.close()

    working = asyncio.create_task(work())
    yield
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


def test_every_document_fits_the_schema() -> None:
    asked = [documents.INVITE, documents.SET_ACCOUNTS, documents.CANCEL, documents.ACCOUNT_IMPORT]
    assert [error.message for one in asked for error in validate(schema._schema, parse(one))] == []


async def test_invite(home: Home, shell: Shell) -> None:
    preview = await shell("invite", "a@x.org", "--preview", "--json")
    assert (preview.code, json.loads(preview.out)["counts"]["invite"]) == (0, 1), preview.err
    assert await home.count("invitations") == 0
    done = await shell("invite", "-", "--role", "trainer", typed="Ann <ann@x.org>; a@x.org\nbroken@\n")
    assert done.code == 1
    assert "2 invited" in done.out
    assert "Row 3: broken@" in done.err
    assert "(INVALID_EMAIL)" in done.err
    assert await home.count("invitations", "role = 'TRAINER'") == 2
    assert await home.count("batches", "door = 'API_KEY'") == 1


@pytest.mark.usefixtures("worker")
async def test_import(home: Home, shell: Shell) -> None:
    (shell.folder / "people.csv").write_text(SHEET)
    preview = await shell("import", "people.csv", "--preview", "--json")
    report: dict[str, Any] = json.loads(preview.out)
    assert (preview.code, report["state"], report["batch"]) == (1, "DRAFT", None), preview.err
    assert (report["counts"]["create"], report["counts"]["refused"]) == (1, 1)
    assert await home.count("members") == 1
    assert await home.count("account_imports", "state = 'DRAFT'") == 0
    done = await shell("import", "people.csv", "--commit", "--label", "lab", "--failed", "again.csv")
    assert (done.code, "1 accounts opened" in done.out) == (1, True), done.err
    assert await home.count("members", "email_key = 'marie@x.org' AND labels = '{lab}'") == 1
    again = (shell.folder / "again.csv").read_text(encoding="utf-8-sig")
    assert again.splitlines()[1].startswith("Broken;Row;broken@;")
    (shell.folder / "again.csv").write_text(again.replace("broken@", "row@x.org"))
    mended = await shell("import", "again.csv", "--commit", "--json")
    assert (mended.code, json.loads(mended.out)["counts"]["create"]) == (0, 1), mended.err
    assert not (shell.folder / "again-failed.csv").exists()


async def test_export(home: Home, shell: Shell) -> None:
    await home.group("Crew")
    await home.invite("a@x.org")
    done = await shell("export", "groups", "--separator", "tab")
    assert done.code == 0, done.err
    assert (shell.folder / "groups.csv").read_text(encoding="utf-8-sig").startswith("Name\tId\t")
    shown = await shell("export", "members", "--format", "ndjson", "-o", "-", "--filter", "status=INVITED")
    assert [json.loads(line)["email"] for line in shown.out.splitlines()] == ["a@x.org"]
    refused = await shell("export", "members", "-o", "all.csv", "--filter", "color=red")
    assert (refused.code, "no filter 'color'" in refused.err) == (2, True)
    assert [path.name for path in shell.folder.iterdir()] == ["groups.csv"]


@pytest.mark.parametrize(
    ("environment", "code", "told"),
    [
        ({"USHER_API_KEY": ""}, 2, "Set USHER_API_KEY"),
        ({"USHER_URL": ""}, 2, "Set USHER_URL"),
        ({"USHER_API_KEY": "usk_nobody"}, 2, "Sign in first. (UNAUTHENTICATED)"),
    ],
)
async def test_what_cannot_be_done_is_told_in_a_line(
    home: Home, shell: Shell, environment: dict[str, str], code: int, told: str
) -> None:
    ended = await shell("invite", "a@x.org", **environment)
    assert (ended.code, ended.err.startswith(told), ended.err.count("\n")) == (code, True, 1), ended.err
    assert await home.count("members") == 1


async def test_a_key_without_the_scope(home: Home, owner: Client, shell: Shell) -> None:
    made = await owner(KEY, input={"name": "Weak", "scopes": ["SEE_MEMBERS"]})
    weak = {"USHER_API_KEY": made["createApiKey"]["secret"]}
    invited = await shell("invite", "a@x.org", **weak)
    exported = await shell("export", "members", **weak)
    assert (invited.code, exported.code) == (2, 2)
    assert "(FORBIDDEN)" in invited.err
    assert "(FORBIDDEN)" in exported.err
    assert await home.count("members") == 1
    assert list(shell.folder.iterdir()) == []


@pytest.mark.usefixtures("worker")
async def test_the_days_limit_is_warned_of_and_refuses_at_once(home: Home, shell: Shell) -> None:
    await home.sql.execute("UPDATE workspaces SET daily_invites = 0")
    (shell.folder / "people.csv").write_text("Last name;First name;E-mail\nCurie;Marie;marie@x.org\n")
    for command, thing in (("invite", "a@x.org"), ("import", "people.csv")):
        preview = await shell(command, thing, "--preview")
        assert (preview.code, "(DAILY_LIMIT)" in preview.err) == (0, True), preview.err
    before = await home.count("members")
    invited = await shell("invite", "a@x.org")
    assert (invited.code, "0 are left" in invited.err) == (2, True), invited.err
    imported = await shell("import", "people.csv", "--commit")
    assert (imported.code, "(DAILY_LIMIT)" in imported.err) == (2, True), imported.err
    assert await home.count("members") == before
    assert await home.count("mails") == 0
