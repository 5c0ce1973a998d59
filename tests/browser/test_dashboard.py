"""Dashboard › Groups › download, which is where group ids come from; and the way to a member's profile."""

from __future__ import annotations

import csv
from io import StringIO

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running


async def test_group_ids_to_take_along(owner: Person, running: Running, device: str) -> None:
    page = owner.page
    group = await running.make("group", name=f"Beacon {device}")
    await running.make("group", name=f"Anchor {device}")
    if device == "phone":
        await page.get_by_role("button", name="Robin Hafner: account").click()
        await page.get_by_role("menuitem", name="Dashboard").click()
    else:
        await page.get_by_role("link", name="Dashboard").click()
    await page.get_by_label("Search groups").fill(f"Beacon {device}")
    await expect(page.get_by_role("link", name=f"Beacon {device}")).to_be_visible()
    await expect(page.get_by_role("link", name=f"Anchor {device}")).to_be_hidden()

    text = await owner.download("Download CSV")
    assert [(row["Name"], row["Id"]) for row in csv.DictReader(StringIO(text))] == [
        (f"Beacon {device}", group)
    ]


async def test_to_a_profile(new_person: NewPerson) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    rooms = page.get_by_role("navigation", name="Main menu")
    await expect(rooms.get_by_text("Settings & members")).to_be_visible()
    await rooms.get_by_role("link", name="Members").click()
    await page.get_by_label("Search names and addresses").fill("grace")
    await page.get_by_role("link", name="Grace Okafor").click()
    await expect(page.get_by_role("heading", name="Grace Okafor", level=1)).to_be_visible()
    about = page.get_by_role("region", name="About")
    await expect(about.get_by_text("grace.okafor@harbour.example.org")).to_be_visible()
    await expect(about.get_by_text("mem_")).to_be_visible()
