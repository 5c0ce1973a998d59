"""A hundred thousand members in a list: only the rows in view are drawn, wherever one is in it."""

from __future__ import annotations

import re

from playwright.async_api import expect

from backend.core.db import crossing
from backend.seed import make_owner
from tests.browser.conftest import NewPerson
from tests.browser.running import Running
from tests.screens.cast import own_database

OWNER, PASSWORD = "owner@crowd.example.org", "a lamp that turns at night"
CROWD = """
    INSERT INTO members (id, workspace_id, email, email_key, first_name, last_name, sort_name, role,
        labels, additional_information, activated_at, created_at, updated_at)
    SELECT gen_random_uuid(), $1, 'p' || n || '@crowd.example.org', 'p' || n || '@crowd.example.org',
        'Pat', 'No ' || n, 'no ' || lpad(n::text, 6, '0'), 'TRAINEE', '{}', '{}', now(), now(), now()
    FROM generate_series(1, 100000) AS n
"""
DRAWN = 60  # rows at most: those in view, and eight before and after


async def test_a_hundred_thousand_members(new_person: NewPerson, running: Running) -> None:
    async with own_database(running):
        owner = await make_owner(OWNER, PASSWORD, "crowd", "Crowd")
        async with crossing() as sql:
            await sql.execute(CROWD, owner.workspace_id)
    person = await new_person()
    page = person.page
    await person.sign_in(OWNER, PASSWORD)
    await person.open("/members")
    await expect(page.get_by_text("Pat No 1", exact=True)).to_be_visible()
    rows = page.get_by_role("row")
    assert await rows.count() < DRAWN
    await page.evaluate("scrollTo(0, 250 * 56)")
    await expect(page.get_by_text(re.compile(r"^Pat No 2\d\d$")).first).to_be_visible()
    assert await rows.count() < DRAWN
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await expect(page.get_by_text(re.compile(r"^Pat No 2\d\d$"))).to_have_count(0)
    assert await rows.count() < DRAWN
