"""Addresses that look mistyped are pointed out where they stand, with the correction; they stop nothing."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.people import Person

ROWS = """\
Last name,First name,E-mail
Slip,Ada,ada.slip@gmial.com
Slip,Ben,ben.slip@gmial.com
Slip,Cem,cem.slip@hotmial.com
Slip,Dot,dot.slip@pier.example.org
Slip,Eve,eve.slip@@pier
"""


async def test_in_the_rows_of_an_import(owner: Person) -> None:
    page = owner.page
    await owner.open("/add?tab=accounts")
    await page.get_by_label("Rows of your spreadsheet").fill(ROWS)
    await page.get_by_role("button", name="See what will happen").click()
    await page.get_by_role("button", name="Looks mistyped 3").click()
    await expect(page).to_have_url(re.compile("fate=MISTYPED"))
    rows = page.get_by_role("table", name="Rows").get_by_role("row")
    slips = rows.filter(has_text="This looks mistyped.")
    await expect(slips).to_have_count(3)
    await expect(slips.first).to_contain_text("New account")
    await owner.audit("rows that look mistyped")
    ada = rows.filter(has=page.get_by_label("E-mail in row 2"))
    await expect(ada.get_by_role("button", name="Use ada.slip@gmail.com")).to_be_visible()
    await ada.get_by_role("button", name="In all 2 rows like it").click()
    await expect(page.get_by_role("button", name="Looks mistyped 1")).to_be_visible()
    await page.get_by_role("button", name="Use cem.slip@hotmail.com").click()
    await expect(slips).to_have_count(0)
    await page.get_by_role("button", name="All 5").click()
    await expect(rows.filter(has_text="ben.slip@gmail.com")).to_have_count(1)
    await expect(page.get_by_role("button", name="Looks mistyped")).to_be_hidden()
    await page.get_by_role("button", name="Discard").click()
    await expect(page.get_by_text("nothing was written")).to_be_visible()


async def test_in_a_single_account(owner: Person) -> None:
    page = owner.page
    await owner.open("/add?tab=account")
    await page.get_by_label("First name").fill("Fay")
    await page.get_by_label("Last name").fill("Slip")
    email = page.get_by_label("E-mail", exact=True)
    await email.fill("fay.slip@gmial.com")
    use = page.get_by_role("button", name="Use fay.slip@gmail.com")
    await expect(use).to_be_visible()
    await expect(email).not_to_have_attribute("aria-invalid", "true")
    await owner.audit("an account whose address looks mistyped")
    await use.click()
    await expect(email).to_have_value("fay.slip@gmail.com")
    await expect(email).to_be_focused()
    await expect(use).to_be_hidden()
    await expect(page.get_by_text("A new account, active at once")).to_be_visible()
