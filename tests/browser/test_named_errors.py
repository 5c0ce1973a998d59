"""What an error is about is named in its sentence: the column, the group, the language, the limit."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson

ROWS = """\
E-mail\tPassword\tLanguage\tGroups\tShoe size\tStart
nora.wake@pier.example.org\tshort\tqq\tNobodies\t43\tsoon
"""


async def test_in_an_import(new_person: NewPerson) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open("/add?tab=accounts")
    await page.get_by_label("Rows of your spreadsheet").fill(ROWS)
    await page.get_by_role("button", name="See what will happen").click()
    for sentence in (
        "The column “Shoe size” is not known and is left out.",
        "The column “Start” is not known and is left out.",
        "This password is too short: at least 8 characters.",
        "The language “qq” is not offered here.",
        "There is no group “Nobodies”.",
    ):
        await expect(page.get_by_text(sentence)).to_be_visible()
    await person.audit("errors that name what they are about")
    await page.get_by_role("button", name="Discard").click()
    await expect(page.get_by_text("nothing was written")).to_be_visible()
