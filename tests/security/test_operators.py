"""What operators are told: health that is true, numbers, and logs without a word that people typed."""

from __future__ import annotations

import json
import logging
from typing import Any

import asyncpg
import httpx
import pytest
from prometheus_client import generate_latest

from backend.core.logs import JsonLines, request_id
from tests.api.conftest import Client
from tests.house_of import Home

CANARY = "ada@canary.example"
NUMBERS = (
    "usher_due_mails",
    "usher_oldest_due_mail_seconds",
    "usher_outbox_held",
    "usher_unheard_pokes_total",
    "usher_password_hashes",
    'usher_request_seconds_count{method="POST",route="graphql",status="200"}',
)


async def test_readiness_is_true(http: httpx.AsyncClient, home: Home) -> None:
    ready = await http.get("/readyz")
    assert (ready.status_code, ready.json()["parts"]) == (
        200,
        {"database": True, "schema": True, "broker": True},
    )
    row = await home.sql.fetchrow(
        "DELETE FROM tortoise_migrations WHERE name = (SELECT max(name) FROM tortoise_migrations) RETURNING *"
    )
    assert row is not None
    behind = await http.get("/readyz")
    await home.sql.execute("INSERT INTO tortoise_migrations VALUES ($1, $2, $3, $4)", *row.values())
    assert (behind.status_code, behind.json()["parts"]["schema"]) == (503, False)
    assert (await http.get("/healthz")).json() == {"status": "alive"}


async def test_numbers_are_for_operators_alone(http: httpx.AsyncClient, home: Home) -> None:
    answer = await http.get("/metrics")
    assert "usher_due_mails" not in answer.text


async def test_every_answer_names_its_request(http: httpx.AsyncClient, home: Home) -> None:
    fresh = await http.get("/healthz")
    kept = await http.get("/healthz", headers={"X-Request-Id": "proxy-0123456789"})
    forged = await http.get("/healthz", headers={"X-Request-Id": 'a"\\n{evil}'})
    assert len(fresh.headers["x-request-id"]) == 32
    assert kept.headers["x-request-id"] == "proxy-0123456789"
    assert "evil" not in forged.headers["x-request-id"]


def line(message: str, *values: object, error: BaseException | None = None) -> dict[str, Any]:
    """A record as it is written."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("backend.x", logging.ERROR, "", 0, message, values, info)
    found: dict[str, Any] = json.loads(JsonLines().format(record))
    return found


async def test_an_error_tells_kinds_and_places_and_no_words(home: Home) -> None:
    insert = "INSERT INTO members SELECT (jsonb_populate_record(m, $1)).* FROM members m"
    change = {"id": "01a2155f-8843-7310-b562-1ab66057e000", "first_name": CANARY}
    with pytest.raises(asyncpg.UniqueViolationError) as caught:
        await home.sql.execute(insert, json.dumps(change))
    assert "owner@home.example.org" in f"{caught.value} {caught.value.detail}"
    written = line("mail %s failed", "x", error=caught.value)
    assert "example" not in str(written)
    (error,) = written["error"]
    assert error["kind"] == "UniqueViolationError"
    assert "members_email" in str(error)


def test_addresses_in_what_others_said_are_left_out() -> None:
    said = line("mail server %s is away: %s", "mx:25", f"421 4.7.0 <{CANARY}> go away redis://:secret@host/0")
    assert CANARY not in str(said)
    assert "secret" not in str(said)
    assert "421 4.7.0" in str(said["message"])


def test_lines_carry_their_request() -> None:
    token = request_id.set("abc12345")
    assert line("x")["request"] == "abc12345"
    request_id.reset(token)
    assert "request" not in line("x")


async def test_what_a_request_asked_for_is_counted(http: httpx.AsyncClient, owner: Client) -> None:
    await owner("{ viewer { member { id } } }")
    told = generate_latest().decode()
    assert [name for name in NUMBERS if name not in told] == []
