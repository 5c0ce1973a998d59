"""Home says what waits for somebody, as soon as it is so, and leads to where it can be handled."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from backend.api.broker import Broker
from backend.api.live import Live
from backend.core.db import crossing
from backend.core.work import messenger
from backend.invitations.expire_invitations import expire_invitations
from backend.mail.bounces import record_report
from backend.mail.invariants import reconcile
from backend.mail.models import MailState
from backend.mail.reports import Report
from backend.seed import make_owner
from backend.worker import INVARIANTS
from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import SIGN_IN, Running
from tests.screens.cast import COMMIT, IMPORT, INVITE, PROGRAM, SESSION, STATE, own_database

WATCH = ("watch@beacon.example.org", "a fire upon the headland")
LATE, LOST = "late@beacon.example.org", "lost@beacon.example.org"
MAST = "mast@beacon.example.org"
# More than are planned at once: only then can a plan be overtaken after it was approved.
ROWS = "".join(f"Keel,No {number},keel{number}@beacon.example.org\n" for number in range(600))
MAIL = "SELECT id FROM mails WHERE sent_to = $1"
RUN_OUT = "UPDATE invitations SET expires_at = created_at WHERE email_key = $1"


@dataclass(frozen=True, slots=True)
class Beacon:
    """A workspace of its own, so that nothing but what the test does is on its Home."""

    running: Running
    token: str

    async def ask(self, query: str, **wanted: Any) -> Any:
        """What the one mutation answers."""
        return next(iter((await self.running.ask_as(self.token, query, input=wanted)).values()))


@pytest.fixture(scope="session")
async def beacon(running: Running) -> Beacon:
    """The workspace and its owner."""
    login, password = WATCH
    async with own_database(running):
        await make_owner(login, password, "beacon", "Beacon")
    answer = await running.ask_as_nobody(SIGN_IN, input={"login": login, "password": password})
    return Beacon(running, answer["signIn"]["token"])


async def test_an_import_that_waits_and_a_plan_that_has_changed(
    new_person: NewPerson, running: Running, beacon: Beacon
) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in(*WATCH)
    draft = (await beacon.ask(IMPORT, text=ROWS, preview=True))["accountImport"]["id"]
    waits = page.get_by_role("link", name="An import of 600 rows waits to be carried out")
    await expect(waits).to_be_visible()
    await waits.click()
    await expect(page.get_by_role("button", name="Import 600 rows")).to_be_enabled()

    await page.get_by_role("link", name="Home").click()
    await expect(waits).to_be_visible()
    await beacon.ask(INVITE, emails=["keel7@beacon.example.org"])
    planned = (await running.ask_as(beacon.token, STATE, id=draft))["node"]["planHash"]
    await beacon.ask(COMMIT, id=draft, planHash=planned)
    changed = page.get_by_role("link", name="The plan of an import of 600 rows has changed: look again")
    await expect(changed).to_be_visible()
    await person.audit("a plan that has changed")
    await changed.click()
    await expect(page.get_by_text("What would happen has changed meanwhile.")).to_be_visible()
    await page.get_by_role("button", name="Discard").click()
    await expect(page.get_by_role("heading", name="The import was stopped")).to_be_visible()
    await page.get_by_role("link", name="Home").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    await expect(changed).to_be_hidden()


async def test_a_session_that_starts(new_person: NewPerson, beacon: Beacon) -> None:
    person = await new_person("phone")
    page = person.page
    await person.sign_in(*WATCH)
    await expect(page.get_by_text("No session ahead")).to_be_visible()
    program = (await beacon.ask(PROGRAM, title="Signals"))["program"]["id"]
    starts = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    await beacon.ask(SESSION, programId=program, name="Lamps", startsAt=starts)
    await page.get_by_role("link", name="Signals · Lamps").click()
    await expect(page.get_by_role("heading", name="Lamps")).to_be_visible()
    await expect(page.get_by_role("button", name="Change or move")).to_be_visible()


async def test_invitations_that_wait_came_back_and_ran_out(
    new_person: NewPerson, running: Running, beacon: Beacon
) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in(*WATCH)
    await beacon.ask(INVITE, emails=[LATE, LOST])
    await follow(person, "invitations wait for an answer", LATE)
    for who in (LATE, LOST):
        await running.letter(who)
    async with own_database(running):
        await come_back(LOST)
        await run_out(LATE)
    await follow(person, "Mail to 1 member came back", LOST)
    await page.get_by_role("link", name=LOST).click()
    await expect(page.get_by_role("button", name="Write there again")).to_be_visible()
    await follow(person, "1 invitation has run out", LATE)
    await page.get_by_role("link", name=LATE).click()
    await expect(page.get_by_role("button", name="Resend")).to_be_visible()


async def follow(person: Person, line: str, who: str) -> None:
    """From Home by the line that says so to the list that shows whom it is about."""
    page = person.page
    await page.get_by_role("link", name="Home").click()
    lines = page.get_by_role("main").get_by_role("link")
    await lines.filter(has_text=re.compile(line)).click()
    await expect(page.get_by_role("link", name=who)).to_be_visible()


async def come_back(who: str) -> None:
    """The mail to this address comes back, as a mail server reports it."""
    report = Report(MailState.BOUNCED, "ADDRESS_BOUNCED", "550 5.1.1 No such mailbox here")
    async with crossing() as sql:
        rows = await sql.fetch(MAIL, who)
    for row in rows:
        await record_report(row["id"], report)


async def run_out(who: str) -> None:
    """The time of this invitation is over, and the worker's task finds it."""
    async with crossing() as sql:
        await sql.execute(RUN_OUT, who)
    await expire_invitations()


async def test_a_check_that_fails_is_shown_for_as_long_as_it_does(
    new_person: NewPerson, running: Running, beacon: Beacon
) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in(*WATCH)
    await beacon.ask(INVITE, emails=[MAST])
    await running.letter(MAST)
    line = page.get_by_text("A check of the records fails: left_without_fence. Tell whoever runs Usher.")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    await expect(line).to_be_hidden()
    await checked(running, "data_at = NULL")
    await expect(line).to_be_visible()
    await person.audit("a check that fails")
    await checked(running, "data_at = sent_at")
    await expect(line).to_be_hidden()


async def checked(running: Running, change: str) -> None:
    """What the server knows of this mail is other than it was, and the worker's check comes upon it."""
    redis = json.loads((running.data / "addresses.json").read_text())["REDIS_URL"]
    broker = Broker(redis)
    messenger.announce = Live(redis, broker).announce
    try:
        async with own_database(running):
            async with crossing() as sql:
                await sql.execute(f"UPDATE mails SET {change} WHERE sent_to = $1", MAST)
            await reconcile(INVARIANTS)
    finally:
        messenger.announce = None
        await broker.close()
