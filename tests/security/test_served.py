"""What only running processes show: secrets that stand nowhere, bounded sockets, imports under attack."""

from __future__ import annotations

import asyncio
import hmac
import io
import json
import subprocess
import zipfile
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from redis.asyncio import Redis
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from backend.local.owner import unprivileged
from backend.local.postgres import _programs
from tests.accounts.reading.test_workbooks import claiming, entities, far_cell, many_parts, other_package
from tests.faults.caller import LOGIN
from tests.served import Served, served

__all__ = ["served"]
pytestmark = [pytest.mark.system, pytest.mark.xdist_group("served")]

PASSWORD = "canary 7f3a orchard"
PERSON = "quill.canary@birds.example"
FINCH = "finch.canary@birds.example"
CREATE_KEY = "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }"
INVITE = "mutation ($input: InviteByEmailInput!) { inviteByEmail(input: $input) { errors { code } } }"
ACCEPT = "mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { errors { code } } }"
RESET = """mutation ($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input) { errors { code } } }"""
HASHES = "SELECT token_hash FROM invitation_links UNION SELECT token_hash FROM password_resets"
SET_ACCOUNTS = """mutation ($input: SetAccountsInput!) {
    setAccounts(input: $input) { accountImport { id state } errors { code message } }
}"""
LOOK = """query ($id: ID!) { node(id: $id) { ... on AccountImport { state errors { code } } } }"""
MOST_GROWTH = 120 << 10  # kB that a web process may have grown by for good
TOO_LONG = 20.0  # seconds for `/healthz` on the busiest machine


