"""Days and instants at the ends of the calendar: refused by name, never a fault, and nothing is done."""

from __future__ import annotations

from typing import Any

import pytest

from backend.core.ids import Kind, encode
from tests.api.conftest import Client
from tests.house_of import Home

SESSION = """mutation ($input: CreateSessionInput!) { createSession(input: $input) {
    session { startsAt } errors { code field } } }"""
EXTEND = """mutation ($input: ExtendInvitationsInput!) { extendInvitations(input: $input) {
    invitations { id } errors { code field } } }"""
SERIES = """query ($from: Date, $to: Date, $by: Period!) { groupStatistics { nodes {
    series(by: $by, from: $from, to: $to) { day } } } }"""
AUDIT = "query ($since: DateTime) { auditEvents(filter: { since: $since }) { nodes { id } } }"
ACCOUNT = """mutation ($input: SetAccountInput!) { setAccount(input: $input) {
    plan { rows { nodes { outcome member { deactivatesOn } } } } errors { code field } } }"""


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2027-13-01T00:00Z", 7]
)
async def test_an_instant_out_of_reach_is_refused(home: Home, owner: Client, at: Any) -> None:
    before = await home.everything()
    program = encode(Kind.PROGRAM, home.owner_id)
    answer = await owner.ask(
        SESSION, input={"programId": program, "name": "Far", "startsAt": at, "timeZone": "UTC"}
    )
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert "DateTime" in error["message"]
    assert (await owner.ask(AUDIT, since=at))["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert await home.everything() == before


@pytest.mark.parametrize("until", ["9999-12-31", "1900-01-01"])
async def test_no_invitation_lasts_for_ever(home: Home, owner: Client, until: str) -> None:
    await home.invite("a@x.org")
    one = encode(Kind.INVITATION, await home.sql.fetchval("SELECT id FROM invitations"))
    expires = await home.sql.fetchval("SELECT expires_at FROM invitations")
    told = (await owner(EXTEND, input={"ids": [one], "until": until}))["extendInvitations"]
    assert told == {"invitations": [], "errors": [{"code": "INVALID_DATE", "field": ["until"]}]}
    assert await home.sql.fetchval("SELECT expires_at FROM invitations") == expires


@pytest.mark.parametrize("by", ["DAY", "WEEK", "MONTH"])
async def test_a_series_ends_before_the_calendar_does(home: Home, owner: Client, by: str) -> None:
    await home.group("Crew")
    for first, last in (("9999-12-31", "9999-12-31"), (None, "9999-12-31"), ("1900-01-01", "9999-12-31")):
        (error,) = (await owner.ask(SERIES, by=by, to=last, **{"from": first}))["errors"]
        assert error["extensions"]["errors"][0]["code"] == "INVALID_DATE"
    (one,) = (await owner(SERIES, by=by, to="1900-01-01", **{"from": "1900-01-01"}))["groupStatistics"][
        "nodes"
    ]
    assert len(one["series"]) == 1


async def test_never_may_be_written_as_the_last_day_there_is(home: Home, owner: Client) -> None:
    person = {"firstName": "Ada", "lastName": "Stay", "email": "a@x.org", "deactivatesOn": "9999-12-31"}
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        await home.sql.execute("UPDATE workspaces SET time_zone = $1", zone)
        told = (await owner(ACCOUNT, input=person | {"email": f"{zone[:3]}@x.org"}))["setAccount"]
        rows = [{"outcome": "CREATE", "member": {"deactivatesOn": "9999-12-31"}}]
        assert told == {"plan": {"rows": {"nodes": rows}}, "errors": []}
