"""A program of more sessions than one page: the rest is a touch away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.running import Running

MANY = 103


async def test_the_sessions_after_the_first_hundred(new_person: NewPerson, running: Running) -> None:
    program = await running.make("program", title="Tides")
    first = datetime.now(UTC) + timedelta(days=30)

    async def make(number: int) -> None:
        starts = (first + timedelta(hours=number)).isoformat()
        await running.make("session", programId=program, name=f"Tide {number}", startsAt=starts)

    for some in range(0, MANY, 8):
        await asyncio.gather(*(make(number) for number in range(some, min(some + 8, MANY))))
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open(f"/training/programs/{program}")
    await expect(page.get_by_role("link", name="Tide 99", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name="Tide 102", exact=True)).to_be_hidden()
    await page.get_by_role("button", name="Show 3 more sessions").press("Enter")
    await expect(page.get_by_role("link", name="Tide 102", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="more session")).to_be_hidden()
    assert await page.evaluate("document.activeElement !== document.body"), "the focus is lost"
    await person.audit("more than a hundred sessions")
