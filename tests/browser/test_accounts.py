"""Accounts that are active at once: one person by the form, and many by a paste that needs mending."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

ASSIGN = """mutation ($input: AssignGroupToSessionInput!) {
    assignGroupToSession(input: $input) { errors { code } }
}"""
FIND = "query ($who: String!) { members(filter: {search: $who}) { nodes { email status } } }"
OWN = "a kettle on the quay"
ROWS = """\
Last name\tFirst name\tE-mail\tSend credentials
Halyard\tRosa\trosa.halyard@pier.example.org\t1
Halyard\tTom\ttom.halyard@@pier\t1
Halyard\tUwe\tuwe.halyard@pier.example.org\tperhaps
Halyard\tVera\tvera.halyard@pier.example.org\t1
"""


async def test_one_person_with_a_first_password(new_person: NewPerson, running: Running) -> None:
    group = await running.make("group", name="Sail loft")
    program = await running.make("program", title="Sewing", contentUrl="https://learn.example.org/sewing")
    started = datetime.now(UTC) - timedelta(days=1)
    session = await running.make("session", programId=program, name="Canvas", startsAt=started.isoformat())
    await running.ask(ASSIGN, input={"groupId": group, "sessionId": session})

    owner = await new_person()
    await owner.sign_in()
    await owner.page.get_by_role("link", name="User").click()
    await owner.page.get_by_role("tab", name="Set an account").click()
    password = await set_account(owner)

    newcomer = await new_person("phone")
    await find_it_opens_nothing_else(newcomer, password)
    await expect(owner.page.get_by_role("heading", name="The account of Lena Loft is set")).to_be_focused()
    letter = await running.letter("lena.loft@pier.example.org", lambda one: password in one.text)
    assert f"{running.url}/sign-in" in letter.text
    await choose_own_password(newcomer, password)
    await expect(newcomer.page.get_by_role("heading", name="My programs")).to_be_visible()
    await expect(newcomer.page.get_by_role("heading", name="Sewing")).to_be_visible()


async def set_account(person: Person) -> str:
    """Fill in the form, look at what will happen, and set the account; its first password."""
    page = person.page
    await page.get_by_label("First name").fill("Lena")
    await page.get_by_label("Last name").fill("Loft")
    await page.get_by_label("E-mail", exact=True).fill("lena.loft@pier.example.org")
    await page.get_by_label("Send an email with username and password").check()
    await page.get_by_role("button", name="Suggest one").click()
    password = await page.locator("input[name=password]").input_value()
    await page.get_by_placeholder("Search groups").fill("Sail")
    await page.get_by_role("option", name="Sail loft").click()
    await expect(page.get_by_text("A new account, active at once")).to_be_visible()
    await expect(page.get_by_text("1 × Username and password")).to_be_visible()
    await expect(page.get_by_text("Sewing · Canvas")).to_be_visible()
    await page.get_by_role("button", name="Set the account").click()
    await expect(page.get_by_role("button", name="Undo")).to_be_focused()
    return password


async def find_it_opens_nothing_else(person: Person, password: str) -> None:
    """A first password leads to the choice of another, and never around it."""
    page = person.page
    await person.open("/sign-in")
    await sign_in(page, password)
    await expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    await page.goto(f"{person.running.url}/my")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def choose_own_password(person: Person, password: str) -> None:
    """Sign in, try to keep the first password, and choose another."""
    page = person.page
    await sign_in(page, password)
    await page.get_by_label("New password").fill(password)
    await page.get_by_role("button", name="Save and sign in").click()
    await expect(page.get_by_text("This is your present password. Take another.")).to_be_visible()
    await person.audit("the choice of one's own password, with an error")
    await page.get_by_label("New password").fill(OWN)
    await page.get_by_role("button", name="Save and sign in").click()


async def sign_in(page: Page, password: str) -> None:
    """Sign in by the form that is open."""
    await page.get_by_label("E-mail address or username").fill("lena.loft@pier.example.org")
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def test_many_of_whom_two_need_mending(new_person: NewPerson, running: Running) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open("/add?tab=accounts")
    await page.get_by_label("Rows of your spreadsheet").fill(ROWS)
    await page.get_by_role("button", name="See what will happen").click()

    rows = page.get_by_role("table", name="Rows").get_by_role("row")
    await expect(rows.filter(has_text="To mend")).to_have_count(2)
    await page.get_by_role("button", name="All 4").click()
    await expect(rows.filter(has_text="New account")).to_have_count(2)
    await page.get_by_label("E-mail in row 3").fill("tom.halyard@pier.example.org")
    await page.get_by_label("E-mail in row 3").press("Enter")
    await expect(rows.filter(has_text="New account")).to_have_count(3)
    await expect(
        page.get_by_role("status").filter(has_text="Mended. 1 row is left to mend.")
    ).to_be_attached()
    await page.get_by_role("button", name="Mend row 4").click()
    await expect(page.get_by_role("dialog").locator("[aria-invalid=true]").first).to_be_focused()
    await page.keyboard.press("Escape")
    assert (await running.ask(FIND, who="halyard"))["members"]["nodes"] == [], "nothing has been written yet"

    with running.held("worker"):
        await page.get_by_role("button", name="Import 3 rows").click()
        await expect(page.get_by_role("heading", name="The import runs")).to_be_visible()
    await expect(page.get_by_role("heading", name="The import is done")).to_be_visible()
    await expect(page.get_by_role("listitem").filter(has_text="accounts were made")).to_contain_text("3")
    text = await person.download("Download the failed row")
    assert "uwe.halyard@pier.example.org" in text
    assert "tom.halyard" not in text

    await page.get_by_role("link", name="See the members").click()
    await page.get_by_label("Search names and addresses").fill("halyard")
    for name in ("Rosa Halyard", "Tom Halyard", "Vera Halyard"):
        await expect(page.get_by_role("link", name=name)).to_be_visible()
    await expect(page.get_by_text("Uwe Halyard")).to_be_hidden()
