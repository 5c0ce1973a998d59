"""Jobs done by keyboard alone; the focus is never lost."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

ROWS = """\
Last name,First name,E-mail,Send credentials
Keel,Ida,ida.keel@@pier,1
Keel,Otto,otto.keel@gmial,1
"""
COUNT = 'query { members(filter: {search: "keel"}) { totalCount } }'
LOST = "document.activeElement === null || document.activeElement === document.body"


async def test_an_import_is_mended_and_run(new_person: NewPerson, running: Running) -> None:
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await person.open("/add?tab=accounts")
    await expect(page.get_by_label("Rows of your spreadsheet")).to_be_visible()
    await person.tab_to("Rows of your spreadsheet")
    await keyboard.insert_text(ROWS)
    await person.tab_to("See what will happen")
    await keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Import of accounts")).to_be_visible()

    for row, address in ((2, "ida.keel@pier.example.org"), (3, "otto.keel@pier.example.org")):
        await expect(page.get_by_label(f"E-mail in row {row}")).to_be_editable()
        if row == 2:
            await person.tab_to("E-mail in row 2")
        await expect(page.get_by_label(f"E-mail in row {row}")).to_be_focused()
        await keyboard.press("ControlOrMeta+a")
        await keyboard.type(address)
        await keyboard.press("Enter")
        await expect(page.get_by_label(f"E-mail in row {row}")).to_be_hidden()
        await held(person)

    await expect(page.get_by_role("button", name="Import 2 rows")).to_be_enabled()
    await person.tab_to("Import 2 rows")
    await keyboard.press("Enter")
    await expect(page.get_by_text("The import is done")).to_be_visible()
    await held(person)
    assert (await running.ask(COUNT))["members"]["totalCount"] == 2


async def held(person: Person) -> None:
    """The focus is on something."""
    await person.page.wait_for_function(f"!({LOST})")
