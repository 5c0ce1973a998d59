"""A hundred thousand members in a list: only the rows in view are drawn, wherever one is in it."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.crowd import DRAWN


async def test_a_hundred_thousand_members(new_person: NewPerson, crowd: tuple[str, str]) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in(*crowd)
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