async def ask(client: httpx.AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    """The whole answer."""
    body = {"query": query, "variables": variables}
    answer: dict[str, Any] = (await client.post("/graphql", json=body)).json()
    return answer


def dump(served: Served) -> bytes:
    """The whole database, as a backup has it."""
    program = str(_programs(unprivileged()) / "pg_dump")
    return subprocess.run(
        [program, "--inserts", served.database.owner_url], check=True, capture_output=True, timeout=120
    ).stdout


async def everything_in_redis(served: Served) -> str:
    """Every key and what it holds, jobs and their arguments among them."""
    found = []
    async with Redis.from_url(served.valkey.url()) as redis:
        async for key in redis.scan_iter():
            found.append(f"{key} {await redis.dump(key)}")
    return "\n".join(found)


async def test_a_worker_tells_operators_how_it_is(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.operators, timeout=60) as operators:
        assert (await operators.get("/healthz")).json() == {"status": "alive"}
        ready = (await operators.get("/readyz")).json()
        numbers = (await operators.get("/metrics")).text
    assert ready == {"ready": True, "parts": {"database": True, "schema": True, "broker": True}}
    for name in ("usher_sweep_age_seconds", "usher_due_mails", 'usher_task_seconds_count{task="watch_gate"}'):
        assert name in numbers


async def test_secrets_stand_nowhere(served: Served) -> None:
    """A mailed password and the token of its sign-in: not in a backup, in Redis, in jobs or in logs."""
    async with (
        Redis.from_url(served.valkey.url()) as redis,
        redis.monitor() as monitor,
        served.client() as owner,
    ):
        heard = asyncio.create_task(_listen(monitor))
        text = f"Quill, Ada, {PERSON},, 1, {PASSWORD}\n"
        before = len(served.smtp.history.arrivals)
        made = (await ask(owner, SET_ACCOUNTS, input={"text": text}))["data"]["setAccounts"]
        assert made["errors"] == [], made
        await served.smtp.kept(before + 1)
        broken = (await ask(owner, SET_ACCOUNTS.replace("errors", "errrors"), input={"text": text}))["errors"]
        assert broken
        told = "\n".join([*await _stopped(heard), await everything_in_redis(served)])
    backup = dump(served).decode()
    logs = served.web.said + served.worker.said
    assert PERSON in backup
    for place in (backup, told, logs):
        for secret in (PASSWORD, served.token, served.environment["USHER_SECRET"]):
            assert secret not in place
    assert PERSON not in told
    assert "@" not in logs
    for line in logs.splitlines():
        assert {"at", "level", "logger", "message"} <= json.loads(line).keys()


async def test_links_and_keys_stand_nowhere(served: Served) -> None:
    """The token of a mailed link, opened and tried, and an API key, used: kept and written down by nobody."""
    async with served.client() as owner, served.client(anonymous=True) as stranger:
        made = (await ask(owner, CREATE_KEY, input={"name": "HR", "scopes": ["INVITE"]}))["data"][
            "createApiKey"
        ]
        partner = {"Authorization": f"Bearer {made['secret']}"}
        body = {"query": INVITE, "variables": {"input": {"emails": [FINCH]}}}
        assert "errors" not in (await stranger.post("/graphql", json=body, headers=partner)).json()
        await ask(stranger, RESET, input={"login": LOGIN})
        secrets = [made["secret"], *await link_tokens(served)]
        assert len(secrets) == 3
        for token in secrets[1:]:
            assert (await stranger.get(f"/join/{token}")).status_code == 200
            given = {"token": token, "firstName": "F", "lastName": "F", "password": "short"}
            assert (await ask(stranger, ACCEPT, input=given))["data"]["acceptInvitation"]["errors"]
        told = await everything_in_redis(served)
    stored = dump(served).decode()
    assert FINCH in stored
    for place in (stored, told, served.web.said + served.worker.said):
        assert [secret for secret in secrets if secret in place] == []


async def link_tokens(served: Served) -> list[str]:
    """The tokens that the letters of the invitation and of the reset carry."""
    sql = await asyncpg.connect(served.database.owner_url)
    invitation = await sql.fetchval("SELECT id FROM invitations WHERE email_key = $1", FINCH)
    reset = await sql.fetchval("SELECT id FROM password_resets ORDER BY id DESC LIMIT 1")
    hashes = {row["token_hash"] for row in await sql.fetch(HASHES)}
    await sql.close()
    key = served.environment["USHER_SECRET"].encode()
    digests = [
        hmac.digest(key, f"{purpose}:{row}:1".encode(), "sha256")
        for purpose, row in (("JOIN", invitation), ("RESET", reset))
    ]
    tokens = [urlsafe_b64encode(digest).decode().rstrip("=") for digest in digests]
    assert {
        sha256(token.encode()).hexdigest() for token in tokens
    } <= hashes  # these are they, by their hashes
    return tokens


async def _listen(monitor: Any) -> list[str]:
    heard: list[str] = []
    try:
        async for command in monitor.listen():
            heard.append(str(command["command"]))
    except asyncio.CancelledError:
        return heard
    return heard


async def _stopped(heard: asyncio.Task[list[str]]) -> list[str]:
    heard.cancel()
    return await heard


async def test_messages_over_a_socket_are_bounded(served: Served) -> None:
    url = served.url.replace("http", "ws") + "/graphql"
    async with connect(url, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        padding = "x" * (64 * 1024)
        await socket.send(json.dumps({"type": "connection_init", "payload": {"padding": padding}}))
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 30)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1009  # message too big (RFC 6455 7.4.1)


def unpacked_to(size: int) -> bytes:
    """A true bomb: a sheet of zeros that unpacks to so many bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            package.writestr(name, "<x/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(size >> 20):
                sheet.write(bytes(1 << 20))
    return file.getvalue()


ATTACKS = {
    "a bomb": (unpacked_to(400 << 20), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "a liar": (claiming("xl/media/x.bin", 400 << 20), "text/csv"),
    "a far cell": (far_cell(), "text/plain"),
    "entities": (entities(), "image/png"),
    "many parts": (many_parts(), "application/zip"),
    "another package": (other_package(), "text/csv"),
    "a million rows": (b"A,B,c@x.org\n" * 1_000_000, "text/csv"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200, "text/csv"),
    "half a character": ("Müller, Zoë, z@x.org\n".encode("utf-16-le")[:-1], "text/csv; charset=utf-8"),
}


async def test_hostile_files_are_refused_while_others_are_served(served: Served) -> None:
    """Each is refused in words, all at once; meanwhile the process answers, and keeps none of it."""
    before = resident(served.web.pid)
    async with served.client() as owner, served.client(anonymous=True) as others:
        asking = asyncio.create_task(_keep_asking(others))
        answers = await asyncio.gather(*(_attack(owner, *file) for file in ATTACKS.values()))
        asking.cancel()
        slowest = await asking
    for name, answer in zip(ATTACKS, answers, strict=True):
        codes = [error["code"] for error in answer["errors"]]
        assert codes, name
        assert "INTERNAL" not in codes, name
        assert answer["state"] == "FAILED", name
    assert served.web.alive
    assert slowest < TOO_LONG
    assert resident(served.web.pid) - before < MOST_GROWTH


async def _attack(owner: httpx.AsyncClient, data: bytes, kind: str) -> Any:
    sent = await owner.put("/uploads", content=data, headers={"Content-Type": kind})
    assert sent.status_code == 201, sent.text
    given = {"uploadId": sent.json()["id"], "preview": True}
    made = (await ask(owner, SET_ACCOUNTS, input=given))["data"]["setAccounts"]["accountImport"]
    async with asyncio.timeout(120):
        while (found := await _import(owner, made["id"]))["state"] == "PLANNING":  # noqa: ASYNC110 - a worker reads it
            await asyncio.sleep(0.3)
    return found


async def _import(owner: httpx.AsyncClient, name: str) -> Any:
    return (await ask(owner, LOOK, id=name))["data"]["node"]


async def _keep_asking(others: httpx.AsyncClient) -> float:
    slowest = 0.0
    loop = asyncio.get_running_loop()
    try:
        while True:
            began = loop.time()
            assert (await others.get("/healthz")).status_code == 200
            slowest = max(slowest, loop.time() - began)
            await asyncio.sleep(0.1)
    except asyncio.CancelledError:
        return slowest


def resident(pid: int) -> int:
    """How much memory a process holds, in kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
