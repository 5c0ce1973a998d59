"""What somebody has put into a form is lost only where they say so."""

from __future__ import annotations

import re

from playwright.async_api import Dialog, Page, expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

ROWS = "Last name\tFirst name\tE-mail\nSpar\tIda\tida.spar@@pier\nSpar\tOle\tole.spar@pier.example.org\n"
BATCHES = "{ batches(first: 1) { nodes { undoneAt } } }"


async def test_addresses_outlive_tabs_going_back_and_a_reload(owner: Person, device: str) -> None:
    page = owner.page
    await owner.open("/add")
    await owner.paste("E-mail addresses", "one@pier.example.org, two@pier.example.org")
    chips = page.get_by_role("list", name="2 addresses")
    await expect(chips).to_be_visible()

    await go_to(page, device, "Set an account")
    await page.get_by_label("First name").fill("Ida")
    await page.get_by_label("Send an email with username and password").check()
    await page.locator("input[name=password]").fill("never to be kept")
    await go_to(page, device, "E-mail invitation")
    await expect(chips).to_be_visible()

    await page.get_by_role("link", name="Members", exact=True).click()
    await expect(page.get_by_role("heading", name="Members", level=1)).to_be_visible()
    await page.go_back()
    await expect(chips).to_be_visible()

    await page.get_by_label("E-mail addresses").press_sequentially("three@pier.example.org")
    await page.reload()
    await expect(page.get_by_role("list", name="3 addresses")).to_be_visible()
    await expect(page.get_by_role("button", name="Send 3 invitations")).to_be_enabled()
    await go_to(page, device, "Set an account")
    await expect(page.get_by_label("First name")).to_have_value("Ida")
    await expect(page.locator("input[name=password]")).to_have_value("")
    assert "never" not in await page.evaluate("JSON.stringify(sessionStorage)")


async def go_to(page: Page, device: str, door: str) -> None:
    """One of the three ways to add people: a tab on a desk, a choice on a phone."""
    if device == "phone":
        await page.get_by_role("combobox", name="How to add them").select_option(door)
    else:
        await page.get_by_role("tab", name=door).click()


async def test_rows_of_a_spreadsheet_and_groups_by_name(new_person: NewPerson, running: Running) -> None:
    await running.make("group", name="Upper deck")
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open("/add?tab=accounts")
    await page.get_by_label("Rows of your spreadsheet").fill(ROWS)
    await page.get_by_placeholder("Search groups").fill("Upper")
    await page.get_by_role("option", name="Upper deck").click()
    await page.reload()
    await expect(page.get_by_label("Rows of your spreadsheet")).to_have_value(ROWS)
    await expect(page.get_by_text("Upper deck", exact=True).first).to_be_visible()

    await page.get_by_role("button", name="See what will happen").click()
    cell = page.get_by_label("E-mail in row 2")
    await cell.fill("ida.spar@pier.example.org")
    await page.get_by_role("button", name="All 2").click()
    await page.get_by_role("button", name="New account").click()
    await expect(cell).to_be_hidden()
    await page.get_by_role("button", name="To mend").click()
    await expect(cell).to_have_value("ida.spar@pier.example.org")
    await page.reload()
    await expect(cell).to_have_value("ida.spar@pier.example.org")

    await person.open("/add?tab=accounts")
    await expect(page.get_by_label("Rows of your spreadsheet")).to_have_value("")


async def test_what_was_sent_is_held_over_a_reload_and_then_gone(
    new_person: NewPerson, running: Running
) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open("/add")
    await person.paste("E-mail addresses", "held@pier.example.org")
    await page.get_by_role("button", name="Send 1 invitation").click()
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    async with page.expect_response(lambda answer: '"preview":true' in (answer.request.post_data or "")):
        await page.reload()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Taken back.")).to_be_visible()
    await expect(page.get_by_role("list", name="1 address")).to_be_visible()
    assert (await running.ask(BATCHES))["batches"]["nodes"][0]["undoneAt"] is not None

    await page.get_by_role("button", name=re.compile("^Send")).click()
    await expect(page.get_by_role("heading", name="Done")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("E-mail addresses")).to_be_visible()
    await expect(page.get_by_role("list", name="1 address")).to_be_hidden()


async def test_nothing_is_left_to_who_comes_next(new_person: NewPerson) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in_by_the_page()
    await person.open("/add")
    await person.paste("E-mail addresses", "secret@pier.example.org")
    await expect(page.get_by_role("list", name="1 address")).to_be_visible()
    await page.get_by_role("link", name="Members", exact=True).click()
    await expect(page.get_by_role("heading", name="Members", level=1)).to_be_visible()
    await page.go_back()
    await page.get_by_role("button", name=re.compile("Robin")).click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "secret" not in await page.evaluate("JSON.stringify(sessionStorage)")


async def test_a_dialog_asks_before_it_lets_go_of_what_was_typed(owner: Person) -> None:
    page = owner.page
    await owner.open("/training/programs?create=true")
    dialog = page.get_by_role("dialog", name="New program")
    await dialog.get_by_label("Summary").fill("Knots that hold, and when to trust them.")
    await page.mouse.click(4, 4)
    asking = page.get_by_role("dialog", name="Leave without saving?")
    await expect(dialog).to_be_visible()
    await expect(asking).to_be_hidden()

    await dialog.get_by_role("button", name="Cancel").click()
    await expect(asking.get_by_role("button", name="Go on editing")).to_be_focused()
    await owner.audit("the question before what was typed is lost")
    await page.keyboard.press("Enter")
    await expect(asking).to_be_hidden()
    await dialog.get_by_label("Summary").focus()
    await page.keyboard.press("Escape")
    await expect(asking).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(asking).to_be_hidden()
    await expect(dialog.get_by_label("Summary")).to_be_focused()
    await expect(dialog.get_by_label("Summary")).to_have_value("Knots that hold, and when to trust them.")

    await page.keyboard.press("Escape")
    await asking.get_by_role("button", name="Leave").click()
    await expect(dialog).to_be_hidden()


async def test_a_dialog_without_changes_closes_at_once(owner: Person) -> None:
    page = owner.page
    await owner.open("/training/programs?create=true")
    dialog = page.get_by_role("dialog", name="New program")
    await dialog.get_by_label("Summary").fill("A word")
    await dialog.get_by_label("Summary").fill("")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


async def test_the_browser_asks_before_it_reloads_over_a_dialog(new_person: NewPerson) -> None:
    person = await new_person()
    page = person.page
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    await person.sign_in()
    await person.open("/training/programs?create=true")
    await page.get_by_label("Summary").press_sequentially("Knots")
    async with page.expect_event("dialog"):
        await page.evaluate("setTimeout(() => location.reload())")
    assert asked == ["beforeunload"]
    await expect(page.get_by_label("Summary")).to_have_value("Knots")
    page.remove_listener("dialog", stay)
