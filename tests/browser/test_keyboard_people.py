"""One person's way in and through, by keyboard alone; the focus is never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running
from tests.browser.test_keyboard import day, held

FIND = """query ($who: String!) {
  members(filter: {search: $who}) { nodes { id status labels invitation { state mail { state } } } }
}"""
STARTS = "query ($id: ID!) { node(id: $id) { ... on Session { startsAt endsAt } } }"
REGISTER = """mutation ($input: RegisterSessionLearnersInput!) {
  registerSessionLearners(input: $input) { batch { id } }
}"""
PASSWORD = "seven gulls on a mast"


async def test_one_account_is_set(new_person: NewPerson, running: Running) -> None:
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await person.press("User")
    await expect(page.get_by_role("heading", name="Add members")).to_be_focused()
    await person.tab_to("E-mail invitation")
    await keyboard.press("ArrowRight")
    await person.tab_to("First name")
    await keyboard.type("Kaja")
    await keyboard.press("Tab")
    await keyboard.type("Keyes")
    await keyboard.press("Tab")
    await keyboard.type("kaja.keyes@pier.example.org")
    await person.tab_to("Send a link to choose a password")
    await keyboard.press("ArrowDown")
    await person.press("Suggest one")
    password = await page.locator("input[name=password]").input_value()
    await person.tab_to("Labels")
    await keyboard.type("quay,")
    await expect(page.get_by_role("button", name="Set the account")).to_be_enabled()
    await person.press("Set the account")

    await expect(page.get_by_role("button", name="Undo")).to_be_focused()
    await keyboard.press("Enter")
    await expect(page.get_by_text("Taken back.")).to_be_visible()
    await expect(page.get_by_label("First name")).to_be_focused()
    await expect(page.get_by_label("First name")).to_have_value("Kaja")
    await expect(page.get_by_role("button", name="Set the account")).to_be_enabled()
    await person.press("Set the account")
    await expect(page.get_by_role("heading", name="The account of Kaja Keyes is set")).to_be_focused()
    letter = await running.letter("kaja.keyes@pier.example.org")
    assert password in letter.text
    (kaja,) = (await running.ask(FIND, who="kaja.keyes"))["members"]["nodes"]
    assert (kaja["status"], kaja["labels"]) == ("ACTIVE", ["quay"])

    await person.press("Set another account")
    await expect(page.get_by_label("First name")).to_be_focused()
    await expect(page.get_by_label("First name")).to_have_value("")


async def test_a_session_is_moved(new_person: NewPerson, running: Running) -> None:
    program = await running.make("program", title="Keys of the calendar")
    starts = datetime.now(UTC) + timedelta(days=5)
    session = await running.make("session", programId=program, name="Tide", startsAt=starts.isoformat())
    emails = ["moved.key@pier.example.org"]
    await running.ask(REGISTER, input={"sessionId": session, "emails": emails})
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await person.press("Programs")
    await person.press("Settings of Keys of the calendar")
    await expect(page.get_by_role("heading", name="Keys of the calendar")).to_be_focused()
    await person.tab_to("Settings")
    await keyboard.press("ArrowRight")
    await person.press("Tide")
    await expect(page.get_by_role("heading", name="Tide")).to_be_focused()
    await person.press("Change or move")
    await expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    await person.tab_to("Starts on")
    await keyboard.press("ControlOrMeta+a")
    await keyboard.type(day(40))
    await keyboard.press("Tab")
    await expect(page.get_by_text("1 invitation moves along")).to_be_visible()
    await person.press("Save")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.get_by_role("button", name="Change or move")).to_be_focused()
    moved = (await running.ask(STARTS, id=session))["node"]["startsAt"]
    assert abs(datetime.fromisoformat(moved) - starts - timedelta(days=35)) < timedelta(days=1)


async def test_a_member_leaves_and_comes_back(new_person: NewPerson, running: Running) -> None:
    await running.invite("gone.key@pier.example.org")
    await running.link("gone.key@pier.example.org", "join")
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await find(person, "gone.key@pier.example.org")
    for verb, word, then in (("Deactivate", "Deactivated", "Reactivate"), ("Reactivate", "Invited", "More")):
        await person.press(verb)
        await expect(page.get_by_role("dialog")).to_be_visible()
        await person.press(verb)
        await expect(page.get_by_role("dialog").get_by_role("status")).to_be_visible()
        await held(person)
        await keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()
        await held(person)
        await expect(page.get_by_role("heading", level=1).get_by_text(word)).to_be_visible()
        await expect(page.get_by_role("button", name=then)).to_be_visible()


async def test_a_new_address_by_the_menu(new_person: NewPerson, running: Running) -> None:
    await running.invite("old.key@pier.example.org")
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await find(person, "old.key@pier.example.org")
    await person.press("More")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    await keyboard.press("ControlOrMeta+a")
    await keyboard.type("new.key@pier.example.org")
    await keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await held(person)
    await running.link("new.key@pier.example.org", "join")


async def test_a_learner_joins_and_signs_in(new_person: NewPerson, running: Running) -> None:
    await running.invite("turn.key@pier.example.org")
    person = await new_person("phone")
    page, keyboard = person.page, person.page.keyboard
    await person.open(await running.link("turn.key@pier.example.org", "join"))
    await expect(page.get_by_label("First name")).to_be_focused()
    await keyboard.press("Enter")
    await expect(page.get_by_text("This can’t be empty.").first).to_be_visible()
    await expect(page.get_by_label("First name")).to_be_focused()
    for word in ("Tarik", "Turner", PASSWORD):
        await keyboard.type(word)
        await keyboard.press("Tab")
    await keyboard.press("Shift+Tab")
    await keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="My programs")).to_be_focused()

    await person.press("Sign out")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await sign_in(page, "turn.key@pier.example.org", "not this")
    await expect(page.get_by_role("alert")).to_be_visible()
    await held(person)
    await person.tab_to("E-mail address or username")
    await sign_in(page, "turn.key@pier.example.org", PASSWORD)
    await expect(page.get_by_role("heading", name="My programs")).to_be_focused()


async def sign_in(page: Page, login: str, password: str) -> None:
    """Sign in where the first field has the focus."""
    await expect(page.get_by_label("E-mail address or username")).to_be_focused()
    for word in (login, password):
        await page.keyboard.press("ControlOrMeta+a")
        await page.keyboard.type(word)
        await page.keyboard.press("Tab")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")


async def find(person: Person, email: str) -> None:
    """From anywhere to somebody's profile."""
    page = person.page
    await person.press("Members")
    await expect(page.get_by_role("heading", name="Members", level=1)).to_be_focused()
    await person.tab_to("Search names and addresses")
    await page.keyboard.type(email)
    await expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    await person.press(email)
    await expect(page.get_by_role("heading", level=1).get_by_text(email)).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
